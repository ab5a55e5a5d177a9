"""What is to be said of the form set that was chosen: it is of an earlier year, or not one of those that were given."""

from __future__ import annotations

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.packs.form_choice import ChosenForms
from jsrules.packs.form_files import GIVEN
from jsrules.readers.reports.header import ReportHeader


def running_on(chosen: ChosenForms, year: int | None, path: str) -> list[Diagnostic]:
    """The note (W323) that a form set of an earlier year is used; nothing for one of the report's own year."""
    if not chosen.runs_on:
        return []
    text = say(
        "没有 {year} 年度的表样，沿用“{title}”的",
        "there is no form set for {year}; that of “{title}” is used",
        year=year,
        title=chosen.title,
    )
    remedy = say(
        "表样有变化时，请发布单位补上这一年的，或用 --forms 给出",
        "where the forms have changed, ask the publisher for this year's, or give them with --forms",
    )
    return [Diagnostic("W323", text, path=path, remedy=remedy)]


def not_used(chosen: ChosenForms, header: ReportHeader, path: str) -> list[Diagnostic]:
    """The warning (W325) that form sets were given by path, and none of them is for this kind of report."""
    given = [each for each in chosen.among if each.rank >= GIVEN]
    if not given or any(header.kind in each.head.kinds for each in given):
        return []
    joint = say("、", ", ")
    text = say(
        "用 --forms 给出的是{kinds}的表样，没有“{kind}”的：用的是“{title}”",
        "what --forms gives are form sets for {kinds}, and none for “{kind}”: “{title}” is used",
        kinds=joint.join(f"“{each}”" for each in dict.fromkeys(kind for file in given for kind in file.head.kinds)),
        kind=header.kind,
        title=chosen.title,
    )
    remedy = say(
        "核对 --forms 后面的路径，或表样里的“表样: …”", "check the path behind --forms, or 表样: … in the form set"
    )
    return [Diagnostic("W325", text, path=path, remedy=remedy)]
