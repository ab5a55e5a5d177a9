"""What was found in many reports, in sums: what the page draws and ``summary.json`` holds."""

from __future__ import annotations

from typing import NamedTuple


class VerdictSums(NamedTuple):
    """How often a group, or a rule, has which verdict. ``reports`` are those of the group, ``wrong`` those among them
    in which something is an error; of a rule, both are 0.
    """

    name: str
    reports: int = 0
    wrong: int = 0
    unusable: int = 0
    passed: int = 0
    rounding: int = 0
    violation: int = 0
    undetermined: int = 0
    waived: int = 0
    not_applicable: int = 0

    @property
    def fired(self) -> bool:
        """Whether anything but that it holds, or does not apply, was ever said."""
        return bool(self.violation or self.rounding or self.undetermined or self.waived)


class DigitTest(NamedTuple):
    """How often the figures of a group of reports end in each digit. ``uneven``: more unevenly than chance would have
    it in one of ten thousand such groups.
    """

    name: str
    digits: tuple[int, ...]
    uneven: bool


class BatchSummary(NamedTuple):
    """All of it. ``fields`` are the violations of the rules in ``rules`` of most of them, a row a rule, a column a
    region in ``regions``. ``tails`` are rounding differences without their signs, with the unit, and how often each is
    there; ``causes`` what reconciliation says findings come from.
    """

    title: str
    total: VerdictSums
    regions: tuple[VerdictSums, ...]
    years: tuple[VerdictSums, ...]
    rules: tuple[VerdictSums, ...]
    units: tuple[VerdictSums, ...]
    field_rules: tuple[str, ...]
    field_regions: tuple[str, ...]
    fields: tuple[tuple[int, ...], ...]
    tails: tuple[tuple[str, int], ...]
    causes: tuple[tuple[str, int], ...]
    digits: tuple[DigitTest, ...]
    bad: tuple[tuple[str, str, str], ...]
    listed_bad: int
