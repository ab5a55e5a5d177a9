"""Flat reports of 368 cells, drawn with a seed, their 159 rules, and the figures in them as a plain script reads them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from jsrules.base.number import decimal_text

SECTIONS = 52
PARTS = ("合计", "基本支出", "人员经费", "公用经费", "项目支出", "专项经费", "其他项目")
WHOLE = ("合计", "基本支出", "项目支出", "结转")

Kind = Literal["exact", "rounded", "wrong"]
KINDS: tuple[Kind, ...] = ("exact", "rounded", "wrong")


class Drawn(NamedTuple):
    """A report as text, and what kind of report it is."""

    text: str
    kind: Kind


def identities() -> list[tuple[str, list[str]]]:
    """Each total with its parts, by their full names."""
    names = [f"科目{number:02}" for number in range(1, SECTIONS + 1)]
    found = []
    for name in names:
        total, basic, staff, office, project, special, other = (f"{name}.{part}" for part in PARTS)
        found += [(total, [basic, project]), (basic, [staff, office]), (project, [special, other])]
    found += [(f"总计.{part}", [f"{name}.{part}" for name in names]) for part in WHOLE[1:3]]
    return [*found, ("总计.合计", [f"总计.{part}" for part in WHOLE[1:]])]


def rules_text() -> str:
    """The identities as rules."""
    return "".join(f"{total} = {' + '.join(parts)}\n" for total, parts in identities())


def drawn_report(chance: random.Random, kind: Kind) -> Drawn:
    """A report: true amounts in 元, printed in 万元 with two decimals, or in whole 百元 so that nothing is rounded."""
    step = 100 if kind == "exact" or (kind == "wrong" and chance.random() < 0.5) else 1
    true: dict[str, int] = {}
    for total, parts in identities():
        for each in (total, *parts):
            if each.rpartition(".")[2] in ("人员经费", "公用经费", "专项经费", "其他项目", "结转"):
                true.setdefault(each, chance.randrange(1, 10 ** chance.randint(3, 7)) * step)
    known = sorted(identities(), key=lambda each: ("总计" in each[0], each[0].endswith("合计")))
    for total, parts in known:
        true[total] = sum(true[each] for each in parts)
    printed = {name: (value + 50) // 100 for name, value in true.items()}
    if kind == "wrong":
        name = chance.choice(sorted(printed))
        printed[name] += chance.choice((-1, 1)) * chance.choice((900, 5400, 27000, 360000))
    lines = ["单位: 某某局", "年度: 2021", "金额单位: 万元"]
    for section in [*(f"科目{number:02}" for number in range(1, SECTIONS + 1)), "总计"]:
        lines.append(f"{section}:")
        parts = WHOLE if section == "总计" else PARTS
        lines += [f"  {part}: {decimal_text(printed[f'{section}.{part}'], 2)}" for part in parts]
    return Drawn("\n".join(lines) + "\n", kind)


def drawn_kinds(chance: random.Random, count: int, even: bool) -> list[Kind]:
    """The kinds of so many reports as they come, or each kind as often as another."""
    tenth: dict[int, Kind] = {9: "rounded", 19: "wrong"}
    kinds = [KINDS[number % 3] if even else tenth.get(number % 20, "exact") for number in range(count)]
    chance.shuffle(kinds)
    return kinds


def flattened(data: dict[str, object], prefix: str = "") -> Iterator[tuple[str, Decimal]]:
    """The figures with their full names."""
    for name, value in data.items():
        if isinstance(value, dict):
            yield from flattened(value, f"{prefix}{name}.")
        elif prefix:
            yield prefix + name, Decimal(str(value).replace(",", ""))
