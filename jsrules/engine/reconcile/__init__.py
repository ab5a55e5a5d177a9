"""Reconciliation: which figures of a report are wrong when all of its identities are looked at together.

The road of the data: `identities` binds the rules once more, blanks included; `system` turns them into integer rows
over the deviations of the figures from print; `decide` says whether true amounts exist; `conflict` says why not,
and cuts that down; `hitting` and `localise` find all smallest sets of figures whose change makes everything consistent;
`candidates` (with `review`, `neighbours` and `evidence`) says what they should be, `ranking` confirms it in the whole
system (`corrected`), `mechanisms` says how they were rounded; `causes` and `proof` say why and prove it, and
`reconcile` puts all of it together, within a `budget`. Definitions and sources are in ``spec/reconcile.md``.
"""
