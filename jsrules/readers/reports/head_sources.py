"""Where the kind and the year of an imported report are from, in words, where no title of the document says them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsrules.base.language import say
from jsrules.model.given_head import HeadEntry
from jsrules.model.imported import HeadSource

_SHOWN = 3
_OPTIONS: dict[HeadEntry, str] = {"kind": "--kind", "year": "--year"}
_NAMES = {"kind": ("种类", "kind"), "year": ("年度", "year"), "unit": ("单位", "unit")}


def told_head(sources: Sequence[HeadSource]) -> Iterator[str]:
    """A line for each entry that the head has, or lacks, without a title that says it."""
    for each in sources:
        how = _unit(each) if each.entry == "unit" else _how(each, each.entry)
        yield say("{name}：{how}", "{name}: {how}", name=say(*_NAMES[each.entry]), how=how)


def _how(source: HeadSource, entry: HeadEntry) -> str:
    option = _OPTIONS[entry]
    if source.how == "given":
        printed = say("；标题写的是 {printed}", "; titles say {printed}", printed=source.printed)
        given = say("{option} 给的是 {value}", "{value}, by {option}", option=option, value=source.value)
        return given + (printed if source.printed else "")
    if source.entry == "kind":
        return _kind(source)
    return _year(source)


def _unit(source: HeadSource) -> str:
    return say(
        "标题没有写，{n} 句话以它开头，推断为 {value}",
        "no title says it; {value} by {n} sentences that begin with it",
        n=source.sentences,
        value=source.value,
    )


def _kind(source: HeadSource) -> str:
    if source.how == "open":
        return say(
            "文件没有写，各节的标题也看不出来；可用 --kind 写明",
            "the document does not say it, nor do titles of its sections tell; say it with --kind",
        )
    titles = say("、", ", ").join(f"“{each}”" for each in source.titles[:_SHOWN])
    more = say(" 等", " and more") if len(source.titles) > _SHOWN else ""
    return say(
        "文件没有写，按各节的标题推断为 {value}（{titles}{more}）；不对的用 --kind 写明",
        "the document does not say it; {value} by the titles of its sections ({titles}{more}); --kind overrides",
        value=source.value,
        titles=titles,
        more=more,
    )


def _year(source: HeadSource) -> str:
    counts = say("，", ", ").join(
        say("{year} 年 {n} 处", "{year}: {n}", year=year, n=count) for year, count in source.years
    )
    if source.how == "inferred":
        return say(
            "标题没有写，按文字里各数所属的年度推断为 {value}（{counts}）；不对的用 --year 写明",
            "no title says it; {value} by the years that sentences give to their figures ({counts}); --year overrides",
            value=source.value,
            counts=counts,
        )
    if counts:
        return say(
            "标题没有写，文字里各数所属的年度不一（{counts}）；可用 --year 写明",
            "no title says it, and sentences give their figures different years ({counts}); say it with --year",
            counts=counts,
        )
    return say(
        "标题没有写，文字里也看不出来；可用 --year 写明",
        "no title says it, nor does the prose tell; say it with --year",
    )
