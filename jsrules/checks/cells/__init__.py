"""Which cells rules touch in the reports that a form set allows, without a report: the lints, the analysis and coverage
ask here.

`rows` says which rows reports may have, `references` where a rule is bound and which cells its references mean there,
`touched` gathers that for one rule.
"""
