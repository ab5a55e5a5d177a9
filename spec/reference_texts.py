"""``language.md`` as code, on texts: when two are the same, what is a date, and which of two comes first."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from typing import Any

from jsrules.base.names import fold
from spec.reference_numbers import Unknown

Days = tuple[tuple[int, int, int], tuple[int, int, int]]  # the first and the last day that a date may mean


def narrow(text: str) -> str:
    """全角半角、两头的空格不计。"""
    return unicodedata.normalize("NFKC", text).strip()


def printed(cell: Any) -> bool:
    """Whether anything is printed in a cell. 读不出的（？）不知道：无法判断。"""
    if cell is not None and cell.problem == "？":
        raise Unknown("undetermined")
    return cell is not None and bool(cell.amount or cell.problem)


def is_words(cell: Any) -> bool:
    """Whether a cell holds a date, or a text without digits."""
    return not cell.amount and (days(narrow(cell.problem)) is not None or not re.search(r"\d", narrow(cell.problem)))


def days(text: str) -> Days | None:
    """2021-12-31、2021/12/31、2021.12.31、20211231、2021年12月31日，到月的 2021-12、2021年12月，到年的 2021年。"""
    text = re.sub("[–—−]", "-", text).strip()
    found = (
        re.fullmatch(
            r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?|/(\d\d?)(?:/(\d\d?))?|\.(\d\d?)(?:\.(\d\d?))?)( 0?0:00(:00)?)?", text
        )
        or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text)
        or re.fullmatch(r"(\d{4}) ?年 ?(\d\d?) ?月(?: ?(\d\d?) ?[日号]?)?", text)
        or re.fullmatch(r"(\d{4}) ?年度?", text)
    )
    if found is None:
        return None
    year, *rest = [int(each) for each in found.groups()[:7] if each is not None and each.isdigit()]
    month = rest[0] if rest else 0
    if not year or (rest and not 1 <= month <= 12):
        return None
    if not rest:
        return (year, 1, 1), (year, 12, 31)
    last = monthrange(year, month)[1]
    if len(rest) == 1:
        return (year, month, 1), (year, month, last)
    return ((year, month, rest[1]),) * 2 if 1 <= rest[1] <= last else None


def are_texts(operator: str, one: str, two: str) -> bool:
    """Whether two printed texts are compared as such: == 和 <> 总是；有日期的总是；= 还要相同，或者都没有数字。"""
    if days(one) or days(two) or not (one and two):
        return bool(days(one) or days(two))
    return operator in ("==", "<>") or (operator == "=" and (one == two or not re.search(r"\d", one + two)))


def may_be_figure(text: str) -> bool:
    """Whether the print of a figure may be compared with this text: 印出的数只与像数、像日期的文字比，也与空的比。"""
    return not text or bool(re.match(r"[-+(]?\d", text)) or days(text) is not None


def compare_texts(operator: str, one: str, two: str, one_blank: bool, two_blank: bool) -> bool:
    """Whether ``one operator two``: 两个日期按日期比，粗细不同而重叠的比不出；别的只比是否相同。"""
    first, second = days(one), days(two)
    if operator in ("=", "==", "<>"):
        same = one == two
        if first and second:
            same = first == second
            if not same and max(first[0], second[0]) <= min(first[1], second[1]):
                raise Unknown("undetermined")
        if same and one_blank and two_blank and operator != "<>":
            raise Unknown("not_applicable")  # 全部空白而又成立
        return same == (operator != "<>")
    for period, blank in ((first, one_blank), (second, two_blank)):
        if period is None:
            raise Unknown("not_applicable" if blank else "undetermined")  # 没有写的日期不比先后
    assert first and second
    if operator in (">", ">="):
        operator, first, second = {">": "<", ">=": "<="}[operator], second, first
    if first == second:
        return operator == "<="
    # 不论没有写的是哪一天
    surely = first[1] < second[0] or (operator == "<=" and first[1] == second[0])
    never = first[0] > second[1] or (operator == "<" and first[0] == second[1])
    if not surely and not never:
        raise Unknown("undetermined")
    return surely


def is_listed(text: str, names: set[str]) -> bool:
    """列有: names divided by 、，, ; with 等 at the end left out; 空格、引号、大小写不计。"""
    items = re.split("[、,;]", re.sub("[。.;]+$", "", fold(text)))
    return bool({*items[:-1], re.sub("等$", "", items[-1])} & {fold(each) for each in names} - {""})
