"""What is found with columns is what the ordinary engine finds, in the same bytes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from support.checking import ROOT
from support.corpora import bytes_below

from jsrules.bulk import judging_columns
from jsrules.bulk.batch import run_batch
from jsrules.bulk.corpus_reading import Corpus
from jsrules.bulk.ingesting import ingest
from jsrules.bulk.judging_batch import BatchJob
from jsrules.bulk.reading import ReadingJob
from jsrules.cli.inputs import VERIFIABLE, expand

RULES = """
收入.总计 = 收入.甲 + 收入.乙
收入.总计 >= 收入.甲
若 收入.乙 > 500 则 收入.甲 > 100
收入.比率 = 收入.甲 / 收入.总计
收入.丙 <= 收入.乙 * 5
收入.甲 * 收入.比率 <= 收入.总计
规则 名：收入.甲 <> 收入.乙
  级别 警告
"""


def flat_text(chance: random.Random, number: int) -> str:
    first, second = chance.randrange(1, 90000), chance.randrange(1, 90000)
    total = first + second + chance.choice((0,) * 9 + (1, 5400))
    lines = [f"单位: 第{number}局", f"年度: {chance.choice((2022, 2023))}", "金额单位: 万元", "收入:"]
    figures = {"甲": first, "乙": second, "总计": total}
    lines += [f"  {name}: {value // 100:,}.{value % 100:02}" for name, value in figures.items()]
    rate = (first * 20000 + total) // (2 * total)
    lines.append(f"  比率: {rate // 100}.{rate % 100:02}%")
    lines.append(f"  丙: {chance.choice(('~', '~', '见附件', '3.0', '12'))}")
    if chance.random() < 0.1:
        lines.append("备注: 没有")
    return "\n".join(lines) + "\n"


def pack_text(chance: random.Random, number: int) -> str:
    sound = (ROOT / "spec" / "packs" / "final-accounts" / "tests" / "base.yaml").read_text("utf-8")
    text = sound.replace("单位: ", f"单位: 第{number}", 1)
    if chance.random() < 0.3:
        digits = [at for at, sign in enumerate(text) if sign.isdigit() and text[at - 1] == "."]
        at = chance.choice(digits)
        text = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
    return text


@pytest.mark.parametrize("kind", ["flat", "pack"])
def test_columns_find_what_the_engine_finds(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging_columns, "FEWEST", 3)
    chance = random.Random(kind)
    folder = tmp_path / "报告"
    folder.mkdir()
    for number in range(120 if kind == "flat" else 24):
        text = flat_text(chance, number) if kind == "flat" else pack_text(chance, number)
        (folder / f"{number:03}.yaml").write_text(text, encoding="utf-8")
    rules: tuple[str, ...] = ()
    if kind == "flat":
        rules = (str(tmp_path / "规则.jsr"),)
        Path(rules[0]).write_text(RULES, encoding="utf-8")
    ingest(list(expand((str(folder),), VERIFIABLE)), str(tmp_path / "corpus"), ReadingJob(), usual=10**6)
    corpus = Corpus(str(tmp_path / "corpus"))
    decided: list[int] = []
    judge = judging_columns.ColumnJudge.decided

    def noting(*arguments: object) -> judging_columns.ColumnVerdicts:
        found = judge(*arguments)  # type: ignore[arg-type]
        decided.append(len(found.reports()))
        return found

    monkeypatch.setattr(judging_columns.ColumnJudge, "decided", noting)
    run_batch(corpus, str(tmp_path / "columns"), BatchJob(rules))
    assert sum(decided) > (50 if kind == "flat" else 10)
    run_batch(corpus, str(tmp_path / "engine"), BatchJob(rules, one_by_one=True))
    columns, engine = (
        {name: found for name, found in bytes_below(tmp_path / each).items() if name.endswith(".parquet")}
        for each in ("columns", "engine")
    )
    assert sorted(columns.values()) == sorted(engine.values())
