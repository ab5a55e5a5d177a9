"""Comparing two versions of a pack, as `build`, `diff` and `update` do: by their rules, and by verdicts on reports."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.authoring.versions import Bump, PackChange, compare_packs, largest
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.cli.inputs import expand, readable
from jsrules.cli.progress import Progress
from jsrules.packs.form_listing import standing_on
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
    below = find_pack(base) if base else None
    changes = compare_packs(old, new, below)
    paths = readable(expand(tuple(reports))) if reports else []
    verdicts = between(_verifier(old, below), _verifier(new, below), paths) if paths else []
    bump = largest(changes)
    known = {each.rule for each in changes}
    if bump != "major" and any(each.rule.partition("/")[2] not in known for each in verdicts):
        bump = "major"  # a verdict of a rule that seemed untouched
    return PackComparison(changes, verdicts, len(paths), bump)


def _verifier(pack: Pack, base: Pack | None) -> Verifier:
    """One that knows the pack and what it builds on, whatever else is locked here."""
    bases = [each.pack for each in standing_on(pack, base).chain[:-1]]
    return Verifier(packs=(pack,), held={each.manifest.identifier: each for each in bases})


def between(old: Verifier, new: Verifier, paths: list[str]) -> list[VerdictChange]:
    """The verdicts that differ, with a progress bar."""
    with Progress(say("比较中", "comparing"), len(paths)) as progress:
        return list(compare_verdicts(old, new, paths, progress.step))
