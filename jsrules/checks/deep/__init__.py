"""Analysis of a whole rule set without a report: what follows from what, exactly. See ``spec/analysis.md``.

The road: `equations` binds rules to equations over atoms (cells, or sums that only a report can split up, as
`checks.cells` tells them) and to statements with `alternatives`, `lines` makes integers of them; `eliminate` and
`consequences` find, exactly, what follows from what in one connected part; `decide` asks all parts, `facts` and
`implied` put the questions, `proofs` makes the short proofs that people see. What inequalities and conditions add, is
asked of `knowledge`, which lets `refute` look for Farkas multipliers case by case: `conflicts`, `entailment` and
`values` put the questions. `findings` makes the diagnostics.
"""
