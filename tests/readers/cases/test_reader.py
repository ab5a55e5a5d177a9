"""Reading tests of rules: whatever stands in a line, it is understood or complained of at its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jsrules.base.diagnostic import InputError
from jsrules.base.source import NOWHERE, Source, Span
from jsrules.readers.cases.line import LineReader
from jsrules.readers.cases.reader import MAXIMUM_CASES, ReadCases, read_cases

PARTS = st.sampled_from(
    "总计 收入[合计,金额] += -= = ＝ → -> ； ; 不符 尾差 相符 无法判断 0.02 -0.02 +1 50% ×2 x3 于 at 删去 without 不会 never 没有发现 "
    "nothing （原因） (why) [ ] 【 】 同数异值 ~ * . , 0..1 1,00".split()
)
LINES = st.one_of(
    st.text(max_size=60), st.lists(PARTS, max_size=12).map(" ".join), st.lists(PARTS, max_size=12).map("".join)
)


def read_or_refused(text: str) -> ReadCases | InputError:
    try:
        return read_cases(Source("a.yaml", text))
    except InputError as error:
        return error


def place(begin: int, end: int) -> Span:
    return Span(begin, end)


@given(LINES, st.sampled_from(["", "总计"]))
def test_every_line_is_understood_or_complained_of(line: str, rule: str) -> None:
    complaints: list[tuple[Span, str]] = []
    case = LineReader(lambda span, message, _: complaints.append((span, message))).case(line, place, rule)
    assert all(0 <= span.start <= span.end <= len(line) for span, _ in complaints)
    assert all(message for _, message in complaints)
    if not complaints:
        assert case is not None
        assert case.expected or case.exemptions or case.silent
        parts = [*case.changes, *case.expected, *case.exemptions]
        assert all(line[each.span.start : each.span.end].strip() for each in parts)


@given(st.lists(LINES, max_size=5))
def test_every_file_is_read_or_refused(lines: list[str]) -> None:
    text = "测试: 任意\n报告: base.yaml\n变体:\n" + "".join(f"  - {line}\n" for line in lines)
    found = read_or_refused(text)
    if isinstance(found, InputError):
        assert found.diagnostics
        assert all(each.place()[0] == "a.yaml" for each in found.diagnostics)
    else:
        assert len(found.file.cases) <= len(lines)


@given(LINES)
def test_marks_are_read_or_refused(line: str) -> None:
    text = f"总计: 1.00  # → {line}\n".replace("\r", " ")
    found = read_or_refused(text)
    if not isinstance(found, InputError):
        assert all(each.line == 1 for each in found.file.expected if each.span != NOWHERE)


def test_a_file_has_a_limit() -> None:
    text = "测试: 多\n报告: base.yaml\n用例:\n  总计:\n" + "    - 相符\n" * (MAXIMUM_CASES + 1)
    found = read_or_refused(text)
    assert isinstance(found, InputError)
    assert str(MAXIMUM_CASES) in found.diagnostics[0].message
