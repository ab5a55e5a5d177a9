"""Which files are meant: files, everything below a directory, patterns, standard input."""

from __future__ import annotations

import os

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import DOCUMENT_SUFFIXES, STANDARD_INPUT, is_waiver_file
from jsrules.base.language import say

Inputs = dict[str, InputError | None]
"""The paths of files, each with what keeps it from being read, as far as that is known before."""

REPORTS = (".yaml", ".yml")
RULES = (".jsr",)
DOCUMENTS = DOCUMENT_SUFFIXES
VERIFIABLE = (*REPORTS, *(each for each in DOCUMENTS if each not in (".md", ".csv")))
"""Reports and published documents; .md and .csv beside these explain them, or were written of them."""
ANNOTATED = tuple(each for each in VERIFIABLE if each not in REPORTS)
"""The documents among them, in a copy of which findings may be marked."""

_NO_DOCUMENT = (
    "目录里没有公布的文件（PDF、Excel、Word、网页、文本）",
    "no document (PDF, Excel, Word, HTML, text) in it",
)
_NOTHING = {
    REPORTS: ("目录里没有报告（*.yaml、*.yml）", "no report (*.yaml, *.yml) in this directory"),
    DOCUMENTS: _NO_DOCUMENT,
    ANNOTATED: _NO_DOCUMENT,
    VERIFIABLE: (
        "目录里没有报告（*.yaml、*.yml），也没有公布的文件（PDF、Excel、Word、网页、文本）",
        "no report (*.yaml, *.yml) and no document (PDF, Excel, Word, HTML, text) in this directory",
    ),
    RULES: ("目录里没有规则文件（*.jsr）", "no rule file (*.jsr) in this directory"),
}


def require_one_report(waivers: str, count: int) -> None:
    """Raises `InputError` (E510) when a file of waivers is given for several reports."""
    if waivers and count > 1:
        raise fail(
            "E510",
            say("--waivers 只能用于一份报告", "--waivers goes with one report only"),
            path=waivers,
            remedy=say(
                "各份报告的说明放在报告旁边：报告名.说明.yaml", "keep waivers beside each report: REPORT.waivers.yaml"
            ),
        )


def expand(names: tuple[str, ...], suffixes: tuple[str, ...] = REPORTS) -> Inputs:
    """The files that are meant, in the order given; what a directory holds is sorted.

    A directory without any of these, and what in it cannot be read, come with the error; that a file is there is left
    to reading it. Files of waivers stand beside reports and are none: they are passed over.
    """
    found: Inputs = {}
    for name in names:
        if name != STANDARD_INPUT and any(sign in name for sign in "*?[") and not os.path.exists(name):
            meant = _matching(name)
        else:
            meant = [name]
        for path in meant:
            for each, fault in _files(path, suffixes).items():
                found.setdefault(each, fault)
    if suffixes != REPORTS:
        return found
    reports = {path: fault for path, fault in found.items() if not is_waiver_file(path)}
    return reports or {path: fault or _no_report(path) for path, fault in found.items()}


def _no_report(path: str) -> InputError:
    return fail(
        "E510",
        say("这是说明文件，不是报告", "this is a file of waivers, no report"),
        path=path,
        remedy=say(
            "写报告的文件名；说明放在报告旁边就会用上", "name the report; waivers beside it are used by themselves"
        ),
    )


def readable(inputs: Inputs) -> list[str]:
    """The paths of the files. Raises `InputError` when one of them cannot be read."""
    errors = [each for fault in inputs.values() if fault is not None for each in fault.diagnostics]
    if errors:
        raise InputError(errors)
    return list(inputs)


def _files(path: str, suffixes: tuple[str, ...]) -> Inputs:
    if path == STANDARD_INPUT or not os.path.isdir(path):
        return {path: None}
    from jsrules.base.folders import files_below

    return dict(files_below(path, suffixes)) or {path: fail("E401", say(*_NOTHING[suffixes]), path=path)}


def _matching(pattern: str) -> list[str]:
    """The files a pattern stands for where the shell has not expanded it, as on Windows."""
    from glob import glob

    return sorted(glob(pattern, recursive=True)) or [pattern]
