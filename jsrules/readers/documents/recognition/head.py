"""What a document says of itself: its kind, whose it is, the fiscal year, the unit of money, the region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from jsrules.base.names import fold
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


class DocumentHead(Record):
    """Empty, or None, is what the document does not say."""

    kind: str = ""
    unit: str = ""
    year: int | None = None
    region: str = ""
    money_unit: str = ""


def read_head(documents: Sequence[PublishedDocument], kinds: Sequence[str]) -> DocumentHead:
    """The head of documents that belong together. ``kinds`` are the kinds of report that there are, with other names.

    What stands before and behind the year in titles counts: “某局 2024 年度部门决算”.
    """
    found: Counter[tuple[str, int]] = Counter()
    units: Counter[str] = Counter()
    entries: Counter[str] = Counter()
    money: Counter[str] = Counter()
    years: Counter[int] = Counter()
    previous = ""
    kind: str
    year: int | None
    for text in _lines(documents):
        word = words()
        plain = plain_text(text)
        if unit := word.money_unit(plain):
            money[unit] += 1
        elif entry := word.entry("单位名称", plain):
            entries[entry] += 1
        for year, before, behind in _years_in(plain):
            if not before and not behind:
                years[year] += 1
            kind = next((each for each in kinds if fold(behind).startswith(fold(each))), "")
            if kind:
                found[kind, year] += 1
                name = _BEFORE_UNIT.sub("", before) or _BEFORE_UNIT.sub("", previous)
                if name and not _YEARS.search(name):
                    units[name] += 1
        if (
            len(plain) <= _LONGEST
            and any(fold(plain).endswith(fold(each)) for each in kinds)
            and not _YEARS.search(plain)
        ):
            name = next((plain[: -len(each)] for each in kinds if plain.endswith(each)), "")
            kind = next((each for each in kinds if plain.endswith(each)), "")
            before_year = _YEARS.search(previous)
            if kind and before_year is not None:
                found[kind, _number(before_year[1])] += 1
            if name:
                units[_BEFORE_UNIT.sub("", name)] += 1
        previous = plain
    kind, year = "", None
    if found:
        kind, year = found.most_common(1)[0][0]
    elif years:
        year = years.most_common(1)[0][0]
    unit = (entries or units).most_common(1)[0][0] if entries or units else ""
    return DocumentHead(kind, unit, year, region_of(unit), money.most_common(1)[0][0] if money else "")


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


def _years_in(text: str) -> Iterator[tuple[int, str, str]]:
    if len(text) <= _LONGEST:
        for match in _YEARS.finditer(text):
            yield _number(match[1]), text[: match.start()].strip(), text[match.end() :].strip()


def _number(text: str) -> int:
    return int(text.translate(_DIGITS))
