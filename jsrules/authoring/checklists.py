"""Checking the check forms of a pack: every rule that is to answer a line must be there."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.checks.parsed_files import parse_files
from jsrules.model.statements import Rule
from jsrules.packs.contents import rule_names
from jsrules.packs.library import Pack
from jsrules.readers.packs.checklist import read_checklist, unknown_rules


def check_checklists(pack: Pack, bases: Sequence[Pack]) -> list[Diagnostic]:
    """What is wrong with a pack's check forms; their lines may be answered by rules of the packs it builds on, too."""
    if not pack.checklists:
        return []
    names: list[str] = []
    paths: list[str] = []
    for each in (*bases, pack):
        files, _ = parse_files(each.sources)
        own = [one.name for file in files for one in file.statements if isinstance(one, Rule) and one.name]
        names += [*own, *(f"{each.manifest.identifier}/{name}" for name in own)]
        paths += rule_names(each.names)
    below = [each for base in reversed(bases) for each in base.checklists]
    found: list[Diagnostic] = []
    for source in pack.checklists:
        try:
            found += unknown_rules(read_checklist(source, below), names, paths)
        except InputError as error:
            found += error.diagnostics
    return found
