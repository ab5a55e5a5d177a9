"""Results made by hand, for tests of the outputs: no report is read and no rule evaluated."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from jsrules.base.diagnostic import CODES, SEVERITIES, Diagnostic, Label
from jsrules.base.source import Source, Span
from jsrules.base.units import UNITS, Unit
from jsrules.model.form import BlockForm, ColumnForm, Form, FormSet, RowForm
from jsrules.model.outcome import KIND_WORDS, Outcome, PackInfo, RuleInfo, Term, Verdict
from jsrules.model.report import Amount, Block, Cell, Report, Row, Table
from jsrules.model.result import Result

PATH = "reports/样例.yaml"
MONEY = UNITS["万元"]

SUMMARY, EXPENDITURE, PROSE = 0, 1, 2


def forms() -> FormSet:
    """Two tables and a section of prose."""
    summary = Form(
        "收入支出决算总表",
        (BlockForm("收入", (RowForm("财政拨款收入"), RowForm("总计")), (ColumnForm("金额"),)),),
    )
    expenditure = Form(
        "支出决算表",
        (
            BlockForm(
                "",
                (RowForm("合计"), RowForm("住房保障支出", code="221")),
                (ColumnForm("本年支出合计"), ColumnForm("基本支出")),
                keyed="功能分类",
                open_rows=True,
            ),
        ),
    )
    prose = Form(
        "总体情况", (BlockForm("", (RowForm("收支总计"), RowForm("占比")), (ColumnForm(""),)),), group="情况说明"
    )
    return FormSet("部门决算", "final-accounts", 2021, "万元", (summary, expenditure, prose), {})


def report() -> Report:
    """A report with those forms; its cells are made one by one."""
    source = Source(PATH, "\n".join(f"第 {line} 行" for line in range(1, 300)))
    made = Report(source, forms(), "部门决算", "某某市行政服务中心", 2021)
    made.tables = {EXPENDITURE: Table(EXPENDITURE, [Block({"221": Row("221", "221 住房保障支出", [], "221", 1)})])}
    return made


def cell(form: int, row: str, text: str, line: int, unit: Unit = MONEY, decimals: int = 2) -> Cell:
    """A cell in the first column of the first block; blank when the text is empty. Its line is its number, too."""
    digits = text.replace(",", "").replace(".", "").replace("%", "")
    amount = Amount(text, int(digits), decimals + 2 * (unit.name == "%"), unit, unit.exact) if text else None
    return Cell(line, form, 0, row, 0, amount, line, 9)


RULES = Source("spec/packs/demo/rules/01.jsr", "\n\n规则 样例：甲 = 乙\n")


def rule(name: str, severity: str = "error", basis: str = "") -> RuleInfo:
    """A rule of the pack ``demo``."""
    assert severity in SEVERITIES
    return RuleInfo(f"demo/{name}", name, severity, basis, f"规则 {name}：甲 = 乙", RULES, Span(2, 12))


def same_amount(name: str, left: Cell, right: Cell) -> Outcome:
    """Two figures, one last place apart."""
    assert left.amount is not None
    assert right.amount is not None
    return Outcome(
        rule(name),
        "rounding",
        "info",
        "same_amount",
        "收入支出决算总表",
        "收入.财政拨款收入",
        "金额",
        left.amount.text.replace(",", ""),
        right.amount.text.replace(",", ""),
        "=",
        "-0.01",
        "0.01",
        "0",
        "万元",
        f"{left.amount.text} ≈ {right.amount.text}",
        f"甲 {left.amount.text} 应等于 乙 {right.amount.text}",
        terms=[Term(left, "1"), Term(right, "-1")],
    )


def example() -> Result:
    """One of everything."""
    summary = cell(SUMMARY, "财政拨款收入", "1,668.98", 12)
    total = cell(EXPENDITURE, "合计", "1,668.99", 66)
    told = cell(PROSE, "收支总计", "1668.99", 212)
    housing, stated = cell(EXPENDITURE, "221", "28.09", 88), cell(PROSE, "收支总计", "28.29", 214)
    share = cell(PROSE, "占比", "99.99%", 215, UNITS["%"])
    blank = cell(SUMMARY, "总计", "", 13)
    outcomes = [
        same_amount("收入一致", summary, total),
        same_amount("总额一致", summary, told),
        Outcome(
            rule("支出结构一致", basis="财决附01表 说明三"),
            "violation",
            "error",
            "",
            "情况说明.总体情况",
            "收支总计",
            "",
            "28.29",
            "28.09",
            "=",
            "0.20",
            "0.01",
            "0.19",
            "万元",
            "28.29 ≠ 28.09",
            "情况说明.总体情况.收支总计 28.29 应等于 支出决算表.221 住房保障支出.本年支出合计 28.09",
            terms=[Term(stated, "1"), Term(housing, "-1")],
        ),
        Outcome(
            rule("占比", "warning"),
            "violation",
            "warning",
            "truncation",
            "情况说明.总体情况",
            "占比",
            "",
            "99.99",
            "100.00",
            "=",
            "-0.01",
            "0.0043",
            "0.0001",
            "%",
            "1,668.99 ÷ 1,669.02 ≈ 99.9982%",
            "情况说明.总体情况.占比 印为 99.99%，按金额计算应为 100.00%",
            terms=[Term(share), Term(total), Term(summary)],
        ),
        Outcome(
            rule("逐级汇总"),
            "rounding",
            "info",
            "",
            "支出决算表",
            "221 住房保障支出",
            "本年支出合计",
            "28.09",
            "28.07",
            "=",
            "0.02",
            "0.025",
            "0",
            "万元",
            "28.09 ≈ 20.00 + 8.07",
            "…",
            terms=[Term(housing, "1"), Term(blank, "-1")],
        ),
        Outcome(rule("国资表"), "undetermined", "warning", table="支出决算表", missing="国有资本经营预算支出表"),
        Outcome(rule("国资数"), "undetermined", "warning", table="支出决算表", missing="国有资本经营预算支出表"),
        Outcome(
            rule("运行经费"),
            "undetermined",
            "info",
            "not_comparable",
            "情况说明.总体情况",
            "收支总计",
            "",
            "142.80",
            "480.66",
            "=",
            "-337.86",
            "0.01",
            "337.85",
            "万元",
            "142.80 ≠ 480.66",
            "机关运行经费 142.80 应等于 公用经费 480.66",
            terms=[Term(stated, "1"), Term(housing, "-1")],
        ),
        Outcome(rule("购置须有车"), "not_applicable", "error", table="支出决算表", reason="条件不成立"),
        Outcome(
            rule("收入合计"),
            "pass",
            "info",
            "",
            "收入支出决算总表",
            "收入.总计",
            "金额",
            "1669.02",
            "1669.02",
            formula="1,669.02 = 1,669.02",
        ),
    ]
    made = report()
    warning = Diagnostic(
        "W120",
        "科目名称与表样不同：“住房保险支出”",
        (Label(made.source, made.source.span(88, 3, 2), "表样里是“住房保障支出”"),),
        remedy="改为“住房保障支出”",
    )
    return Result(PATH, made, [PackInfo("demo", "样例", "1.0.0", "ab" * 32)], outcomes, [warning])


def unreadable() -> Result:
    """A report that could not be read."""
    source = Source("坏.yaml", "总计: 1.2.3\n")
    diagnostic = Diagnostic(
        "E116", "数字写法有误：“1.2.3”", (Label(source, Span(4, 9), "有两个小数点"),), remedy="改正数字"
    )
    return Result("坏.yaml", diagnostics=[diagnostic])


# What may come: any text, control characters and half characters included.

words = st.text(max_size=30) | st.sampled_from(["支出决算表", "“三公”经费", "收入.合计", "a" * 60, "支出" * 60])
decimals = st.builds(
    lambda sign, whole, fraction: f"{sign}{whole}{'.' if fraction else ''}{fraction}",
    st.sampled_from(["", "-"]),
    st.integers(0, 10**18),
    st.text("0123456789", max_size=4),
)
maybe_decimals = st.just("") | decimals
units = st.sampled_from(["", "万元", "%", "年", "辆"])


@st.composite
def spans(draw: st.DrawFn, source: Source) -> Span:
    start = draw(st.integers(0, len(source.text)))
    return Span(start, draw(st.integers(start, len(source.text))))


sources = st.builds(Source, words, st.text(max_size=300) | st.text("支出\n a\t", max_size=300))


@st.composite
def diagnostics(draw: st.DrawFn) -> Diagnostic:
    labels = []
    for source in draw(st.lists(sources, max_size=2)):
        labels += [Label(source, draw(spans(source)), draw(words)) for _ in range(draw(st.integers(1, 3)))]
    return Diagnostic(
        draw(st.sampled_from(sorted(CODES))),
        draw(words),
        tuple(labels),
        draw(words),
        tuple(draw(st.lists(words, max_size=2))),
        draw(words),
    )


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    form = draw(st.sampled_from([SUMMARY, EXPENDITURE, PROSE]))
    amount = draw(
        st.none()
        | st.builds(
            Amount,
            words,
            st.integers(-(10**18), 10**18),
            st.integers(0, 6),
            st.sampled_from([*UNITS.values()]),
            st.booleans(),
        )
    )
    return Cell(
        draw(st.integers(0, 9)),
        form,
        0,
        draw(words | st.sampled_from(["221", "合计"])),
        0,
        amount,
        draw(st.integers(0, 400)),
        draw(st.integers(0, 90)),
        draw(st.just("") | words),
    )


terms = st.builds(Term, cells(), st.sampled_from(["", "1", "-1", "0.5", "10000", "1/3"]))
rules = st.builds(
    lambda name, severity, basis, text: RuleInfo(f"demo/{name}", name, severity, basis, text, RULES, Span(2, 12)),
    words,
    st.sampled_from(SEVERITIES),
    words,
    words,
)
outcomes = st.builds(
    Outcome,
    rules,
    st.sampled_from(get_args(Verdict)),
    st.sampled_from(SEVERITIES),
    st.sampled_from(["", *KIND_WORDS]),
    words | st.sampled_from(["收入支出决算总表", "情况说明.总体情况"]),
    words,
    words,
    maybe_decimals,
    maybe_decimals,
    st.sampled_from(["=", "<=", "<>"]),
    maybe_decimals,
    maybe_decimals,
    maybe_decimals,
    units,
    words,
    words,
    words,
    words,
    st.lists(terms, max_size=4),
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    made = report()
    made.unit = draw(words)
    made.year = draw(st.none() | st.integers(1900, 2100))
    return made


results = st.builds(
    Result,
    words,
    st.none() | reports(),
    st.lists(st.builds(PackInfo, words, words, words, words), max_size=2),
    st.lists(outcomes, max_size=6),
    st.lists(diagnostics(), max_size=2),
)
