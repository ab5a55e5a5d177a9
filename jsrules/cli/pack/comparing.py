"""Comparing two versions of a pack, as `build`, `diff` and `update` do: by their rules, and by verdicts on reports."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.authoring.versions import Bump, PackChange, compare_packs, largest
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.cli.inputs import expand, readable
from jsrules.cli.progress import Progress
from jsrules.packs.library import Pack, find_pack
from jsrules.verification.comparison import VerdictChange, compare_verdicts
from jsrules.verification.verifier import Verifier


class PackComparison(Record):
    """What changed, the verdicts that differ on ``reports`` reports, and the step that this asks for."""

    changes: list[PackChange]
    verdicts: list[VerdictChange]
    reports: int
    bump: Bump


def compare(old: Pack, new: Pack, reports: Sequence[str], base: str = "") -> PackComparison:
    """Compare two versions of a pack. Raises `InputError` for mistakes in either, or reports that are not there."""
    changes = compare_packs(old, new, find_pack(base) if base else None)
    paths = readable(expand(tuple(reports))) if reports else []
    bases = (base,) if base else ()
    verdicts = (
        between(Verifier(packs=(*bases, old.path), held={}), Verifier(packs=(*bases, new.path), held={}), paths)
        if paths
        else []
    )
    bump = largest(changes)
    known = {each.rule for each in changes}
    if bump != "major" and any(each.rule.partition("/")[2] not in known for each in verdicts):
        bump = "major"  # a verdict of a rule that seemed untouched
    return PackComparison(changes, verdicts, len(paths), bump)


def between(old: Verifier, new: Verifier, paths: list[str]) -> list[VerdictChange]:
    """The verdicts that differ, with a progress bar."""
    with Progress(say("比较中", "comparing"), len(paths)) as progress:
        return list(compare_verdicts(old, new, paths, progress.step))
