"""Analysis of a whole rule set without a report: what follows from what, exactly. See ``spec/analysis.md``.

The road: `universe` says which rows reports may have; `references` takes a reference to atoms (cells, or sums that only a
report can split up); `ground` binds rules to equations over atoms; `eliminate` and `system` decide, with exact integers, which equations
follow from others; `proofs` makes the short proof that people see; `analysis` puts it together.
"""
