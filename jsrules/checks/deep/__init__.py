"""Analysis of a whole rule set without a report: what follows from what, exactly. See ``spec/analysis.md``.

The road: `equations` binds rules to equations over atoms (cells, or sums that only a report can split up, as
`checks.cells` tells them), `lines` makes integers of them; `eliminate` and `consequences` find, exactly, what follows
from what in one connected part; `decide` asks all parts, `facts` and `implied` put the questions, `proofs` makes the
short proofs that people see, `findings` the diagnostics.
"""
