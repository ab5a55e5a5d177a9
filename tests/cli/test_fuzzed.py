"""Every entry point on input that was spoiled at random: never a traceback, never a defect (E900).

JSRULES_EXAMPLES=2000 looks harder.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from jsrules.cli import main

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
    批准: 某人
    起: 2021-01-01
    止: 2030-01-01
"""

MANIFEST = "规则包: test\n名称: 试\n版本: 1.0.0\n适用: {种类: 试, 年度: 2021}\n"

FORMS = """表样: 试
年度: 2021
金额单位: 万元
表:
  明细:
    栏: [决算, 预算]
    行: [办公费, 差旅费]
"""

NARRATIVE = "词:\n  数: [数]\n句式:\n  - 收入{金额}万元 => 收支.收入\n"

LOCK = json.dumps({"schema": "jsrules/lock/1", "packs": [{"id": "a", "version": "1.0.0", "sha256": "0" * 64}]})

RESULT = json.dumps({"schema": "jsrules/result/1", "report": {"path": "a"}, "findings": [{"rule": "a"}], "summary": {}})

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

ENTRIES: dict[str, tuple[str, str, list[str]]] = {
    "report": ("a.yaml", REPORT, ["verify", "a.yaml", "--rules", "r.jsr", "--format", "json"]),
    "report, reconciled": ("a.yaml", REPORT, ["reconcile", "a.yaml", "--rules", "r.jsr"]),
    "prior report": ("p.yaml", REPORT, ["verify", "a.yaml", "--rules", "r.jsr", "--prior", "p.yaml"]),
    "rules": ("r.jsr", RULES, ["verify", "a.yaml", "--rules", "r.jsr"]),
    "rules, checked": ("r.jsr", RULES, ["check", "r.jsr"]),
    "rules, formatted": ("r.jsr", RULES, ["fmt", "--check", "r.jsr"]),
    "waivers": ("w.yaml", WAIVERS, ["verify", "a.yaml", "--rules", "r.jsr", "--waivers", "w.yaml"]),
    "manifest": ("p/pack.yaml", MANIFEST, ["check", "p"]),
    "form set": ("p/forms/f.yaml", FORMS, ["check", "p"]),
    "form set, given": ("f.yaml", FORMS, ["verify", "a.yaml", "--rules", "r.jsr", "--forms", "f.yaml"]),
    "narrative": ("p/narrative/n.yaml", NARRATIVE, ["check", "p"]),
    "lock": ("jsrules.lock", LOCK, ["verify", "a.yaml", "--pack", "a"]),
    "result": ("one.json", RESULT, ["diff", "one.json", "two.json"]),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_spoiled_input(
    entry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("p/forms", "p/rules", "p/narrative"):
        Path(folder).mkdir(parents=True)
    sound = {
        "a.yaml": REPORT,
        "r.jsr": RULES,
        "p/pack.yaml": MANIFEST,
        "p/rules/r.jsr": "规则 甲：1 = 1\n",
        "two.json": RESULT,
    }
    for name, text in sound.items():
        Path(name).write_text(text, "utf-8")
    name, text, command = ENTRIES[entry]
    for seed in range(TRIALS):
        data = spoiled(random.Random(f"{entry} {seed}"), text)
        Path(name).write_bytes(data)
        assert main(command) in (0, 1, 2), (seed, data)
        out, err = capsys.readouterr()
        assert "E900" not in out + err and "Traceback" not in out + err, (seed, data, out, err)
