"""The files that a report was judged with besides packs: related reports, rules, form sets, waivers. For `--sign`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import read_source
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.outputs.attestation import BesidesRole, hash_of, name_of

if TYPE_CHECKING:
    from typing import Any

    from jsrules.base.source import Source
    from jsrules.model.result import Result


class GivenBesides(Record):
    """What the command names besides reports and packs; see `jsrules.verification.verifier`."""

    rules: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    waivers: str = ""


class ReadBesides:
    """Hashes of such files from before anything was judged. Raises `InputError` when a form set cannot be read."""

    def __init__(self, given: GivenBesides, reports: Sequence[str]) -> None:
        self._common: list[tuple[BesidesRole, str]] = [("rules", path) for path in given.rules]
        self._common += [("forms", path) for path in _form_files(given.forms)]
        self._waivers = {path: given.waivers or _waivers_beside(path) for path in reports}
        known = [*(path for _, path in self._common), *filter(None, self._waivers.values())]
        self._before = dict(_hashes(dict.fromkeys(known)))

    def of(self, result: Result) -> list[dict[str, Any]]:
        """What is vouched for of them. Raises `InputError` (E325) when one was changed since it was read."""
        report = result.report
        if report is None:
            return []
        found = list(self._common)
        if waivers := self._waivers.get(result.path, ""):
            found.append(("waivers", waivers))
        told = [_told(role, path, result.path, self._unchanged(path)) for role, path in found]
        related: list[tuple[BesidesRole, Source]] = [("subordinate", each.source) for each in report.subordinates or ()]
        if report.prior is not None:
            related.insert(0, ("prior", report.prior.source))
        for role, source in related:
            sha256 = hash_of(source.path)
            if not source.made and read_source(source.path).text != source.text:
                raise changed_while_judged(source.path)
            told.append(_told(role, source.path, result.path, sha256))
        return told

    def _unchanged(self, path: str) -> str:
        """The hash of a file that is still as it was."""
        before = self._before.get(path, "")
        if hash_of(path) != before:
            raise changed_while_judged(path)
        return before


def changed_while_judged(path: str) -> InputError:
    """The error for a file of which nobody knows which state was judged."""
    return fail(
        "E325",
        say("文件在检查的时候被改了，没有签", "the file was altered while it was judged; it was not signed"),
        path=path,
        remedy=say("存好了再来一次", "save it and run this again"),
    )


def _told(role: BesidesRole, path: str, report: str, sha256: str) -> dict[str, Any]:
    """An entry: a file in the report's folder or below goes by its path there, any other by its name alone."""
    inside = (
        os.path.relpath(path, os.path.dirname(report) or ".").replace(os.sep, "/") if _is_below(path, report) else ""
    )
    return {"role": role, "name": inside or name_of(path), "beside": bool(inside), "sha256": sha256}


def _is_below(path: str, report: str) -> bool:
    folder, place = (os.path.realpath(each) for each in (os.path.dirname(report) or ".", path))
    return place.startswith(os.path.join(folder, ""))


def _form_files(given: Sequence[str]) -> list[str]:
    """The files behind `--forms`: those of folders one by one, an archive of a pack as a whole."""
    from jsrules.packs.form_files import given_form_files

    found: dict[str, None] = {}
    for each in given:
        if os.path.isfile(each):
            found[each] = None
        for file in given_form_files((each,)):
            if os.path.isfile(file.head.source.path):
                found[file.head.source.path] = None
    return list(found)


def _waivers_beside(path: str) -> str:
    from jsrules.verification.waiver_file import waivers_beside

    try:
        return waivers_beside(path)
    except InputError:  # verifying says why
        return ""


def _hashes(paths: dict[str, None]) -> Iterator[tuple[str, str]]:
    for path in paths:
        try:
            yield path, hash_of(path)
        except InputError:  # verifying says why
            yield path, ""
