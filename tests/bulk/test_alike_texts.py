"""Texts that differ in their figures alone come to what reading each of them in full comes to."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from support.corpora import small_report
from support.sources import ROOT

from jsrules.bulk import reading
from jsrules.bulk.alike_texts import KnownTexts, text_parts
from jsrules.bulk.reading import FileRead, FileReader, ReadingJob
from jsrules.bulk.shards import KnownFile

EXAMPLES = int(os.environ.get("JSRULES_EXAMPLES", "12"))
SOUND = (ROOT / "spec" / "packs" / "final-accounts" / "tests" / "base.yaml").read_text("utf-8")
FIGURE = re.compile(r"(?<=[ \[])[0-9][0-9,]*\.[0-9]+(?=[\n,\]%])")


def other_digits(text: str, chance: random.Random) -> str:
    """The text with figures of the same shape, some of them 0."""

    def drawn(found: re.Match[str]) -> str:
        if chance.random() < 0.5:
            return found[0]
        digits = "".join(str(chance.randrange(10)) if sign.isdigit() else sign for sign in found[0])
        whole = digits.partition(".")[0]
        if len(whole) == 1 and chance.random() < 0.3:
            return re.sub("[0-9]", "0", digits)
        return digits if len(whole) == 1 or whole[0] != "0" else "1" + digits[1:]

    return FIGURE.sub(drawn, text).replace("单位: ", f"单位: 第{chance.randrange(99)}", 1)


def read_both(texts: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[FileRead], int]:
    """What the texts come to, which is the same when each is read in full; how many were not."""
    files = []
    for number, text in enumerate(texts):
        path = folder / f"{number:04}.yaml"
        path.write_text(text, encoding="utf-8")
        files.append(KnownFile(str(path), 0, ""))
    whole: list[int] = []
    flatten = reading.flatten
    monkeypatch.setattr(reading, "flatten", lambda *each: whole.append(1) or flatten(*each))  # type: ignore[func-returns-value]
    found = FileReader(ReadingJob()).read(files).files
    skipped = len(texts) - len(whole)
    monkeypatch.setattr(KnownTexts, "read", lambda *_: None)
    assert FileReader(ReadingJob()).read(files).files == found
    return found, skipped


def test_of_the_shipped_form_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(EXAMPLES)
    texts = [other_digits(SOUND, chance) for _ in range(EXAMPLES)]
    found, skipped = read_both(texts, tmp_path, monkeypatch)
    assert all(each.figures is not None for each in found)
    assert skipped >= EXAMPLES // 2


def test_of_flat_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    shapes = [small_report(chance, decimals=decimals) for decimals in (1, 2, 2, 4)]
    shapes.append("单位: 某局\n年度: 2022\n收入:\n  甲: -1.50\n  乙: 12.50%\n  丙: 1,234.00\n  序号: 1.00\n")
    shapes.append("单位: 某局\n年度: 2022\n表:\n  栏: [数, 率]\n  行:\n    甲: [1.50, 0.20]\n    乙: [0.00, ~]\n")
    texts = [other_digits(shape, chance) for shape in shapes for _ in range(5)]
    chance.shuffle(texts)
    _, skipped = read_both(texts, tmp_path, monkeypatch)
    assert skipped >= 8


def test_what_else_is_written_makes_another_kind() -> None:
    text = "单位: 某局\n年度: 2022\n收入:\n  甲: 1.50\n"
    first = text_parts(text)
    assert first is not None and (first.unit, first.digits) == ("某局", [150])
    alike = text_parts(text.replace("1.50", "9.05").replace("某局", "另一局"))
    assert alike is not None and alike.between == first.between
    for other in ("1.5", "-1.50", "11", "1.50 万元", "“1.50”", "01.50", "1,50.00", "1.50 # x", "1.50x"):
        found = text_parts(text.replace("1.50", other))
        assert found is not None and found.between != first.between, other
    assert text_parts(text.removesuffix("\n")) is None, "it may have been cut off"
    assert text_parts(text.replace("某局", "某局 # 全称")) is None


def test_a_comma_in_a_list_parts_its_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "单位: 某局\n年度: 2022\n表:\n  栏: [数, 率]\n  行:\n    甲: [604.50, 0.20]\n"
    texts = [text.replace("604", str(604 + number)) for number in range(4)] + [text.replace("604", "1,604")]
    found, skipped = read_both(texts, tmp_path, monkeypatch)
    assert skipped == 2 and found[-1].figures is None
