"""Whatever is given: it is used, or `InputError` says why it is not. There is no other way, and no half a result."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import jsrules
from jsrules.base import files

TEXT = "总计: 3.00\n甲: 1.00\n乙: 2.00\n"
VALUES = {"总计": Decimal("3.00"), "甲": "1.00", "乙": "2.00"}
RULES = "总计 = 甲 + 乙\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.yaml"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "规则.jsr"
    path.write_text(RULES, "utf-8")
    return path


class Unbuffered(io.StringIO):
    """Gives a character at a time, as a line from a network may."""

    def read(self, size: int | None = -1, /) -> str:
        return super().read(min(1, size or 0))


def test_every_way_to_give_a_report(report: Path, rules: Path) -> None:
    def given() -> Iterator[tuple[Any, str]]:
        yield str(report), str(report)
        yield report, str(report)
        yield report.open(encoding="utf-8"), str(report)
        yield report.open("rb"), str(report)
        yield io.StringIO(TEXT), "<report>"
        yield io.StringIO("\ufeff" + TEXT.replace("\n", "\r\n")), "<report>"
        yield io.BytesIO(TEXT.encode()), "<report>"
        yield Unbuffered(TEXT), "<report>"
        yield VALUES, "<report>"
        yield jsrules.read(VALUES, name="某单位"), "某单位"

    for each, path in given():
        result = jsrules.verify(each, rules=rules)
        assert (result.report.path, result.summary["pass"]) == (path, 1)
        if hasattr(each, "close"):
            each.close()


def test_every_way_to_give_rules(report: Path, rules: Path) -> None:
    with rules.open(encoding="utf-8") as text, rules.open("rb") as binary:
        for each in (str(rules), rules, text, binary, [rules], (each for each in [rules])):
            (outcome,) = jsrules.verify(report, rules=each).outcomes  # type: ignore[arg-type]
            assert (outcome.verdict, outcome.rule) == ("pass", "规则/总计 = 甲 + 乙")
            assert outcome.source == f"{rules}:1:1"
    (outcome,) = jsrules.verify(report, rules=io.StringIO(RULES)).outcomes
    assert (outcome.rule, outcome.source) == ("<rules>/总计 = 甲 + 乙", "<rules>:1:1")


def test_a_dash_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rules: Path) -> None:
    """Standard input would be a surprise in a notebook; it is given as ``sys.stdin``."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(jsrules.InputError, match="E401"):
        jsrules.verify("-", rules=rules)
    (tmp_path / "-").write_text(TEXT, "utf-8")
    assert jsrules.verify("-", rules=rules).ok


def closed() -> io.StringIO:
    stream = io.StringIO(TEXT)
    stream.close()
    return stream


def recursive() -> dict[str, object]:
    values: dict[str, object] = {"甲": "1.00"}
    values["乙"] = values["丙"] = values
    return values


def recursive_list() -> dict[str, object]:
    values: list[object] = []
    values.append(values)
    return {"甲": values}


class Broken(io.StringIO):
    def read(self, _: int | None = -1, /) -> str:
        raise OSError(5, "the disk is on fire")


BAD: dict[str, tuple[Callable[[], Any], str, str]] = {
    "no such file": (lambda: "没有.yaml", "E401", "没有.yaml"),
    "a NUL in a path": (lambda: "a\0b", "E402", ""),
    "a directory": (lambda: Path(__file__).parent, "E402", "目录"),
    "a text for a path": (lambda: TEXT, "E401", "io.StringIO"),
    "a long text for a path": (lambda: TEXT * 1000, "E401", "io.StringIO"),
    "closed": (closed, "E402", "closed file"),
    "broken": (lambda: Broken(), "E402", "on fire"),
    "GBK": (lambda: io.BytesIO("总计: 甲".encode("gbk")), "E108", "GBK"),
    "opened in the wrong encoding": (
        lambda: io.TextIOWrapper(io.BytesIO("总计".encode("gbk")), "utf-8"),
        "E108",
        "encoding",
    ),
    "empty": (lambda: io.StringIO(""), "E101", ""),
    "no YAML": (lambda: io.StringIO("甲: [1"), "E102", ""),
    "no values": (dict, "E109", "没有一个数"),
    "half a character in a text": (lambda: io.StringIO("甲: \ud800"), "E108", "D800"),
    "half a character in a value": (lambda: {"甲": "\ud800"}, "E108", "D800"),
    "half a character in a key": (lambda: {"\udfff": 1}, "E108", "DFFF"),
    "a float": (lambda: {"表": {"甲": 0.1}}, "E115", "“表.甲”：值是 float"),
    "nan": (lambda: {"甲": float("nan")}, "E115", "“甲”：值是 float"),
    "a float in a list": (lambda: {"表": {"栏": ["a", "b"], "行": {"甲": [1, 2.5]}}}, "E115", "“表.行.甲.2”"),
    "a fraction": (lambda: {"甲": Fraction(1, 3)}, "E115", "Fraction"),
    "no number": (lambda: {"甲": Decimal("NaN")}, "E115", "NaN"),
    "without end": (lambda: {"甲": Decimal("-Infinity")}, "E115", "Infinity"),
    "true": (lambda: {"甲": True}, "E115", "bool"),
    "bytes": (lambda: {"甲": b"1.00"}, "E115", "bytes"),
    "a set": (lambda: {"甲": {1}}, "E115", "set"),
    "a tuple for a key": (lambda: {("甲", "乙"): 1}, "E109", "键是 tuple"),
    "None for a key": (lambda: {"表": {None: 1}}, "E109", "“表”：键是 NoneType"),
    "a huge integer": (lambda: {"甲": 10**5000}, "E116", "数字太长"),
    "a huge decimal": (lambda: {"甲": Decimal("1E+999999")}, "E116", "数字太长"),
    "a tiny decimal": (lambda: {"甲": Decimal("1E-999999")}, "E116", "数字太长"),
    "one key twice": (lambda: {1: "1.00", "1": "2.00"}, "E104", ""),
    "recursive": (recursive, "E106", "32"),
    "a recursive list": (recursive_list, "E106", "32"),
    "a year that is none": (lambda: {"年度": 21, "甲": 1}, "E110", ""),
    "no such kind": (lambda: {"报告": "决算部门", "年度": 2021}, "E119", ""),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_report(name: str) -> None:
    make, code, text = BAD[name]
    for use in (jsrules.read, jsrules.Verifier(io.StringIO("甲 = 甲")).verify):
        with pytest.raises(jsrules.InputError) as caught:
            use(make())
        assert [each.code for each in caught.value.diagnostics] == [code]
        assert text in str(caught.value)


def test_a_bad_prior_report(rules: Path) -> None:
    for prior, code in (({"甲": 0.5}, "E115"), ("没有.yaml", "E401"), ({"年度": 2019, "甲": 1}, "E123")):
        with pytest.raises(jsrules.InputError, match=code):
            jsrules.verify(io.StringIO("年度: 2021\n" + TEXT), rules=rules, prior=prior)
    with pytest.raises(jsrules.InputError, match="同一文件夹"):  # a text that is no file's stands in no folder
        jsrules.verify({"上年": "2020.yaml", **VALUES}, rules=rules)


BAD_RULES: dict[str, tuple[Any, str]] = {
    "no such file": ("没有.jsr", "E401"),
    "a formula for a path": (RULES, "io.StringIO"),
    "one formula for a path": ("总计 = 甲", "io.StringIO"),
    "GBK": (io.BytesIO(RULES.encode("gbk")), "E108"),
    "half a character": (io.StringIO("总计 = \ud800"), "E108"),
    "a slip": (io.StringIO("总计 = = 甲"), r"<rules>:1:6: \[E201\]"),
    "two names": (io.StringIO("设 总计 = 甲\n总计 = 甲"), "E205"),
    "nothing": (io.StringIO(""), "E101"),
    "comments": (io.StringIO("# 总计 = 甲\n"), "E304"),
    "closed": (closed(), "E402"),
}


@pytest.mark.parametrize("name", BAD_RULES)
def test_bad_rules(name: str, report: Path) -> None:
    given, text = BAD_RULES[name]
    with pytest.raises(jsrules.InputError, match=text):
        jsrules.verify(report, rules=given)


def test_no_rules_and_bad_packs(report: Path, tmp_path: Path) -> None:
    with pytest.raises(jsrules.InputError, match="E304"):
        jsrules.verify(report)
    for packs in ("no-such-pack", tmp_path, [tmp_path / "nothing"]):
        with pytest.raises(jsrules.InputError, match="E301"):
            jsrules.verify(report, packs=packs)
        with pytest.raises(jsrules.InputError, match="E301"):
            jsrules.open_pack(packs if isinstance(packs, str) else tmp_path)


@pytest.mark.parametrize("wrong", [None, 3, b"a.yaml", [TEXT], object(), type])
def test_things_that_are_no_input(wrong: Any, report: Path) -> None:
    with pytest.raises(TypeError, match="a report is a path"):
        jsrules.verify(wrong, rules=io.StringIO(RULES))
    with pytest.raises(TypeError):
        jsrules.verify(report, rules=[wrong])
    with pytest.raises(TypeError, match="a pack is a name"):
        jsrules.verify(report, packs=[wrong])


def test_mappings_and_bytes_are_no_rules(report: Path) -> None:
    for wrong in ({"甲": 1}, b"a = b"):
        with pytest.raises(TypeError, match="rules are a path or an open text"):
            jsrules.verify(report, rules=wrong)  # type: ignore[arg-type]


def test_a_stream_of_something_else(rules: Path) -> None:
    class Odd:
        def read(self, size: int, /) -> object:
            return [size]

    with pytest.raises(TypeError, match="not list"):
        jsrules.verify(Odd(), rules=rules)  # type: ignore[arg-type]


class Endless(io.StringIO):
    def read(self, size: int | None = -1, /) -> str:
        return "甲" * min(size or 0, 1 << 16)


def test_size_is_limited(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (Endless(), io.StringIO("甲: 1\n" * 3_000_000), {"甲": "一" * 6_000_000}):
        with pytest.raises(jsrules.InputError, match="E105"):
            jsrules.verify(each, rules=rules)
    monkeypatch.setattr("jsrules.interface.written.MAXIMUM_NODES", 1000)
    last: object
    for last in ("1.00", [], {}):
        for _ in range(12):
            last = [last] * 10
        with pytest.raises(jsrules.InputError, match="E105"):  # 10¹² entries, if all were written
            jsrules.verify({"甲": last}, rules=rules)
    assert files.MAXIMUM_BYTES == 16 << 20


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(jsrules.InputError) as caught:
        jsrules.read({"甲": 1.5, "乙": {"丙": True}, "丁": {(): 1}})
    assert [each.code for each in caught.value.diagnostics] == ["E115", "E115", "E109"]
    with pytest.raises(jsrules.InputError) as caught:
        jsrules.read({str(number): 0.5 for number in range(1000)})
    assert len(caught.value.diagnostics) == 50


def test_errors_are_readable_in_either_language() -> None:
    told: dict[str, str] = {}
    for language in ("zh", "en"):
        with jsrules.language(language), pytest.raises(jsrules.InputError) as caught:  # type: ignore[arg-type]
            jsrules.read(io.StringIO("甲: 1,23\n乙: 1.2.3\n"), name="某.yaml")
        told[language] = str(caught.value)
        assert pickle.loads(pickle.dumps(caught.value)).diagnostics == caught.value.diagnostics
    assert told["zh"].splitlines()[1] == "某.yaml:2:4: [E116] “1.2.3”有两个小数点 (写成 1,668.98 或 1668.98 的样子)"
    assert told["en"].splitlines()[1].endswith("it has two decimal points (write it like 1,668.98 or 1668.98)")
    assert jsrules.InputError.__module__ == "jsrules"


def test_an_error_cannot_steer_a_terminal() -> None:
    with pytest.raises(jsrules.InputError) as caught:
        jsrules.read({"甲\x1b[2J": 0.5})
    assert "\\x1b[2J" in str(caught.value)
    assert "\x1b" not in str(caught.value) + repr(caught.value)
