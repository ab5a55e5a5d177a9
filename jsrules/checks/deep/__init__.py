"""Analysis of a whole rule set without a report: what follows from what, exactly. See ``spec/analysis.md``.

The road: `universe` says which rows reports may have, `spots` where a rule is bound; `references` takes a reference to
atoms (cells, or sums that only a report can split up); `ground` binds rules to equations over atoms, `lines` makes
integers of them; `eliminate` and `system` find, exactly, what follows from what in one connected part; `decide` asks
all parts, `facts` and `implied` put the questions, `proofs` makes the short proofs that people see, `findings` the
diagnostics. `touched` is for people who ask about one rule.
"""
