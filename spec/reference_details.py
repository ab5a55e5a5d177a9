"""``language.md`` as code, another page: what stands before a name, the rows that a total is the
sum of (各明细), and those that a rule ranges over (除).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple

from jsrules.base.names import fold
from jsrules.model import syntax as s
from jsrules.model.tree import walk

NUMERALS = "一二三四五六七八九十百〇"
DIGITS = "0123456789"
LEADS = {"其中": "part", "包括:": "part", "含:": "part", "减:": "less", "减去:": "less", "加:": "", "加上:": ""}
TOTALS = {"小计": 1, "合计": 2, "共计": 2, "总额": 2, "总计": 3, "subtotal": 1, "grandtotal": 3, "total": 2}


class Label(NamedTuple):
    """A printed label: how deep its ordinal is (0: none), 其中 or 减 or nothing, and its name."""

    depth: int
    lead: str
    name: str


@lru_cache(maxsize=4096)
def read(text: str) -> Label:
    """表里印的序号和引导词: taken off one after the other, from the left."""
    rest, depth, lead = text.strip(), 0, ""
    while True:
        own, size, word = opening(rest)
        if not size or not fold(rest[size:]):
            break
        rest, depth, lead = rest[size:].lstrip(), depth or own, lead or word
    name = fold(rest)
    for behind in ("填列)", "填报)", "列示)", "表示)"):  # （损失以“-”号填列）
        if name.endswith(behind) and "以" in name[name.rfind("(") :] and name.rfind("(") > 0:
            name = name[: name.rfind("(")]
    return Label(depth, lead, name.rstrip(":") or name)


def opening(text: str) -> tuple[int, int, str]:
    """The depth, length and word of the ordinal, mark or word that a label opens with; length 0 without one."""
    if text[:1] and text[0] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return 5, 1 + (text[1:2] in tuple("、.,．，")), ""
    plain = unicodedata.normalize("NFKC", text) if len(unicodedata.normalize("NFKC", text)) == len(text) else text
    if plain[:1] in tuple("*#△▲☆★※◇◆○●"):
        return 0, 1, ""
    for word, lead in LEADS.items():
        if plain.startswith(word):
            return 0, len(word) + (word == "其中" and plain[2:3] in (":", ",")), lead
    inside = plain.startswith("(")
    body = plain[1:] if inside else plain
    for signs, depth, longest in ((NUMERALS, 1, 4), (DIGITS, 3, 2)):
        size = next((n for n, sign in enumerate(body) if sign not in signs), len(body))
        behind = body[size : size + 1]
        if not 0 < size <= longest:
            continue
        if behind == ")" and (inside or depth == 3):
            end = size + 1 + inside
            return depth + 1, end + (inside and plain[end : end + 1] in tuple("、.,")), ""
        if not inside and behind in tuple("、.,") and not (depth == 3 and body[size + 1 : size + 2] in tuple(DIGITS)):
            return depth, size + 1, ""
    return 0, 0, ""


def bare(text: str) -> str:
    """A name without what stands before it."""
    return read(text).name


class Row(NamedTuple):
    """A row of a block: ``rank`` tells its word for a total, if it has no ordinal; ``stem`` is the name without it."""

    key: str
    label: Label
    rank: int
    stem: str
    coded: bool
    blank: bool
    heading: bool


def row_of(key: str, label: str, coded: bool, blank: bool) -> Row:
    """A row by its label."""
    parsed = read(label)
    name = parsed.name.split("(")[0] or parsed.name
    word = next((each for each in TOTALS if name.endswith(each)), "")
    heading = fold(label).endswith(":")
    return Row(key, parsed, TOTALS.get(word, 0), name[: len(name) - len(word)], coded, blank, heading)


def rows_of(labels: list[tuple[str, str, bool, bool]]) -> list[Row]:
    """The rows of a block by their labels; where labels are indented, that and no ordinal tells the depth."""
    indents = [len(label) - len(label.lstrip()) for _, label, _, _ in labels]
    rows = [row_of(*each) for each in labels]
    if len(set(indents)) < 2:
        return rows
    depths = [1 + sorted(set(indents)).index(indent) for indent in indents]
    return [row._replace(label=row.label._replace(depth=depth)) for row, depth in zip(rows, depths, strict=True)]


def parts_of(path: str) -> list[str]:
    """The keys of a path; the point of an ordinal (1.人员) parts none."""
    parts: list[str] = []
    for each in path.split("."):
        if parts and parts[-1].isdecimal() and len(parts[-1]) < 3 and not each[:1].isdecimal():
            parts[-1] = f"{parts[-1]}.{each}"
        else:
            parts.append(each)
    return parts


def details(rows: list[Row], key: str, inferred: bool) -> list[str] | None:
    """The keys of the rows below a total, none for a row that is no total; None where that is not certain."""
    at = next((n for n, row in enumerate(rows) if row.key == key), -1)
    if at < 0:
        return None
    if not rows[at].label.depth and not rows[at].rank:
        return []
    span: Any = behind_ordinal(rows, at) if rows[at].label.depth else around_total(rows, at, inferred)
    if span is None or (not span and rows[at].label.depth):
        return span  # type: ignore[no-any-return]
    return outermost(span)


def is_total(row: Row) -> bool:
    """A total that has no ordinal."""
    return row.rank > 0 and not row.label.depth


def behind_ordinal(rows: list[Row], at: int) -> list[Row] | None:
    """有序号的行：到下一个同级或更高的序号为止；没有序号的合计行只能在最后。"""
    span = []
    for row in rows[at + 1 :]:
        if row.label.depth and row.label.depth <= rows[at].label.depth:
            break
        span.append(row)
    totals = [is_total(row) for row in span]
    inner = span[: totals.index(True)] if True in totals else span
    if not all(totals[len(inner) :]):
        return None
    return [] if inner and inner[0].label.lead == "part" else inner


def around_total(rows: list[Row], at: int, inferred: bool) -> list[Row] | None:
    """没有序号的合计行：表以合计行开头，明细在后；否则在前。"""
    total = rows[at]
    if is_total(rows[0]):
        if len(rows) > 1 and is_total(rows[-1]):
            return None
        after: list[Row] = []
        for row in rows[at + 1 :]:
            if is_total(row):
                return after if row.rank >= total.rank else None
            after.append(row)
        return after
    before: list[Row] = []
    bounded = False
    for row in reversed(rows[:at]):
        bounded = row.heading or (total.stem != "" and row.label.name == total.stem)
        if is_total(row) and row.rank >= total.rank and not bounded:
            if row.rank == total.rank and not any(is_total(each) and each.rank > total.rank for each in rows[at + 1 :]):
                return None
            bounded = True
        if bounded:
            break
        before.insert(0, row)
    first = next((n for n, row in enumerate(before) if not row.blank), len(before))
    if inferred and (bounded or total.stem) and any(row.blank for row in before[first:]):
        return None
    return without_covered(before)


def without_covered(rows: list[Row]) -> list[Row] | None:
    """夹在中间的较低的合计算一行，它前面的行归它。"""
    if not any(map(is_total, rows)):
        return rows
    kept: list[Row] = []
    for row in rows:
        if row.label.depth:
            return None
        if is_total(row):
            covered = 0
            while kept and kept[-1].rank < row.rank:
                kept, covered = kept[:-1], covered + 1
            if not covered:
                return None
        kept.append(row)
    return kept


def outermost(rows: list[Row]) -> list[str] | None:
    """有序号的，只算最外一级；其中 的行属于前一行。"""
    if any(row.coded for row in rows):
        return None
    depths = [row.label.depth for row in rows if row.label.depth]
    if depths:
        chosen = [row for row in rows if row.label.depth == min(depths)]
        tail = rows[rows.index(chosen[-1]) :]
        if rows[0] != chosen[0] or any(not row.label.depth and row.label.lead != "part" for row in tail):
            return None
    else:
        part = next((n for n, row in enumerate(rows) if row.label.lead == "part"), len(rows))
        chosen = rows[:part]
        if any(row.label.lead != "part" for row in rows[part:]):
            return None
    return [row.key for row in chosen] if chosen and not any(row.label.lead for row in chosen) else None


def picked(quantifier: s.Quantifier, place: Any) -> bool:
    """Whether a row (by its key) or column (by its number) is one of those picked, and is not left out (除)."""

    def among(each: Any) -> bool:
        match each:
            case s.Keys(keys):
                return place in keys
            case s.ColumnNumber(number):
                return bool(place == number)
            case s.Range(s.ByCode(low), s.ByCode(high)):
                return isinstance(place, str) and len(place) == len(low) and low <= place <= high
        raise NotImplementedError(each)

    only = [each for each in quantifier.only if isinstance(each, s.ColumnNumber) == isinstance(place, int)]
    return (not only or any(map(among, only))) and not any(map(among, quantifier.excluded))


def adds_up(body: s.Expression) -> bool:
    """Whether a formula adds: + and -, 合计 and 平均."""
    signs = {each.operator for x in walk(body) for each in getattr(x, "rest", ())}
    return bool(signs & {"+", "-"}) or bool({getattr(x, "function", "") for x in walk(body)} & {"sum", "mean"})
