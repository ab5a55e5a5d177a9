"""Results made by hand, for tests of the outputs: no report is read and no rule evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from hypothesis import strategies as st

from jsrules.base.diagnostic import CODES, SEVERITIES, Diagnostic, Label
from jsrules.base.source import Source, Span
from jsrules.base.units import UNITS, Unit
from jsrules.model.form import BlockForm, ColumnForm, Form, FormSet, RowForm
from jsrules.model.ground import Ground, GroundCondition, GroundLinear, GroundRatio, Place, Unbound
from jsrules.model.linear import Linear
from jsrules.model.outcome import Judgement, Kind, Outcome, PackInfo, RuleInfo, Verdict
from jsrules.model.reason import Reason, ReasonCode, Subject, SubjectKind
from jsrules.model.report import Amount, Block, Cell, Report, Row, Table
from jsrules.model.result import Result
from jsrules.model.syntax import Call, Compare, Comparison, Logic, Name

PATH = "reports/样例.yaml"
MONEY = UNITS["万元"]

SUMMARY, EXPENDITURE, PROSE, STATE_CAPITAL = 0, 1, 2, 3


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
    state_capital = Form("国有资本经营预算支出表", (BlockForm("", (RowForm("合计"),), (ColumnForm(""),)),))
    return FormSet("部门决算", "final-accounts", 2021, "万元", (summary, expenditure, prose, state_capital), {})


LINES = 400
"""A cell's number is the line that it stands in."""


def report(*cells: Cell) -> Report:
    """A report with those forms and these cells."""
    source = Source(PATH, "\n".join(f"第 {line} 行" for line in range(1, LINES)))
    made = Report(source, forms(), "部门决算", "某某市行政服务中心", 2021)
    made.tables = {
        EXPENDITURE: Table(EXPENDITURE, [Block({"221": Row("221", "221 住房保障支出", [None, None], "221", 1)})])
    }
    made.cells = [Cell(line, SUMMARY, 0, "总计", 0, None, line, 9) for line in range(LINES)]
    for each in cells:
        made.cells[each.index] = each
    return made


def cell(form: int, row: str, text: str, line: int, unit: Unit = MONEY, decimals: int = 2) -> Cell:
    """A cell in the first column of the first block; blank when the text is empty. Its line is its number, too."""
    digits = text.replace(",", "").replace(".", "").replace("%", "")
    amount = Amount(text, int(digits), decimals + 2 * (unit.name == "%"), unit, unit.exact) if text else None
    return Cell(line, form, 0, row, 0, amount, line, 9)


RULES = Source("spec/packs/demo/rules/01.jsr", "\n\n规则 样例：甲 = 乙\n")
LEFT, RIGHT = Name(("甲",), Span(8, 9)), Name(("乙",), Span(12, 13))
EQUATION = Compare("=", LEFT, RIGHT, span=Span(8, 13))


def rule(name: str, severity: str = "error", basis: str = "", message: str = "") -> RuleInfo:
    """A rule of the pack ``demo``."""
    assert severity in SEVERITIES
    return RuleInfo(f"demo/{name}", name, severity, basis, f"规则 {name}：甲 = 乙", RULES, Span(2, 12), message)


def linear(left: Sequence[Cell], right: Sequence[Cell]) -> GroundLinear:
    """The sum of some cells against that of others."""
    one, other = (Linear(dict.fromkeys((each.index for each in side), 1), printed=len(side)) for side in (left, right))
    row = one.copy()
    row.add(other, -1)
    return GroundLinear(Place(), EQUATION, "=", row, one, other)


def same_amount(name: str, left: Cell, right: Cell) -> Outcome:
    """Two figures, one last place apart."""
    return Outcome(rule(name), linear([left], [right]), Judgement("rounding", "same_amount"))


def example() -> Result:
    """One of everything."""
    summary = cell(SUMMARY, "财政拨款收入", "1,668.98", 12)
    total = cell(EXPENDITURE, "合计", "1,668.99", 66)
    whole = cell(SUMMARY, "总计", "1,669.02", 14)
    told = cell(PROSE, "收支总计", "1668.99", 212)
    housing, stated = cell(EXPENDITURE, "221", "28.09", 88), cell(PROSE, "收支总计", "28.29", 214)
    parts = cell(EXPENDITURE, "22101", "20.00", 89), cell(EXPENDITURE, "22102", "8.07", 90)
    share = cell(PROSE, "占比", "99.99%", 215, UNITS["%"])
    running, public = cell(PROSE, "运行经费", "142.80", 216), cell(PROSE, "公用经费", "480.66", 217)
    absent = Reason("absent", Subject("table", STATE_CAPITAL))
    at_table = Place(EXPENDITURE, 0)
    outcomes = [
        same_amount("收入一致", summary, total),
        same_amount("总额一致", summary, told),
        Outcome(
            rule("支出结构一致", basis="财决附01表 说明三"),
            linear([stated], [housing]),
            Judgement("violation", difference=(20, 100), allowance=(1, 100)),
        ),
        Outcome(
            rule("占比", "warning"),
            GroundRatio(
                Place(), EQUATION, share.index, Linear({total.index: 1}, printed=1), Linear({whole.index: 1}, printed=1)
            ),
            Judgement("violation", "truncation", difference=(-1, 10**4), allowance=(0, 10**4)),
        ),
        Outcome(rule("逐级汇总"), linear([housing], parts), Judgement("rounding")),
        Outcome(rule("国资表"), Unbound(at_table, absent), Judgement.without(absent)),
        Outcome(rule("国资数"), Unbound(at_table, absent), Judgement.without(absent)),
        Outcome(rule("运行经费"), linear([running], [public]), Judgement("undetermined", "not_comparable")),
        Outcome(
            rule("购置须有车"),
            Unbound(at_table, Reason("condition_false")),
            Judgement.without(Reason("condition_false")),
        ),
        Outcome(rule("收入合计"), linear([whole], [whole]), Judgement("pass")),
    ]
    made = report(summary, total, whole, told, housing, stated, *parts, share, running, public)
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


amounts = st.builds(
    Amount, words, st.integers(-(10**18), 10**18), st.integers(2, 6), st.sampled_from([*UNITS.values()]), st.booleans()
)


@st.composite
def cells(draw: st.DrawFn) -> list[Cell]:
    """Cells at the numbers 0 to 9, some of them blank, one of them printed at least."""
    made = []
    for number in range(10):
        form = draw(st.sampled_from([SUMMARY, EXPENDITURE, PROSE]))
        row = draw(words | st.sampled_from(["221", "合计"]))
        amount = draw(amounts if not number else st.none() | amounts)
        made.append(Cell(number, form, 0, row, 0, amount, draw(st.integers(0, LINES - 1)), draw(st.integers(0, 90))))
    return made


rationals = st.tuples(st.integers(-(10**20), 10**20), st.integers(1, 10**6))
maybe_rationals = st.none() | rationals
subjects = st.none() | st.builds(
    Subject,
    st.sampled_from(get_args(SubjectKind)),
    st.sampled_from([SUMMARY, EXPENDITURE, PROSE]),
    st.just(0),
    words,
    st.just(0),
    st.booleans(),
    words,
)
reasons = st.builds(Reason, st.sampled_from(get_args(ReasonCode)), subjects, st.lists(words, max_size=2).map(tuple))
places = st.builds(Place, st.integers(-1, PROSE), st.just(0), words, st.integers(-1, 0))
nodes = st.sampled_from([EQUATION, Call("exists", (LEFT,), Span(8, 9)), Logic("or", (EQUATION, EQUATION), Span(8, 13))])


@st.composite
def outcomes(draw: st.DrawFn, printed: list[int]) -> Outcome:
    """An outcome about these printed cells, whatever its verdict."""
    forms_ = st.builds(
        Linear,
        st.dictionaries(st.sampled_from(printed), st.integers(-9, 9), max_size=4),
        st.integers(-(10**6), 10**6),
        st.integers(1, 1000),
        st.integers(0, 3),
        st.booleans(),
    )
    place = draw(places)
    ground: Ground
    match draw(st.integers(0, 3)):
        case 0:
            left, right = draw(forms_), draw(forms_)
            row = left.copy()
            row.add(right, -1)
            operator = draw(st.sampled_from(get_args(Comparison)))
            ground = GroundLinear(place, EQUATION, operator, row, left, right)
        case 1:
            ground = GroundRatio(place, EQUATION, draw(st.sampled_from(printed)), draw(forms_), draw(forms_))
        case 2:
            ground = GroundCondition(place, draw(nodes))
        case _:
            ground = Unbound(place, draw(reasons))
    judgement = Judgement(
        draw(st.sampled_from(get_args(Verdict))),
        draw(st.sampled_from(get_args(Kind))),
        draw(maybe_rationals),
        draw(maybe_rationals),
        draw(maybe_rationals),
        draw(maybe_rationals),
        draw(st.none() | reasons),
    )
    message = draw(words | st.just("{左}对{右}：{差}，{表}"))
    name = draw(words)
    info = RuleInfo(
        f"demo/{name}", name, draw(st.sampled_from(SEVERITIES)), draw(words), draw(words), RULES, Span(2, 12), message
    )
    return Outcome(info, ground, judgement)


@st.composite
def results(draw: st.DrawFn) -> Result:
    """A result of any kind; outcomes there are only where the report could be read."""
    path, packs = draw(words), draw(st.lists(st.builds(PackInfo, words, words, words, words), max_size=2))
    told = draw(st.lists(diagnostics(), max_size=2))
    if draw(st.booleans()):
        return Result(path, None, packs, [], told)
    made = report(*draw(cells()))
    made.unit, made.year = draw(words), draw(st.none() | st.integers(1900, 2100))
    printed = [each.index for each in made.cells if each.amount is not None]
    return Result(path, made, packs, draw(st.lists(outcomes(printed), max_size=6)), told)
