"""Versions of packs and of this program, and ranges of them: ``1.2.0``, ``>=1.0 <2``. See ``spec/packs.md``."""

from __future__ import annotations

from jsrules.base.names import fold
from jsrules.base.record import Record

_DIGITS = 6
_OPERATORS = (">=", "<=", ">", "<", "=")


class Version(tuple[int, int, int]):
    """A semantic version without a pre-release part; versions are compared as they follow on each other."""

    __slots__ = ()

    def __new__(cls, major: int, minor: int, patch: int) -> Version:
        """Make one of its three numbers."""
        return super().__new__(cls, (major, minor, patch))

    @property
    def major(self) -> int:
        """Goes up when a verdict may change."""
        return self[0]

    @property
    def minor(self) -> int:
        """Goes up for new warnings and rules for later years."""
        return self[1]

    @property
    def patch(self) -> int:
        """Goes up for wording."""
        return self[2]

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def parse_version(text: str, *, short: bool = False) -> Version | None:
    """The version that a text says, or None; ``short`` lets minor and patch be left out (they are 0 then)."""
    parts = text.split(".")
    if not (len(parts) == 3 or (short and 0 < len(parts) < 3)):
        return None
    numbers = []
    for part in parts:
        if not (part.isascii() and part.isdigit() and len(part) <= _DIGITS) or (part[0] == "0" and part != "0"):
            return None
        numbers.append(int(part))
    return Version(*numbers, *[0] * (3 - len(numbers)))


class VersionRange(Record):
    """A conjunction of bounds such as ``>=1.0.0 <2.0.0``; without bounds it holds every version."""

    bounds: tuple[tuple[str, Version], ...] = ()

    def holds(self, version: Version) -> bool:
        """Whether a version lies in the range."""
        return all(_fits(version, operator, bound) for operator, bound in self.bounds)

    def __str__(self) -> str:
        return " ".join(f"{operator.removeprefix('=')}{bound}" for operator, bound in self.bounds)


def _fits(version: Version, operator: str, bound: Version) -> bool:
    match operator:
        case ">=":
            return version >= bound
        case "<=":
            return version <= bound
        case ">":
            return version > bound
        case "<":
            return version < bound
    return version == bound


def parse_range(text: str) -> VersionRange | None:
    """The range that a text says: bounds with ``>= <= > < =`` set apart by spaces or commas; None when it is none."""
    bounds = []
    for part in text.replace(",", " ").replace("，", " ").split():
        folded = fold(part).replace("≥", ">=").replace("≤", "<=")
        operator = next((each for each in _OPERATORS if folded.startswith(each)), "")
        bound = parse_version(folded.removeprefix(operator), short=True)
        if bound is None:
            return None
        bounds.append((operator or "=", bound))
    return VersionRange(tuple(bounds))


def is_above(version: str, other: str) -> bool:
    """Whether a version is a newer one than another; every version is above a text that is none."""
    mine, theirs = parse_version(version), parse_version(other)
    return mine is not None and (theirs is None or mine > theirs)
