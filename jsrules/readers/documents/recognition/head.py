"""What a document says of itself: its kind, whose it is, the fiscal year, the unit of money, the region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

from jsrules.base.record import Record
from jsrules.model.document import Grid, PublishedDocument
from jsrules.readers.documents.recognition.captions import plain_text
from jsrules.readers.documents.recognition.words import words

_YEARS = re.compile(r"((?:19|20)[0-9]{2}|[二][〇○零0OoＯ一二三四五六七八九]{3})\s*年?\s*度?")
_DIGITS = str.maketrans("〇○零OoＯ一二三四五六七八九", "000000123456789")
_BEFORE_UNIT = re.compile(
    r"\A(?:第[一二三四五六七八九十]+部分|附件[0-9一二三四五六七八九十]*[:：]?|附[:：]|[一二三四五六七八九十]+、)\s*"
)
_LEVELS = tuple(
    re.compile(rf"[^\W\d_]{{{least},8}}?(?:{ends})")
    for least, ends in ((2, "省|自治区|特别行政区"), (2, "自治州|地区|盟|市"), (1, "自治县|新区|自治旗|区|县|旗|市"))
)
_LONGEST = 80
_TAIL = 12
"""What stands behind the kind in a title, 表 or 情况说明, is no longer."""
_SENTENCE = "，。；,;"


class DocumentHead(Record):
    """Empty, or None, is what the document does not say."""

    kind: str = ""
    unit: str = ""
    year: int | None = None
    region: str = ""
    money_unit: str = ""


def read_head(documents: Sequence[PublishedDocument], kinds: Sequence[str]) -> DocumentHead:
    """The head of documents that belong together. ``kinds`` are the kinds of report that there are, with other names.

    Of what titles say, “某局 2024 年度部门决算”, that which most of them say counts; sentences mention other years.
    """
    votes = _Votes(kinds)
    for text in _lines(documents):
        votes.take(plain_text(text))
    return votes.head()


class _Votes:
    """What the lines of a document say, each so often."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self._kinds = kinds
        self._titles: Counter[tuple[str, int]] = Counter()
        self._years: Counter[int] = Counter()
        self._units: Counter[str] = Counter()
        self._entries: Counter[str] = Counter()
        self._regions: Counter[str] = Counter()
        self._money: Counter[str] = Counter()
        self._previous = ""

    def take(self, line: str) -> None:
        """The next line."""
        word = words()
        if unit := word.money_unit(line):
            self._money[unit] += 1
        elif entry := word.entry("单位名称", line):
            self._entries[_without_year(entry)[1]] += 1
        elif region := word.entry("地区", line):
            self._regions[region] += 1
        elif len(line) <= _LONGEST and not any(each in line for each in _SENTENCE):
            self._title(line)
        self._previous = line

    def _title(self, line: str) -> None:
        year, rest = _without_year(line)
        if year is not None and not rest:
            self._years[year] += 1
        kind = next((each for each in self._kinds if each in rest), "")
        if not kind:
            return
        name, _, tail = rest.rpartition(kind)
        if len(tail) > _TAIL:
            return
        above, unit = _without_year(self._previous)
        year = year if year is not None else above
        if year is not None:
            self._titles[kind, year] += 1
        if name.endswith(("：", ":")):  # 报告：部门决算, which does not say whose
            return
        name = _BEFORE_UNIT.sub("", name) or (_BEFORE_UNIT.sub("", unit) if len(unit) <= _LONGEST else "")
        if name and not any(each in name for each in (*self._kinds, *_SENTENCE)):
            self._units[name] += 1

    def head(self) -> DocumentHead:
        """What most lines say."""
        title = _most(self._titles)
        kind, year = title if title is not None else ("", _most(self._years))
        unit = _most(self._entries) or _most(self._units) or ""
        region = _most(self._regions) or region_of(unit)
        return DocumentHead(kind, unit, year, region, _most(self._money) or "")


_Said = TypeVar("_Said")


def _most(votes: Counter[_Said]) -> _Said | None:
    return votes.most_common(1)[0][0] if votes else None


def _without_year(line: str) -> tuple[int | None, str]:
    """The year that a line names, and the line without it; of a line with several years, none."""
    found = list(_YEARS.finditer(line))
    if len(found) != 1:
        return None, line.strip()
    rest = f"{line[: found[0].start()].rstrip()}{line[found[0].end() :].lstrip()}"
    return int(found[0][1].translate(_DIGITS)), rest.strip()


def region_of(unit: str) -> str:
    """The region that the name of a unit begins with: 上海市普陀区, 济源市."""
    text = re.sub(rf"\A(?:{'|'.join(words().lists['地区前'])})", "", unit)
    region = ""
    for level in _LEVELS:
        match = level.match(text)
        if match is None or any(match[0].endswith(each) for each in words().lists["不是地区"]):
            continue
        region, text = region + match[0], text[match.end() :]
    return region if text else ""


def _lines(documents: Sequence[PublishedDocument]) -> Iterator[str]:
    for document in documents:
        for part in document.parts:
            if isinstance(part, Grid):
                for cell in part.cells:
                    if cell.column_span > 1 or cell.row < 4:
                        yield cell.text
            else:
                yield from re.split("[\t\n]", part.text[:400])
