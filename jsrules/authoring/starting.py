"""The beginning of a pack, out of the files in ``spec/starter``."""

from __future__ import annotations

import json
import os

from jsrules.authoring.build import collect, history_of
from jsrules.authoring.history import recorded
from jsrules.authoring.rulebook import rulebook
from jsrules.base import __version__
from jsrules.base.diagnostic import fail
from jsrules.base.files import source_from_text
from jsrules.base.language import say
from jsrules.base.resources import spec_path
from jsrules.base.version import VersionRange, parse_version
from jsrules.base.writing import write_whole
from jsrules.model.pack import Requirement
from jsrules.packs.choice import Installed
from jsrules.packs.contents import HISTORY, MANIFEST
from jsrules.packs.form_choice import ChosenForms
from jsrules.packs.form_listing import listed_forms
from jsrules.packs.library import Pack, pack_of_files
from jsrules.readers.packs.history import write_history
from jsrules.readers.packs.manifest import PROGRAM
from jsrules.readers.reports.report_reader import open_report

_OVERLAY = "overlay.yaml"
_REPORT = "tests/base.yaml"


def start_pack(
    folder: str, identifier: str, title: str, publisher: str, date: str, *, over: str = "", kind: str = ""
) -> list[str]:
    """Write the files of a new pack, of one that builds on the pack ``over``, or of one for a ``kind`` of report of its
    own, with a form set; their paths, sorted. ``over`` is the id of an installed pack, or a folder or archive; ``date``
    is today's.

    Raises `InputError` when the id cannot be one, or there is no such base.
    """
    if not (identifier.isascii() and identifier.replace("-", "").isalnum()):
        raise fail(
            "E302",
            say(
                "“{name}”不能作代号：只能用英文字母、数字和连字符",
                "“{name}” cannot be an id: ASCII letters, digits and hyphens only",
                name=identifier,
            ),
            path=folder,
            remedy=say("给文件夹换个名称，例如 my-rules", "name the folder otherwise, such as my-rules"),
        )
    base = _base_of(over) if over else None
    if over and base is None:
        raise fail(
            "E301",
            say("没有规则包“{name}”", "there is no pack “{name}”", name=over),
            path=over,
            remedy=say(
                "jsrules pack list 列出有哪些；也可以给出文件夹",
                "jsrules pack list lists them; a folder can be given too",
            ),
        )
    version = parse_version(base.manifest.version) if base is not None else None
    below = _forms_of_other_kind(base) if base is not None else None
    values = {
        "id": identifier,
        "title": _quoted(title),
        "publisher": _quoted(publisher or say("（写上发布单位）", "(the publisher)")),
        "engine": f"{PROGRAM} {_range(__version__)}",
        "base": f"{base.manifest.identifier} {_range(str(version))}" if base is not None else "",
        "date": date,
        "kind": _quoted(kind or (below.kind if below is not None else "")),
        "year": str(below.year if below is not None else int(date[:4]) - 1),
    }
    instead = "starter-kind" if kind else "starter-over" if below is not None else ""
    for name, text in _templates(_OVERLAY if over else MANIFEST, instead):
        plain = {**values, "title": title} if name.endswith(".md") else values
        for key, value in plain.items():
            text = text.replace(f"@{key}@", value)
        write_whole(os.path.join(folder, *name.split("/")), text.encode())
    files = collect(folder)
    pack = pack_of_files(folder, files, is_folder=True)
    rules = rulebook(pack, listed_forms(pack, base))
    reason = say("首次发布", "first publication")
    history, _ = recorded(history_of(folder, files), rules, pack.manifest.version, date, reason)
    write_whole(os.path.join(folder, HISTORY), write_history(history).encode())
    return sorted(os.path.join(folder, *name.split("/")) for name in (*files, HISTORY))


def _base_of(over: str) -> Pack | None:
    """The pack of this id or title that is installed, or the one in a folder or archive."""
    installed = Installed()
    found = installed.base(Requirement(over, VersionRange()))
    if found is None and (os.path.exists(over) or over in {each.manifest.title for each in installed.all()}):
        found = installed.find(over).chain[-1].pack
    return found


def _forms_of_other_kind(base: Pack) -> ChosenForms | None:
    """The latest form set of a pack, one for all places before the others, when it is for other reports than the
    starter has rules for.
    """
    forms = listed_forms(base)
    with open(os.path.join(spec_path("starter"), *_REPORT.split("/")), encoding="utf-8") as file:
        kind = open_report(source_from_text(_REPORT, file.read())).header.kind
    if not forms or any(kind in each.file.head.kinds for each in forms):
        return None
    return max(forms, key=lambda each: (not (each.file.head.regions or each.file.head.unit_kinds), each.year))


def _templates(manifest: str, instead: str) -> list[tuple[str, str]]:
    """The files to fill in, by the name that they get; the other manifest is left out. For another kind of report the
    form set, rules and tests of the folder that is used ``instead`` stand in for the others.
    """
    found: dict[str, str] = {}
    for top in (spec_path("starter"), *([spec_path(instead)] if instead else [])):
        if found:
            found = {name: text for name, text in found.items() if "/" not in name}
        for place, folders, names in os.walk(top):
            folders.sort()
            for each in sorted(names):
                name = os.path.relpath(os.path.join(place, each), top).replace(os.sep, "/")
                if name in (MANIFEST, _OVERLAY) and name != manifest:
                    continue
                with open(os.path.join(place, each), encoding="utf-8") as file:
                    found[MANIFEST if name == manifest else name] = file.read()
    return list(found.items())


def _range(version: str) -> str:
    """From a version up to the next major one."""
    parsed = parse_version(version)
    assert parsed is not None
    return f">={parsed.major}.{parsed.minor} <{parsed.major + 1}"


def _quoted(text: str) -> str:
    """A text as a YAML scalar, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)
