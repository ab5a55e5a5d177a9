"""Small folders of reports for the tests of bulk work: drawn with a seed, some of them wrong or bad."""

from __future__ import annotations

import random
from pathlib import Path

ROWS = ("甲", "乙", "总计")


def small_report(chance: random.Random, wrong: bool = False, decimals: int = 2) -> str:
    """A flat report of three figures and a head, or one of which the sum is not right."""
    first, second = chance.randrange(1, 10**6), chance.randrange(1, 10**6)
    total = first + second + (5400 if wrong else 0)
    figures = dict(zip(ROWS, (first, second, total), strict=True))
    lines = [f"单位: 第{chance.randrange(9)}局", f"年度: {chance.choice((2022, 2023))}", "金额单位: 万元", "收入:"]
    lines += [
        f"  {name}: {value // 10**decimals}.{value % 10**decimals:0{decimals}}" for name, value in figures.items()
    ]
    return "\n".join(lines) + "\n"


def write_folder(folder: Path, count: int, seed: int = 1) -> Path:
    """So many small reports in two folders, every fifth of them wrong."""
    chance = random.Random(seed)
    for number in range(count):
        path = folder / f"区{number % 2}" / f"报告{number:03}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(small_report(chance, number % 5 == 0), encoding="utf-8")
    return folder


def small_rules(folder: Path) -> str:
    """The path of a rule file for them."""
    path = folder / "规则.jsr"
    path.write_text("总计 = 甲 + 乙\n", encoding="utf-8")
    return str(path)


def bytes_below(folder: Path, ignored: tuple[str, ...] = ("seen.parquet",)) -> dict[str, bytes]:
    """All files below a folder, by their paths in it."""
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file() and each.name not in ignored
    }
