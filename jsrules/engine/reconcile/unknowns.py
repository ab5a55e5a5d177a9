"""Figures that are due and that nobody knows: a text stands in their place, or nothing is stated.

They are variables that may be anything, so that what the other figures make of them can be told, and that nothing fits
where nothing does. What is not stated makes nobody wrong by itself.
"""

from __future__ import annotations

from jsrules.engine.bind import Binder
from jsrules.model.report import Report


def open_binder(report: Report, alike: Binder) -> Binder:
    """Binds rules to one report, with a blank for every figure that is not known: those are in ``reach.unknown``."""
    binder = Binder(report, alike)
    binder.reach.unknown = set()
    return binder
