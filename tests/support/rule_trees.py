"""Hypothesis strategies for random rule trees, as the parser would make them."""

from __future__ import annotations

from hypothesis import strategies as st

from jsrules.model.functions import FUNCTIONS, is_figure
from jsrules.model.origins import PRIOR, SUBORDINATES, Units
from jsrules.model.statements import Applies, Definition, Keep, NatureScope, Rule, Scope
from jsrules.model.syntax import (
    Arithmetic,
    Beside,
    ByCode,
    ByLine,
    ByName,
    Call,
    Children,
    Chosen,
    Compare,
    Constant,
    Current,
    Details,
    Every,
    Expression,
    Here,
    If,
    Index,
    Logic,
    Name,
    Negative,
    Not,
    OfLevel,
    Operation,
    PrintedName,
    Quantifier,
    Range,
    Text,
    Tolerance,
)

# Names that are words, names that need quoting, and names that look like keywords, figures or selectors.
PARTS = st.sampled_from(
    [
        "合计",
        "本年收入合计",
        "支出",
        "a",
        "total",
        "若",
        "表",
        "每行",
        "规则",
        "因公出国（境）费",
        "“三公”经费支出决算表",
        "收、支总计",
        "一、营业收入",
        "减：营业成本",
        "（一）甲",
        "1.乙",
        "上一栏",
        "除",
        "各明细",
        "a-b",
        "100%",
        "10 级",
        "x=y",
        "年 度",
        "级别",
        "各类",
        "本级",
        "本行",
        "if",
        "no",
        "2021",
        "31行",
        "01表31行1栏",
        "a.b",
    ]
)
PATHS = st.lists(PARTS, min_size=1, max_size=3).map(tuple)
FIGURES = st.tuples(st.integers(0, 10**12), st.integers(0, 4))
LITERALS = st.one_of(
    FIGURES.map(lambda f: Constant(*f)),
    FIGURES.map(lambda f: Constant(f[0], f[1] + 2, "%")),
    FIGURES.map(lambda f: Constant(f[0], f[1] + 3, "‰")),
    st.tuples(FIGURES, st.sampled_from(["元", "万元", "辆", "人次", "件", "匹马", "元/人·月", "倍"])).map(
        lambda p: Constant(*p[0], p[1])
    ),
)
CODES = st.sampled_from(["201", "20103", "2010306"]).map(ByCode)
LINES = st.sampled_from(["1", "31", "99", "1.1", "1-2", "A"]).map(ByLine)
ROW_LINES = LINES.filter(lambda line: line.label.isdigit())
ROWS = st.one_of(
    PARTS.filter(lambda name: "、" not in name).map(ByName),
    CODES,
    LINES,
    st.just(Every()),
    st.just(Here()),
    st.just(Here(outer=True)),
    st.just(Children()),
    st.sampled_from(["top", "group", "item"]).map(OfLevel),
    st.tuples(ROW_LINES, ROW_LINES).map(lambda pair: Range(*pair)),
    st.tuples(CODES, CODES).map(lambda pair: Range(*pair)),
    st.sampled_from(
        [Range(ByName("一月"), ByName("六月")), Beside("row", -1), Beside("row", 1), Details(), Details("合计")]
    ),
)
COLUMNS = st.one_of(
    PARTS.filter(lambda name: "、" not in name).map(ByName),
    LINES,
    st.just(Every()),
    st.just(Here()),
    st.just(Here(outer=True)),
    st.sampled_from([Beside("column", -1), Beside("column", 1)]),
)
NAMES = PATHS.filter(lambda parts: all("、" not in part for part in parts)).map(Name)
REFERENCES = st.one_of(
    NAMES,
    st.tuples(NAMES, ROWS, st.none() | COLUMNS).map(lambda t: Index(t[0].parts, t[1], t[2])),
    st.tuples(ROWS, COLUMNS).map(lambda t: Index((), t[0], t[1])),
    st.tuples(NAMES, ROWS, st.none() | COLUMNS).map(lambda t: Index(t[0].parts, t[1], t[2], origin=PRIOR)),
    st.tuples(ROWS, COLUMNS).map(lambda t: Index((), t[0], t[1], origin=PRIOR)),
    NAMES.map(lambda name: Name(name.parts, origin=PRIOR)),
    st.tuples(NAMES, ROWS, st.none() | COLUMNS).map(lambda t: Index(t[0].parts, t[1], t[2], origin=SUBORDINATES)),
    st.tuples(ROWS, COLUMNS).map(lambda t: Index((), t[0], t[1], origin=SUBORDINATES)),
    NAMES.map(lambda name: Name(name.parts, origin=SUBORDINATES)),
    st.just(Units()),
    st.sampled_from([Current(Here()), Current(Children()), Current(OfLevel("top")), Current(OfLevel("item"))]),
    st.sampled_from([Current(Details()), Index((), Beside("row", -1), None), Index((), Details("一、收入"), None)]),
)


def _figures(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.tuples(inner, st.lists(st.tuples(st.sampled_from("+-*/"), inner), min_size=1, max_size=3)).map(
            lambda t: Arithmetic.of(t[0], *(Operation(*each) for each in t[1]))
        ),
        inner.map(Negative),
        st.tuples(
            st.sampled_from([function for function in FUNCTIONS if is_figure(function)]),
            st.lists(inner, min_size=1, max_size=3).map(tuple),
        ).map(lambda t: Call(*t)),
    )


FIGURE = st.recursive(LITERALS | REFERENCES, _figures, max_leaves=12)
TOLERANCES = st.one_of(
    st.none(),
    FIGURES.map(lambda f: Tolerance(*f)),
    FIGURES.map(lambda f: Tolerance(f[0], f[1] + 2, True)),
)
WORDS = st.sampled_from(["", "局", "a b", "#x", "//"])
COMPARISONS = st.tuples(st.sampled_from(["=", "==", "<>", "<", "<=", ">", ">="]), FIGURE, FIGURE, TOLERANCES).map(
    lambda t: Compare(*t)
)
PRINTED = REFERENCES | st.sampled_from([PrintedName("row"), PrintedName("column"), PrintedName("row", outer=True)])
TEXTUAL = st.tuples(st.sampled_from(["=", "<>"]), PRINTED, WORDS.map(Text)).map(lambda t: Compare(*t))
LIKE = st.tuples(PRINTED, WORDS.map(Text)).map(lambda t: Call("like", t))
ELEMENTS = st.tuples(st.sampled_from([">", "=", "<="]), st.just(Name(("本值",))), LITERALS).map(lambda t: Compare(*t))
CHOSEN = st.tuples(
    st.sampled_from(["sum", "count", "any", "all"]), st.lists(REFERENCES, min_size=1, max_size=2), ELEMENTS
).map(lambda t: Call(t[0], tuple(Chosen(each, t[2]) for each in t[1])))
CHOICES = CHOSEN.map(lambda call: call if call.function in ("any", "all") else Compare("=", call, Constant(1, 0)))
TRUTHS = st.tuples(st.sampled_from(["exists", "blank"]), REFERENCES.map(lambda r: (r,))).map(lambda t: Call(*t))


def _conditions(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3).map(tuple)).map(
            lambda t: Logic(*t)
        ),
        inner.map(Not),
        st.tuples(inner, inner).map(lambda t: If(*t)),
    )


CONDITIONS = st.recursive(COMPARISONS | TRUTHS | TEXTUAL | LIKE | CHOICES, _conditions, max_leaves=5)
SUBSETS = st.one_of(
    PARTS.map(ByName), CODES, LINES, st.tuples(LINES, LINES).map(lambda pair: Range(*pair)), st.just(ByName("收、支"))
)
QUANTIFIERS = st.one_of(
    st.none(),
    st.tuples(
        st.lists(
            st.sampled_from(["row", "column", "code", "class", "group", "item", "table", "unit"]),
            min_size=1,
            max_size=2,
        ).map(tuple),
        st.just(()) | NAMES.map(lambda name: name.parts),
        st.just(()),
        st.just(()) | st.lists(SUBSETS, min_size=2, max_size=3).map(tuple),
        st.just(()) | st.lists(SUBSETS, min_size=1, max_size=3).map(tuple),
    ).map(lambda t: Quantifier(*t)),
)
LABELS = st.sampled_from(["收入总计", "R 1", "规则一", "若", "a-b", "（一）"])
TEXTS = st.sampled_from(["", "基本平衡公式 31=27+28+29", "第 1 条：“三公”", "a # b", "http://x"])
APPLIES = st.one_of(
    st.lists(st.sampled_from(["2021", "2020..2022", "2020..", "..2022"]), min_size=1, max_size=2).map(
        lambda values: Applies("year", tuple(values))
    ),
    st.tuples(
        st.sampled_from(["region", "kind"]),
        st.lists(st.sampled_from(["河南省*", "北京"]), min_size=1, max_size=2).map(tuple),
    ).map(lambda t: Applies(*t)),
)
ALLOWED = st.lists(st.tuples(st.sampled_from(["W301", "W310"]), st.just("有理由")), max_size=2).map(tuple)
RULES = st.builds(
    Rule,
    name=LABELS,
    body=CONDITIONS,
    quantifier=QUANTIFIERS,
    nature=st.sampled_from(["", "balance", "logic", "plausibility"]),
    level=st.sampled_from([None, "error", "warning", "info"]),
    basis=TEXTS,
    message=TEXTS,
    tags=st.lists(st.sampled_from(["甲", "b"]), max_size=2).map(tuple),
    comparable=st.booleans(),
    applies=st.lists(APPLIES, max_size=2).map(tuple),
    missing=st.sampled_from(["blank", "absent", "skip"]),
    waivable=st.booleans(),
    allowed=ALLOWED,
)
SCOPES = st.one_of(st.just(Scope(())), NAMES.map(lambda name: Scope(name.parts)))
DEFINITIONS = st.builds(Definition, PARTS.filter(lambda name: "、" not in name), FIGURE, ALLOWED)
NATURES = st.sampled_from(["balance", "logic", "plausibility"]).map(NatureScope)
KEEPS = st.builds(
    Keep,
    names=st.lists(REFERENCES | REFERENCES.map(lambda name: Call("sum", (name,))), min_size=1, max_size=3).map(tuple),
    weight=st.sampled_from([0, 1, 3, 999]),
    basis=TEXTS,
    applies=st.lists(APPLIES, max_size=2).map(tuple),
    allowed=ALLOWED,
)
STATEMENTS = KEEPS | RULES | SCOPES | DEFINITIONS | APPLIES | NATURES
