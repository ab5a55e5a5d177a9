"""What is to be said of the form set that was chosen: it is of an earlier year, or not one of those that were given;
and of packs whose form sets nothing uses, or that have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.packs.choice import PackChain, kinds_of
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
    text = say(
        "用 --forms 给出的是{kinds}的表样，没有“{kind}”的：用的是“{title}”",
        "what --forms gives are form sets for {kinds}, and none for “{kind}”: “{title}” is used",
        kinds=_quoted(kind for file in given for kind in file.head.kinds),
        kind=header.kind,
        title=chosen.title,
    )
    remedy = say(
        "核对 --forms 后面的路径，或表样里的“表样: …”", "check the path behind --forms, or 表样: … in the form set"
    )
    return [Diagnostic("W325", text, path=path, remedy=remedy)]


def never_used(chosen: ChosenForms, chains: Sequence[PackChain]) -> Iterator[Diagnostic]:
    """The warning (W325) that a pack that is used holds form sets for no report of its kind."""
    for chain in chains:
        kinds = kinds_of([member.pack for member in chain.chain])
        names = {member.pack.manifest.identifier for member in chain.chain}
        for each in chosen.among:
            if each.pack is None or each.rank >= GIVEN or each.pack.manifest.identifier not in names:
                continue
            if kinds and not set(kinds) & set(each.head.kinds):
                text = say(
                    "规则包“{pack}”里有“{kind}”的表样，而它只用于{kinds}：永远用不上",
                    "the pack “{pack}” holds a form set for “{kind}”, and is only for {kinds}: it would never be used",
                    pack=each.pack.manifest.identifier,
                    kind=each.head.kind,
                    kinds=_quoted(kinds),
                )
                remedy = say("请发布单位改正或移走", "ask its publisher to correct or remove it")
                yield Diagnostic("W325", text, path=each.head.source.path, remedy=remedy)


def without_forms(kinds: Sequence[str], path: str, missing: str = "") -> Diagnostic:
    """The warning (W325) that there is no form set for the kinds of report that a pack is for. ``missing`` is the id of
    a pack that it builds on and that is not here.
    """
    if missing:
        text = say(
            "依赖的规则包“{base}”不在这里，没有表样：规则里的名称没有核对",
            "the pack “{base}” that it builds on is not here, nor is a form set: names in the rules are not checked",
            base=missing,
        )
        remedy = say("用 --base 给出它", "give it with --base")
    else:
        text = say(
            "没有{kinds}的表样：这样的报告还不能检查，规则里的名称也没有核对",
            "there is no form set for {kinds}: such reports cannot be verified, nor are the names in the rules checked",
            kinds=_quoted(kinds),
        )
        remedy = say("把表样写在 forms/ 里，或用 --forms 给出", "write them in forms/, or give them with --forms")
    return Diagnostic("W325", text, path=path, remedy=remedy)


def _quoted(names: Iterable[str]) -> str:
    return say("、", ", ").join(f"“{each}”" for each in dict.fromkeys(names))
