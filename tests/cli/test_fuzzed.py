"""Every entry point on input that was spoiled at random: never a traceback, never a defect (E900).

JSRULES_EXAMPLES=2000 looks harder.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jsrules.base.source import Source
from jsrules.cli import main
from jsrules.outputs.json import render_json
from jsrules.verification.verifier import Verifier

TRIALS = max(12, min(2000, int(os.environ.get("JSRULES_EXAMPLES", "12"))))

REPORT = """单位: 某局
年度: 2021
金额单位: 万元
收支:
  收入: 1,668.98
  其他收入: 0.03
  合计: 1,669.01
  增减率: 下降 26.95%
明细:
  栏: [决算, 预算, 完成率]
  行:
    办公费: [1.00, 2.00, 50.00%]
    差旅费: [~, 0.00, ？]
"""

PRIOR = REPORT.replace("2021", "2020")

RULES = """规则 收支：收入 + 其他收入 = 合计
  级别 警告
  信息 "{收入} 与 {合计}"
设 总 = 合计(收入, 其他收入)
若 合计 > 0 则 总 / 合计 = 1 且 非 空白(收入)
表 明细
每行 完成率 = 决算 / 预算
每栏 合计([*, 本栏]) >= 0 ± 0.05
"""

WAIVERS = """说明:
  - 规则: r/收支
    理由: 已核实
    批准人: 某人
    自: 2021-01-01
    至: 2021-12-31
"""

MANIFEST = """代号: p
名称: 试
版本: 1.0.0
语言: zh
发布单位: 某局
程序: jsrules >=0.1 <1
报告: [试算]
年度: 2020起
下级可以: {加规则: 是, 提高级别: 全部, 不许说明: 全部}
说明期限: 365
"""

FORMS = """表样: 试算
代号: f
年度: 2020起
金额单位: 元
表:
  资产负债表:
    代号: balance-sheet
    栏: [期末余额, 年初余额]
    行:
      资产总计: 1
      负债合计: 2
      权益合计: {行次: 3, 别名: [净资产合计]}
"""

BALANCE = """表 资产负债表
规则 平衡：每栏  资产总计 = 负债合计 + 权益合计
  依据 "资产总计 = 负债合计 + 权益合计"
"""

SHEET = "报告: 试算\n年度: 2021\n资产负债表:\n  资产总计: [3.00, 2.00]\n  负债合计: [1.00, 1.00]\n  权益合计: [2.00, 1.00]\n"

NARRATIVE = """词:
  升降: {增加: [增加], 减少: [减少]}
  预算: {年初预算: [年初预算]}
单位: {辆: [辆], 人次: [人次]}
项目: {资产总计: [总资产]}
说明:
  原因: [由于]
"""

ENTRY = {
    "id": "a",
    "version": "1.0.0",
    "sha256": "0" * 64,
    "repository": "1" * 32,
    "signer": "bureau 23456789",
    "metadata": {"root": 1, "targets": 2},
    "fresh": "2021-01-01",
    "fetched": "2021-01-02",
    "log": {"index": 0, "size": 2, "date": "2021-01-01", "root": "2" * 64, "path": ["3" * 64]},
}
LOCK = json.dumps({"schema": "jsrules/lock/1", "packs": [ENTRY]}, indent=1)

RESULT = render_json(Verifier([Source("r.jsr", RULES)]).verify(Source("a.yaml", REPORT), reconcile=1), indent=1)

ODD = (
    *("\u202e", "\x9b", "\ufeff", "\0", "\ud7ff", "𝟙", "١", "\u3000", "é", "🙂", "\t", "\r", "\x85", "\u2028"),
    *(
        "9" * 400,
        "1e999",
        "-0",
        "0x1F",
        "1:30",
        "No",
        "~",
        "''",
        '"',
        "：",
        "%",
        "{}",
        "[]",
        "{[",
        "&a *a",
        "!!x",
        "<<: *a",
    ),
    *(
        "(" * 120,
        "[" * 60,
        "not " * 130,
        "若 a=1 则 " * 120,
        "- " * 70,
        "a." * 300,
        "合计(" * 30,
        " / 0",
        "上年.",
        "*",
        "..",
        "± 1%",
    ),
)


def spoiled(chance: random.Random, text: str) -> bytes:
    """A text with some of its bytes, words or lines otherwise."""
    for _ in range(chance.randint(1, 3)):
        lines = text.split("\n")
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(7):
            case 0:
                lines[at], lines[other] = lines[other], lines[at]
            case 1:
                lines.insert(at, lines[other])
            case 2:
                del lines[at]
            case 3:
                key, sign, value = lines[at].partition(chance.choice([": ", " = ", "：", " "]))
                lines[at] = value + sign + key
            case 4:
                place = chance.randint(0, len(lines[at]))
                lines[at] = lines[at][:place] + chance.choice(ODD) + lines[at][place:]
            case 5:
                lines[at] = chance.choice(["  ", "    ", "- "]) + lines[at]
            case _:
                words = lines[at].split(" ")
                words[chance.randrange(len(words))] = chance.choice(ODD)
                lines[at] = " ".join(words)
        text = "\n".join(lines)
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(chance.choice([0, 0, 1, 3])):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data[: chance.choice([len(data), len(data), chance.randint(0, len(data))])])


Put = Callable[[str, bytes], None]

OWN = ["verify", "a.yaml", "--rules", "r.jsr"]

ENTRIES: dict[str, tuple[str, str, list[str], int]] = {
    "report": ("a.yaml", REPORT, [*OWN, "--format", "json"], 0),
    "report, reconciled": ("a.yaml", REPORT, ["reconcile", "a.yaml", "--rules", "r.jsr"], 0),
    "prior report": ("p.yaml", PRIOR, [*OWN, "--prior", "p.yaml"], 0),
    "rules": ("r.jsr", RULES, OWN, 0),
    "rules, checked": ("r.jsr", RULES, ["check", "r.jsr"], 1),
    "rules, formatted": ("r.jsr", RULES, ["fmt", "--check", "r.jsr"], 1),
    "waivers": ("w.yaml", WAIVERS, [*OWN, "--waivers", "w.yaml"], 0),
    "manifest": ("p/pack.yaml", MANIFEST, ["check", "p"], 0),
    "manifest, used": ("p/pack.yaml", MANIFEST, ["verify", "s.yaml", "--pack", "p"], 0),
    "form set": ("p/forms/f.yaml", FORMS, ["check", "p"], 0),
    "form set, given": ("f.yaml", FORMS, ["verify", "s.yaml", "--rules", "p/rules/r.jsr", "--forms", "f.yaml"], 0),
    "narrative": ("p/narrative/n.yaml", NARRATIVE, ["check", "p"], 0),
    "narrative, used": (
        "p/narrative/n.yaml",
        NARRATIVE,
        ["read", "t.txt", "--pack", "p", "--kind", "试算", "--year", "2021"],
        0,
    ),
    "lock": ("jsrules.lock", LOCK, ["verify", "a.yaml", "--pack", "a"], 2),
    "lock, listed": ("jsrules.lock", LOCK, ["pack", "list"], 2),
    "result": ("one.json", RESULT, ["diff", "one.json", "two.json"], 0),
}
"""What is spoiled: a file, what sound text is in it, what is done with it, and the exit code of that."""

LONGEST = 20
"""So many seconds of processor time may a trial take."""


@pytest.mark.parametrize("entry", ENTRIES)
def test_spoiled_input(
    entry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("p/forms", "p/rules", "p/narrative"):
        Path(folder).mkdir(parents=True)
    sound = {
        "a.yaml": REPORT,
        "s.yaml": SHEET,
        "t.txt": "二、总体情况\n某局 2021 年度总资产 3.00 万元，比上年增加 1.00 万元，由于购置 2 辆车。\n",
        "r.jsr": RULES,
        "p/pack.yaml": MANIFEST,
        "p/rules/r.jsr": BALANCE,
        "p/forms/f.yaml": FORMS,
        "two.json": RESULT,
    }
    for name, text in sound.items():
        Path(name).write_text(text, "utf-8")
    name, text, command, code = ENTRIES[entry]
    Path(name).write_text(text, "utf-8")
    assert main(command) == code, "what is sound gets further than the first look"
    told = capsys.readouterr()
    assert code < 2 or "E332" in told.out + told.err, "a lock that was never fetched"
    for seed in range(TRIALS):
        data = spoiled(random.Random(f"{entry} {seed}"), text)
        Path(name).write_bytes(data)
        start = time.process_time()
        assert main(command) in (0, 1, 2), (seed, data)
        assert time.process_time() - start < LONGEST, (seed, data)
        out, err = capsys.readouterr()
        assert "E900" not in out + err and "Traceback" not in out + err, (seed, data, out, err)
