"""The manifest of a rule pack."""

from __future__ import annotations

from jsrules.base.diagnostic import Severity
from jsrules.base.record import Record
from jsrules.base.version import VersionRange
from jsrules.base.years import EVERY_YEAR, Years

SHIPPED = "shipped"

EVERY_RULE = ("*",)
"""In place of names of rules: all of them."""


class Requirement(Record):
    """The pack that another one builds on. ``signer`` is the fingerprint of the repository that it has to be locked
    from, `SHIPPED` for the one that comes with the program, or empty; ``role`` the department that signs it there.
    """

    identifier: str
    range: VersionRange
    signer: str = ""
    role: str = ""


class Permissions(Record):
    """What an overlay may do to a pack: add rules, raise the level of these, forbid explanations (说明) for these."""

    adding: bool = True
    raising: tuple[str, ...] = ()
    forbidding: tuple[str, ...] = ()


class Tightening(Record):
    """What an overlay does to one rule of its base; no ``severity`` leaves it."""

    rule: str
    severity: Severity | None = None
    forbids_waivers: bool = False


class RecordedTests(Record):
    """How the tests of a pack went when it was built: so many ``cases``, how many of them ``passed``, what they covered
    in percent, and the version of the ``program`` that ran them.
    """

    cases: int
    passed: int
    coverage: int
    program: str


class PackManifest(Record):
    """What a pack says of itself: the kinds of report and fiscal years it is for.

    No years means every year; ``regions`` and ``unit_kinds`` are patterns, none of them means all. ``engine`` are the
    versions of this program that it works with, ``waiver_days`` the longest term of an explanation (0: no limit),
    ``coverage`` the percentage of its rules that its tests must reach; ``author`` and ``reviewer`` say who wrote and
    who reviewed this version; ``tested`` how its tests went, as building it wrote down.
    """

    identifier: str
    title: str
    version: str
    kinds: tuple[str, ...]
    years: Years = EVERY_YEAR
    regions: tuple[str, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    language: str = ""
    publisher: str = ""
    engine: VersionRange = VersionRange()
    requires: Requirement | None = None
    permits: Permissions = Permissions()
    tightens: tuple[Tightening, ...] = ()
    waiver_days: int = 0
    coverage: int = 0
    author: str = ""
    reviewer: str = ""
    tested: RecordedTests | None = None
