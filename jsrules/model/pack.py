"""The manifest of a rule pack."""

from __future__ import annotations

from jsrules.base.record import Record


class PackManifest(Record):
    """What a pack says of itself: the kinds of report, form set (by its directory) and fiscal years it is for.

    No years means every year; ``regions`` and ``unit_kinds`` are patterns, none of them means all. ``coverage`` is the least
    that the pack's tests must cover, in percent.
    """

    identifier: str
    title: str
    version: str
    kinds: tuple[str, ...]
    forms: str
    years: tuple[int, ...]
    regions: tuple[str, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    coverage: int = 0
