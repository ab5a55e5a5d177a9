"""What a pack holds: its files, which of them are rules, form sets and words of prose, and which nothing reads."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.language import say

MANIFEST = "pack.yaml"
HISTORY = "history.yaml"
SUFFIX = ".jspack"
RULES = "rules"
FORMS = "forms"
NARRATIVE = "narrative"
CHECKLISTS = "checklists"

_LOCK = "jsrules.lock"
_TESTS = "tests"
_DOCUMENTS = "docs"
_YAML = (".yaml", ".yml")
_FOR_PEOPLE = (".md", ".txt", "LICENSE", "NOTICE")
_SHOWN = 20

Misfits = list[tuple[str, str]]
"""Names of files with why they do not fit in a pack."""


def names_below(folder: str, inside: str = "", *, links: bool = False) -> tuple[list[str], Misfits]:
    """The names of the plain files in a pack's folder, or in a folder ``inside`` it, as its archive has them, sorted;
    and what can be no file of a pack: devices, links unless ``links`` to files are taken for files, and folders that
    cannot be read.

    What is hidden, archives that were built here and the lock file are no part of a pack.
    """

    def prefix_of(place: str) -> str:
        relative = os.path.relpath(place, folder).replace(os.sep, "/")
        return "" if relative == "." else f"{relative}/"

    def note(error: OSError) -> None:
        reason = say("无法读取：{reason}", "cannot be read: {reason}", reason=error.strerror or error)
        if not isinstance(error, FileNotFoundError):
            faults.append((prefix_of(error.filename or folder), reason))

    found: list[str] = []
    faults: Misfits = []
    for place, folders, files in os.walk(os.path.join(folder, inside), onerror=note):
        folders[:] = [each for each in folders if not each.startswith(".")]
        prefix = prefix_of(place)
        if not links:
            linked = [each for each in folders if os.path.islink(os.path.join(place, each))]
            faults += [(f"{prefix}{each}", say("它是链接", "it is a link")) for each in linked]
        for each in files:
            if each.startswith(".") or (not prefix and (each.endswith(SUFFIX) or each == _LOCK)):
                continue
            path = os.path.join(place, each)
            mode = os.stat(path).st_mode if links and os.path.exists(path) else os.lstat(path).st_mode
            if stat.S_ISREG(mode):
                found.append(f"{prefix}{each}")
            elif stat.S_ISLNK(mode):
                faults.append((f"{prefix}{each}", say("它是链接", "it is a link")))
            else:
                faults.append((f"{prefix}{each}", say("它不是普通文件", "it is no plain file")))
    return sorted(found), sorted(faults)


def rule_names(names: Iterable[str]) -> list[str]:
    """Those of a pack's files that are rules: every ``.jsr`` in its folder ``rules`` or below; sorted."""
    return sorted(name for name in names if name.startswith(f"{RULES}/") and name.lower().endswith(".jsr"))


def form_names(names: Iterable[str]) -> list[str]:
    """Those of a pack's files that are form sets: every ``.yaml`` in its folder ``forms`` or below; sorted."""
    return sorted(name for name in names if name.startswith(f"{FORMS}/") and name.lower().endswith(_YAML))


def narrative_names(names: Iterable[str]) -> list[str]:
    """Those of a pack's files that tell how prose is read: every ``.yaml`` in its folder ``narrative``; sorted."""
    return sorted(name for name in names if name.startswith(f"{NARRATIVE}/") and name.lower().endswith(_YAML))


def checklist_names(names: Iterable[str]) -> list[str]:
    """Those of a pack's files that are check forms: every ``.yaml`` in its folder ``checklists``; sorted."""
    return sorted(name for name in names if name.startswith(f"{CHECKLISTS}/") and name.lower().endswith(_YAML))


def unread(names: Iterable[str]) -> Misfits:
    """Those of a pack's files that nothing reads, each with the reason; of a folder none of whose files can be read
    its name.
    """
    found = dict(each for each in map(_unread, names) if each[1])
    return sorted(found.items())


def _unread(name: str) -> tuple[str, str]:
    """The name of a file, or of the folder that it is in, and why it is not read; nothing when it is."""
    folder, _, inner = name.partition("/")
    lower = name.lower()
    if name in (MANIFEST, HISTORY) or lower.endswith(".md") or (inner and folder == _DOCUMENTS):
        return name, ""
    if not inner:
        if lower.endswith(".jsr"):
            return name, say("规则文件要放在 rules/ 里才会读", "a rule file is read in rules/ only")
        return name, "" if name.endswith(_FOR_PEOPLE) else say("没有谁会读它", "nothing reads it")
    if folder == RULES:
        return name, "" if lower.endswith(".jsr") else say("rules/ 里只读 *.jsr", "in rules/ only *.jsr is read")
    if folder in (_TESTS, FORMS, NARRATIVE, CHECKLISTS):
        good = lower.endswith(_YAML)
        text = say("{folder}/ 里只读 *.yaml", "in {folder}/ only *.yaml is read", folder=folder)
        return name, "" if good else text
    return f"{folder}/", say("没有谁会读这个文件夹", "nothing reads this folder")


def refusals(path: str, faults: Sequence[tuple[str, str]], remedy: str, code: str = "E312") -> list[Diagnostic]:
    """What is said of files that a pack cannot have, each in a diagnostic; of many the first."""
    return [Diagnostic(code, f"“{name}”: {reason}", path=path, remedy=remedy) for name, reason in faults[:_SHOWN]]


def unread_refusals(path: str, names: Iterable[str], code: str = "E312") -> list[Diagnostic]:
    """What is said of the files in a pack that nothing reads, with what it may hold."""
    remedy = say(
        "移走，或移到 docs/（给人看的）；规则包里可以有 pack.yaml、history.yaml、rules/ 及其下的 *.jsr、"
        "forms/、narrative/、checklists/ 和 tests/ 及其下的 *.yaml、*.md、docs/",
        "move it away, or to docs/ (for people); a pack may hold pack.yaml, history.yaml, *.jsr in rules/ and below, "
        "*.yaml in forms/, narrative/, checklists/ and tests/ and below, *.md, docs/",
    )
    return refusals(path, unread(names), remedy, code)


def unread_warning(identifier: str, path: str, names: Iterable[str]) -> list[Diagnostic]:
    """The warning (W322) for a pack that is used and holds files that nothing reads; nothing for another."""
    found = unread(names)
    if not found:
        return []
    text = say(
        "规则包“{name}”里有 {n} 样东西没有读：{files}",
        "{n} things in the pack “{name}” are not read: {files}",
        name=identifier,
        n=len(found),
        files=say("、", ", ").join(name for name, _ in found[:_SHOWN]),
    )
    remedy = say(
        "用 jsrules check 看为什么；请发布单位移走", "see why with jsrules check; ask its publisher to remove them"
    )
    return [Diagnostic("W322", text, path=path, remedy=remedy)]


def refuse_unread(path: str, names: Iterable[str]) -> None:
    """Raises `InputError` (E312) when nothing reads a file in a pack."""
    found = unread_refusals(path, names)
    if found:
        raise InputError(found)


def enclosing_pack(path: str) -> str:
    """The folder of the pack that a rule file belongs to; empty when it stands by itself."""
    folder = os.path.dirname(os.path.abspath(path))
    while (parent := os.path.dirname(folder)) != folder:
        if os.path.basename(folder) == RULES and os.path.isfile(os.path.join(parent, MANIFEST)):
            return parent
        folder = parent
    return ""
