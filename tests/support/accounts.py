"""Hypothesis strategies for reports and the rules that fit them, as text: what authors write, in every combination."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from jsrules.model.functions import FUNCTIONS
from support.independent import often
from support.prints import figures, prints, rates, unreadable

NAMES = ["a", "b", "c", "d", "e", "f"]

FORMS = """
表样: 小决算
代号: small
年度: 2021
金额单位: 万元
科目:
  功能分类: {位数: [3, 5, 7], 类: {201: 一般, 205: 教育, 208: 社保}}
表:
  总表:
    栏块:
      收入:
        栏: {金额: 1}
        行: {甲: 1, 乙: 2, 丙: 3, 收入合计: 4}
      支出:
        科目: 功能分类
        栏: {合计: 2, 基本: 3}
        行:
          一般: {行次: 11, 科目: 201}
          教育: {行次: 12, 科目: 205}
          支出合计: 13
  明细表:
    表号: 公开02表
    科目: 功能分类
    可增行: true
    栏: {合计: 1, 基本: 2, 项目: 3}
    行: {总计: ~}
  基金表:
    可缺: true
    科目: 功能分类
    可增行: true
    栏: {年初: 1, 合计: 2}
    行: {总计: ~}
  项目表:
    可缺: true
    可增行: true
    栏: {类别: {单位: 文字}, 开工: {单位: 日期}, 竣工: {单位: 日期}, 金额: ~, 件数: {单位: 件}}
    行: {合计: ~}
情况说明:
  总体:
    行:
      收支: ~
      比率: {单位: "%"}
      个数: {单位: 个}
      可缺数: {可缺: true}
      比较: {可缺: true, 选项: [大于, 小于, 持平]}
      名单: {列表: 功能分类}
  明细:
    科目: 功能分类
    可增行: true
    栏: {预算: ~, 决算: ~, 完成率: {单位: "%"}}
    行: {总计: ~}
"""
"""A small form set with everything that a form set can have: blocks, keyed and open rows, optional parts, prose."""


BARE_RATES = often((9, rates()), (1, figures()))
BLANK_RATES = often((9, rates()), (2, st.just("~")), (1, unreadable()))


@st.composite
def flat_reports(draw: st.DrawFn) -> str:
    """A report without a form set: amounts a to f, those numbered 7 and 8, rates r, s and w, counts n and m, a norm p, a
    text. What is none may stand for any of them.
    """
    lines = draw(st.sampled_from([[], [], [], ["金额单位: 万元"], ["金额单位: 元"]]))
    lines = [*lines, *(f"{name}: {draw(prints())}" for name in NAMES)]
    lines += [f"r: {draw(BARE_RATES)}", f"s: {draw(BLANK_RATES)}"]
    lines += [f"n: {draw(st.integers(0, 3))} 个"]
    lines += [f"在职人数: {draw(st.integers(0, 3))}", f"q（万元）: {draw(figures())}"]
    lines += [f"m: {draw(st.sampled_from(['2 件', '3 件', '2.5 件', '2 匹马', '0.02 万件', '200 件']))}"]
    lines += [f"w: {draw(st.sampled_from(['5‰', '5.0‰', '0.5%', '0.4 个百分点', '1 成', '2 倍', '0.02 倍']))}"]
    lines += [f"p: {draw(st.sampled_from(['3 元/个', '0.5 万元/个', '3.00', '1 元/件']))}"]
    lines += [f"h: {{行次: 7, 金额: {draw(prints())}}}", f"8: {draw(prints())}"]
    lines += [f"k: {draw(KINDS)}", f"l: {draw(KINDS)}", f"x: {draw(DATES)}", f"y: {draw(DATES)}"]
    lines += [f"g: {draw(st.sampled_from(['见附件', '1.00', '~']))}"]
    lines += draw(st.sampled_from([[], ["年度: 2021"], ["年度: 2021", "单位: 某某局"]]))
    lines += draw(st.sampled_from([[], ["地区: 河南省"], ["单位性质: 事业单位"]]))
    return "\n".join(lines) + "\n"


OF_FIGURES = [row.words[0] for row in FUNCTIONS.values() if row.arguments == ("figures",)]
"""The functions of any number of figures: sums, means and whatever else there is."""

LITERALS = st.sampled_from(["0", "1", "2", "3", "0.5", "0.01", "100", "1.005"])
TOLERANCES = st.sampled_from(["", "", "", "", "", " ± 0.01", " ± 0.05", " ± 1%", " ± 50%", " ± 0"])
OPERATORS = st.sampled_from(["=", "=", "=", "=", "==", "<>", "<", "<=", ">", ">=", "不小于", "不大于", "等于"])


def amounts(cells: st.SearchStrategy[str], ranges: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions over single cells and ranges of them."""

    def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        pair = st.tuples(inner, inner)
        some = st.lists(inner | ranges, min_size=1, max_size=3).map(", ".join)
        return st.one_of(
            st.tuples(inner, st.sampled_from("++--*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
            pair.map(lambda t: f"{t[0]} + {t[1]}"),
            inner.map(lambda x: f"(-{x})"),
            inner.map(lambda x: f"绝对值({x})"),
            inner.map(lambda x: f"|{x}|"),
            st.tuples(inner, st.integers(0, 2)).map(lambda t: f"舍入({t[0]}, {t[1]})"),
            st.tuples(st.sampled_from(["合计", *OF_FIGURES]), some).map(lambda t: f"{t[0]}({t[1]})"),
            ranges.map(lambda x: f"计数({x})"),
            st.tuples(st.sampled_from(["合计", "计数", *OF_FIGURES]), ranges, choosers(inner)).map(
                lambda t: f"{t[0]}({t[1]}, 若 {t[2]})"
            ),
        )

    return st.recursive(often((3, cells), (1, LITERALS)), grown, max_leaves=5)


def choosers(figures: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Conditions that choose cells: on the cell itself, on others, on both."""
    own = st.tuples(st.sampled_from(["本值", "本值", "本级", "合计([本行, *])"]), OPERATORS, figures | LITERALS).map(
        " ".join
    )
    simple = often((2, own), (1, st.sampled_from(["非 空白(本值)", "本值 介于 0 和 2 之间", "存在([本行, 本栏])"])))
    return st.one_of(simple, st.tuples(simple, st.sampled_from(["且", "或"]), simple).map(" ".join))


def comparisons(
    cells: st.SearchStrategy[str], ranges: st.SearchStrategy[str], rate_cells: st.SearchStrategy[str] | None = None
) -> st.SearchStrategy[str]:
    """Comparisons of every kind: sums, means, products, and, where there are cells for them, rates."""
    sums = st.lists(cells, min_size=1, max_size=4).map(" + ".join)
    linear = st.tuples(sums, OPERATORS, sums, TOLERANCES).map(lambda t: f"{t[0]} {t[1]} {t[2]}{t[3]}")
    quotient = st.tuples(sums, sums).map(lambda t: f"({t[0]}) / ({t[1]})")
    moved = st.recursive(
        quotient,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["+", "-", "-", "*", "/"]), LITERALS).map(
                lambda t: f"({t[0]} {t[1]} {t[2]})"
            ),
            st.tuples(LITERALS, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
            inner.map(lambda x: f"(-{x})"),
        ),
        max_leaves=3,
    )
    rates = [(2, st.tuples(rate_cells, moved).map(lambda t: f"{t[0]} = {t[1]}"))] if rate_cells is not None else []
    scaled = st.tuples(cells, cells, LITERALS).map(lambda t: f"{t[0]} = {t[1]} / {t[2]}")
    mean = st.tuples(cells, ranges).map(lambda t: f"{t[0]} = 平均({t[1]})")
    wide = st.tuples(amounts(cells, ranges), OPERATORS, amounts(cells, ranges), TOLERANCES)
    chosen = st.tuples(cells, OPERATORS, st.sampled_from(["合计", "计数", "平均"]), ranges, choosers(cells)).map(
        lambda t: f"{t[0]} {t[1]} {t[2]}({t[3]}, 若 {t[4]})"
    )
    quantified = st.tuples(st.sampled_from(["任一", "全部"]), ranges, choosers(cells)).map(
        lambda t: f"{t[0]}({t[1]}, 若 {t[2]})"
    )
    wide_text = wide.map(lambda t: f"{t[0]} {t[1]} {t[2]}{t[3]}")
    chain = st.tuples(cells, cells, cells).map(" >= ".join)
    within = st.tuples(cells, cells).map(lambda t: f"{t[0]} 介于 0 和 {t[1]} 之间")
    others = st.one_of(scaled, mean, chosen, quantified, wide_text, chain, within)
    return often((3, linear), *rates, (5, others))


def conditions(atoms: st.SearchStrategy[str], places: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Conditions made of comparisons and of what exists."""
    exist = st.tuples(st.sampled_from(["存在", "空白"]), places).map(lambda t: f"{t[0]}({t[1]})")

    def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.tuples(inner, st.sampled_from(["且", "或"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
            inner.map(lambda x: f"非 ({x})"),
            st.tuples(inner, inner).map(lambda t: f"(若 {t[0]} 则 {t[1]})"),
        )

    blank = st.tuples(places, st.sampled_from(["为空", "不为空"])).map(" ".join)
    simple = st.recursive(often((3, atoms), (1, exist)), grown, max_leaves=3).map(unwrapped)
    guard = often((2, exist), (2, blank), (1, atoms))
    said = st.tuples(st.sampled_from(["若 {}，则 {}", "当 {} 时，{}"]), guard, atoms).map(lambda t: t[0].format(*t[1:]))
    return often((6, atoms), (8, simple), (2, said))


def unwrapped(condition: str) -> str:
    """Without brackets around the whole, so that 且 and 若 also stand outermost."""
    if not condition.startswith("("):
        return condition
    depth = 0
    for place, character in enumerate(condition):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return condition[1:-1] if place == len(condition) - 1 else condition
    return condition


OF_UNITS = [
    *(
        "m = 2 件",
        "m + m >= 4 件",
        "m <= 2 匹马",
        "m = 0.02 万件",
        "m > n",
        "w <= 5‰",
        "w = r - s",
        "w >= 0.5 个百分点",
    ),
    *(
        "w = a / b",
        "w = 2 倍",
        "a / n <= 3 元/个",
        "a = p * n",
        "p = a / n",
        "a / n = p",
        "p <= 5000 元/个",
        "m = m * 1",
    ),
    *(
        "n = 在职人数",
        "在职人数 + 在职人数 >= n",
        "a = q",
        "q = a + b",
        "在职人数 = 2",
        "q <= 3 万元",
        "a + b = 3 万元",
        "r = 2.5%",
    ),
]


def flat_rules() -> st.SearchStrategy[str]:
    """Rules about a flat report."""
    cells = st.sampled_from([*NAMES * 4, "g", "7行", "[行8]", "(7-8)行", "上年.a", "上年.b", "z"])
    ranges = st.lists(cells, min_size=1, max_size=4).map(", ".join)
    other = ["n = 2", "n > 1", "r <= 100%", "r + s = 100%", "报告.年度 = 2021", '报告.单位 = "某某局"']
    atoms = often(
        (5, comparisons(cells, ranges, st.sampled_from("rs"))),
        (1, st.sampled_from([*OF_UNITS, *other])),
        (1, of_texts(["k", "l", "n", "g"], ["x", "y"])),
    )
    places = often((5, cells), (1, st.sampled_from(["r", "s", "n", "报告.单位", "上年.报告.单位"])))
    return rule_files(conditions(atoms, places), amounts(cells, ranges))


def consolidating_rules(
    cells: st.SearchStrategy[str],
    many: st.SearchStrategy[str],
    rate_cells: st.SearchStrategy[str],
    tables: tuple[str, ...] = (),
) -> st.SearchStrategy[str]:
    """Rules about a report and those of its subordinate units: about all of them, or about each."""
    theirs = cells.map("下级单位.{}".format)
    ranges = st.lists(many.map("下级单位.{}".format) | cells, min_size=1, max_size=3).map(", ".join)
    typical = st.tuples(cells, ranges).map(lambda t: f"{t[0]} = 合计({t[1]})")
    counted = st.sampled_from(["计数(下级单位) = 2", "计数(下级单位) <= 1"])
    of_all = conditions(often((3, typical), (3, comparisons(cells, ranges, rate_cells)), (1, counted)), cells)
    head = st.sampled_from(
        [
            "下级单位.报告.年度 = 报告.年度",
            "下级单位.报告.单位 <> 报告.单位",
            *(['下级单位.基金表.说明 <> ""'] if tables else []),
            '形如(下级单位.报告.单位, "*0")',
        ]
    )
    own = often((3, theirs), (1, cells))
    of_each = conditions(
        often((4, comparisons(own, theirs, rate_cells.map("下级单位.{}".format))), (1, head)),
        st.one_of(theirs, *([st.sampled_from(tables).map("下级单位.{}".format)] if tables else [])),
    )
    return rule_files(st.one_of(of_all, of_each.map("每个下级单位 {}".format)), amounts(cells, many), "表间")


@st.composite
def subordinates(draw: st.DrawFn, reports: st.SearchStrategy[str]) -> tuple[str, ...]:
    """The reports of up to three subordinate units; what they say may be left out."""
    made = []
    for number, text in enumerate(draw(st.lists(reports, max_size=3))):
        lines = text.replace("某某局", f"下属单位{number}").splitlines(keepends=True)
        if not text.startswith("报告"):
            lines = [line for line in lines if not line.startswith(draw(st.sampled_from("aabcxxxxxxxx")))]
        made.append("".join(lines))
    return tuple(made)


WEIGHTY = ["口径 可不同", "适用 年度 2020..2021", "适用 年度 2022..", "缺行 缺少", "缺行 不适用", "缺行 空白"]
WEIGHTY += ["适用 地区 河南省*", "适用 单位性质 事业单位、行政单位"]
OTHERS = ["类型 平衡", "类型 逻辑", "类型 核实", "级别 警告", "级别 错误", "级别 提示", "标签 甲、乙", '依据 "公式 1"']
OTHERS += ['信息 "{左} 应为 {右}"', "可说明 否", "可说明 是", '允许 W301 "有意"']
METADATA: st.SearchStrategy[list[str]] = often(
    (4, st.just([])),
    (3, st.sampled_from(WEIGHTY).map(lambda x: [f"  {x}"])),
    (1, st.sampled_from(OTHERS).map(lambda x: [f"  {x}"])),
)
"""Metadata, most of them such that change what a rule says."""

BEFORE: st.SearchStrategy[list[str]] = often(
    (10, st.just([])),
    (2, st.sampled_from(["平衡", "逻辑", "核实"]).map(lambda x: [f"类型 {x}"])),
    (
        1,
        st.sampled_from(["年度 2020..2022", "年度 2022..", "地区 河南*", "单位性质 行政*"]).map(
            lambda x: [f"适用 {x}"]
        ),
    ),
)
"""What may stand at the head of a file: the kind of its formulas, the reports that it is for."""


KEPT_METADATA: st.SearchStrategy[list[str]] = often(
    (1, st.just([])),
    (1, st.just(["  权重 3"])),
    (1, st.sampled_from([['  依据 "银行对账单"'], ["  适用 年度 2021"], ['  允许 W319 "有意"']])),
)


def rule_files(
    bodies: st.SearchStrategy[str], defined: st.SearchStrategy[str], scope: str = ""
) -> st.SearchStrategy[str]:
    """Files with a rule, sometimes about what it defines, and now and then with what is kept."""
    kept = defined.filter(lambda text: re.fullmatch(r"[^\W\d]\w*(\.[^\W\d]\w*)*(\[[^\[\]]*\])?", text) is not None)

    @st.composite
    def written(draw: st.DrawFn) -> str:
        lines = [*draw(BEFORE), *([scope] if scope else [])]
        if draw(st.integers(0, 11)) == 5:
            name = draw(st.sampled_from(["定义的数", "某数"]))
            lines += [f"设 {name} = {draw(defined)}", *draw(st.sampled_from([[], [], ['  允许 W301 "有意"']]))]
            body = f"{name} {draw(OPERATORS)} {draw(defined)}"
        else:
            body = draw(bodies)
        lines += [f"规则 甲：{body}", *draw(METADATA)]
        if draw(st.integers(0, 5)) == 3:  # what is kept changes no verdict
            lines += [f"不改 {draw(kept)}", *draw(KEPT_METADATA)]
        return "\n".join(lines) + "\n"

    return written()


KEYED = ["201 一般", "20101 办公", "2010101 行政", "2010102 专项", "205 教育", "20502 普教", "208 社保"]


BLANK_RATE = often((5, rates()), (1, st.just("~")))


@st.composite
def rows(draw: st.DrawFn, names: list[str], columns: str) -> list[str]:
    """Rows of a table, some of them left out; ``columns``: a letter for each, ``m`` an amount and ``r`` a rate."""
    made = []
    for name in names:
        if draw(st.integers(0, 3)):
            row = [draw(figures() if column == "m" else BLANK_RATE) for column in columns]
            made.append(f"{name}: [{', '.join(row)}]" if len(columns) > 1 else f"{name}: {row[0]}")
    return made


def stated(one: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A figure of prose, now and then stated several times."""
    return often((3, one), (1, st.lists(one, min_size=2, max_size=3).map(lambda several: f"[{', '.join(several)}]")))


STATED = {"m": stated(figures()), "r": stated(BLANK_RATE)}
COMPARED = stated(st.sampled_from(["大于", "小于", "~"]))
NAMED = st.lists(st.sampled_from(["一般", "教 育", "办公", "普教等", "甲"]), max_size=3).map("、".join)


@st.composite
def prose_rows(draw: st.DrawFn, names: list[str], columns: dict[str, str]) -> list[str]:
    """Rows of a section, each a mapping of columns; some rows and columns left out."""
    made = []
    for name in names:
        cells = [f"{each}: {draw(STATED[kind])}" for each, kind in columns.items() if draw(st.integers(0, 5))]
        made += [f"{name}: {{{', '.join(cells)}}}"] if cells and draw(st.integers(0, 3)) else []
    return made


def indented(lines: list[str], head: str) -> list[str]:
    """A mapping with these entries; without any the head alone."""
    return [head, *(f"  {line}" for line in lines)] if lines else [f"{head} ~"]


KINDS = st.sampled_from(["甲", "乙", "Ａ", "A", "5", "~", "甲 "])
DATES = st.sampled_from(
    [
        *(
            "2021-03-01",
            "2021年3月1日",
            "2021/3/1",
            "2021.03.31",
            "20210315",
            "2021-03",
            "2021年3月",
            "2021年",
            "2022-01",
        ),
        *("2021-02-30", "去年", "~", "2021.03", "2021-02-28"),
    ]
)


@st.composite
def project(draw: st.DrawFn, name: str) -> str:
    """A row of the table of projects."""
    return f"{name}: [{draw(KINDS)}, {draw(DATES)}, {draw(DATES)}, {draw(figures())}, {draw(st.integers(0, 3))}]"


def of_texts(kinds: list[str], dates: list[str]) -> st.SearchStrategy[str]:
    """Comparisons of texts and dates."""
    same, order = st.sampled_from(["=", "==", "<>"]), st.sampled_from(["=", "==", "<>", "<", "<=", ">", ">="])
    literal = st.sampled_from(['"甲"', '"a"', '"A"', '""', '"5"', '"2021-03"'])
    date = st.sampled_from(['"2021-03-01"', '"2021-03"', '"2021年"', '"2022.1.1"', '"20210315"'])
    texts, times = st.sampled_from(kinds), st.sampled_from(dates)
    return st.one_of(
        st.tuples(texts, same, literal | texts).map(" ".join),
        st.tuples(times, order, date | times).map(" ".join),
        st.tuples(date, order, times).map(" ".join),
        st.tuples(texts | times, st.sampled_from(['"*甲*"', '"2021*"', '"？"', '"[甲]"'])).map(
            lambda t: f"形如({t[0]}, {t[1]})"
        ),
    )


@st.composite
def form_reports(draw: st.DrawFn) -> str:
    """A report with the forms above; tables, rows, sections and cells may be left out."""
    lines = ["报告: 小决算", "单位: 某某局", "年度: 2021"]
    lines += draw(st.sampled_from([[], [], ["地区: 河南省"], ["单位性质: 事业单位"]]))
    income = draw(rows(["甲", "乙", "丙", "收入合计"], "m"))
    spending = draw(rows(["201", "205", "支出合计"], "mm"))
    blocks = [*indented(income, "收入:"), "支出:", *(f"  {line}" for line in indented(spending, "行:"))]
    lines += indented(blocks, "总表:")
    lines += ["明细表:", *(f"  {line}" for line in indented(draw(rows(["总计", *KEYED], "mmm")), "行:"))]
    if draw(st.integers(0, 2)):
        lines += ["基金表:", *(f"  {line}" for line in indented(draw(rows(["总计", *KEYED[:5]], "mm")), "行:"))]
        lines += draw(st.sampled_from([[], ["  说明: 本单位没有基金"], ['  说明: ""']]))
    projects = [draw(project(name)) for name in ("甲项", "乙 项", "合计") if draw(st.integers(0, 3))]
    lines += indented(indented(projects, "行:"), "项目表:") if projects else []
    whole = [f"收支: {draw(STATED['m'])}"] * draw(st.booleans()) + [f"比率: {draw(rates())}"] * draw(st.booleans())
    whole += [f"个数: {draw(st.integers(0, 3))} 个"] * draw(st.booleans()) + ["可缺数: 1.00"] * draw(st.booleans())
    whole += [f"比较: {draw(COMPARED)}"] * draw(st.booleans())
    whole += [f"名单: {draw(NAMED) or '~'}"] * draw(st.booleans())
    sections = indented(whole, "总体:") if draw(st.integers(0, 3)) else []
    if draw(st.integers(0, 3)):
        columns = {"预算": "m", "决算": "m", "完成率": "r"}
        some = draw(rows(["总计", *KEYED[:4]], "mmr") | prose_rows(["总计", *KEYED[:4]], columns))
        sections += ["明细:", *(f"  {line}" for line in indented(some, "行:"))]
    return "\n".join(lines + (indented(sections, "情况说明:") if sections else [])) + "\n"


INCOME = st.sampled_from(["甲", "乙", "丙", "收入合计", "行1", "2行", "第4行1栏"]).map("总表.收入.{}".format)
KEYS = st.sampled_from(["201", "205", "20101", "208", "总计"])
SPENT = st.tuples(st.sampled_from(["201", "205", "支出合计"]), st.sampled_from(["合计", "基本"])).map(
    lambda t: f"总表.支出[{t[0]}, {t[1]}]"
)
DETAIL = st.tuples(
    st.sampled_from(["明细表", "02表"]), KEYS, st.sampled_from(["合计", "基本", "项目", "2栏", "3"])
).map(lambda t: f"{t[0]}[{t[1]}, {t[2]}]")
FUND = st.tuples(KEYS.filter(lambda key: key != "208"), st.sampled_from(["年初", "合计"])).map(
    lambda t: f"基金表[{t[0]}, {t[1]}]"
)
PROSE = st.one_of(
    st.sampled_from(["收支", "可缺数"]).map("情况说明.总体.{}".format),
    st.tuples(KEYS.filter(lambda key: key in ("201", "总计")), st.sampled_from(["预算", "决算"])).map(
        lambda t: f"情况说明.明细[{t[0]}, {t[1]}]"
    ),
)
OWN = st.one_of(INCOME, SPENT, DETAIL, FUND, PROSE)
SINGLE = often((12, OWN), (1, OWN.map("上年.{}".format)))
SELECTORS = st.sampled_from(["各类", "各款", "各项", "*", "201..208", "20101..20502"])
GROUPS = often(
    (4, st.tuples(SELECTORS, st.sampled_from(["合计", "基本", "*"])).map(lambda t: f"明细表[{t[0]}, {t[1]}]")),
    (1, st.sampled_from(["总表.收入.1行..3行", "总表.11行2栏..12行2栏", "总表.行1+…+总表.行3"])),
    (
        1,
        st.sampled_from(
            ["总表.收入[行1..行3]", "总表.支出[行11..行12, 合计]", "总表.支出[*, *]", "基金表[各类, 合计]"]
        ),
    ),
    (1, st.sampled_from(["情况说明.明细[*, 决算]", "情况说明.明细[各类, 预算]"])),
    (
        2,
        st.sampled_from(
            ["明细表[201, 合计..项目]", "明细表[各类, 基本..项目]", "02表[总计, 1栏..3栏]", "明细表.总计[合计..基本]"]
        ),
    ),
    (
        1,
        st.sampled_from(
            ["基金表[*, 年初..合计]", "总表.支出[行11..行12, 合计..基本]", "总表.支出[支出合计, 2栏..3栏]"]
        ),
    ),
)
WITHOUT_PRIOR = often((1, OWN), (2, GROUPS))
MANY = often(
    (12, WITHOUT_PRIOR),
    (1, st.sampled_from(["上年.明细表[各类, 合计]", "上年.总表.收入[行1..行3]", "上年.基金表[总计, 年初..合计]"])),
)
TABLES = ("基金表", "明细表", "总表.支出", "基金表.说明")
RATES = st.sampled_from(["情况说明.总体.比率", "情况说明.明细[201, 完成率]", "情况说明.明细[总计, 完成率]"])
PLACES = often(
    (2, SINGLE),
    (1, MANY),
    (1, st.sampled_from(["基金表", "明细表", "总表.支出", "情况说明.总体", "情况说明.明细[*, 完成率]"])),
    (
        1,
        st.sampled_from(
            ["上年.基金表", "上年.总表.支出", "基金表.说明", "上年.基金表.说明", "上年.报告.单位", "报告.地区"]
        ),
    ),
)


def of_projects() -> st.SearchStrategy[str]:
    """Bodies about the table of projects: its texts, its dates, and the names of its rows and columns."""
    names = st.sampled_from(['"合计"', '"甲项"', '"乙项"', '"乙 项"'])
    row = st.one_of(
        of_texts(["类别"], ["开工", "竣工", "[合计, 开工]"]),
        st.tuples(st.sampled_from(["本行 = ", "本行 <> ", "本行 == "]), names).map("".join),
        st.sampled_from(['形如(本行, "*项")', '形如(本行, "乙 *")', "金额 > 0", "空白(类别)", "存在(开工)"]),
    )
    amount = st.sampled_from(["金额 <= 1", "金额 = 合计([*, 金额]) - 金额", "件数 >= 1 件", "金额 > 0"])
    column = st.sampled_from(["合计 = [甲项, 本栏] + [乙 项, 本栏]", "合计 >= [甲项, 本栏]"])
    return st.one_of(
        conditions(row, st.sampled_from(["金额", "类别"])).map(lambda x: f"每行 项目表：{x}"),
        st.tuples(row, amount).map(lambda t: f"每行 项目表：若 {t[0]} 则 {t[1]}"),
        st.tuples(st.sampled_from(['"金额"', '"件数"', '"金 额"']), column).map(
            lambda t: f"每栏 项目表：若 本栏 = {t[0]} 则 {t[1]}"
        ),
        column.map(lambda x: f"每栏 项目表：{x}"),
        names.map(lambda x: f"每行 若 本行 = {x} 则 项目表[本行, 金额] = 明细表[本行, 合计]"),
    )


RANGING = [
    ("每行 明细表：", ["合计", "基本", "项目", "1栏", "第3栏"], ["[本行, *]", "1栏+…+3栏"]),
    ("每个科目 明细表：", ["合计", "基本", "项目"], ["[下级, 合计]"]),
    ("每个类 明细表：", ["合计", "基金表[本行, 合计]", "总表.支出[本行, 合计]"], ["[下级, 合计]"]),
    ("每个款 明细表：", ["合计", "基本", "情况说明.明细[本行, 决算]"], ["基金表[下级, 合计]"]),
    ("每项 明细表：", ["合计", "基本"], ["明细表[本行, 基本..项目]", "上年.明细表[本行, 合计]"]),
    (
        "每行 明细表：",
        ["合计", "上年.明细表[本行, 合计]", "上一行.合计"],
        ["[本行, 合计..项目]", "明细表[本行, 基本..项目]"],
    ),
    (
        "每栏 明细表：",
        ["总计", "上一栏.总计", "[总计, 下一栏]", "总计[上一栏]"],
        ["[*, 上一栏]", "上年.明细表[*, 本栏]"],
    ),
    ("每行、每栏 明细表：", ["本级", "[本行, 上一栏]", "[下一行, 本栏]", "上一栏"], ["[本行, 合计..基本]"]),
    ("每类 明细表 除 205、[208]：", ["合计", "基本"], ["[下级, 基本..项目]"]),
    ("每行 明细表[201..205]：", ["合计", "基本"], ["[本行, *]"]),
    ("每行 明细表[201, 205]：", ["合计", "项目"], ["[本行, 基本..项目]"]),
    ("每行 总表.收入[行1, 行3]：", ["金额", "上一行.金额"], ["总表.收入[行1..行3]"]),
    ("每行 总表.收入[1行..3行]：", ["金额", "下一行.金额"], ["总表.收入[行1..行3]"]),
    ("每栏 明细表 除 基本 外：", ["总计", "上一栏.总计"], ["各类"]),
    ("每行 总表.收入 除 [行2]：", ["金额", "上一行.金额"], ["总表.收入[行1..行3]"]),
    ("每栏 明细表：", ["总计", "[201, 本栏]", "总表.支出[支出合计, 本栏]"], ["各类", "各款", "[*, 本栏]"]),
    ("每个科目、每栏 明细表：", ["本级", "[总计, 本栏]"], ["下级"]),
    ("每行、每栏 明细表：", ["本级", "[总计, 本栏]"], ["下级", "各类"]),
    ("每行 总表.收入：", ["金额", "总表.收入.收入合计"], ["总表.收入[行1..行3]"]),
    ("每栏 总表.支出：", ["支出合计", "明细表[总计, 本栏]", "11行", "[行12]"], ["各类", "11行..12行"]),
    ("每栏 情况说明.明细：", ["总计", "[201, 本栏]"], ["各类", "[*, 本栏]"]),
    ("每行 情况说明.明细：", ["预算", "决算", "明细表[本行, 合计]"], ["[*, 决算]"]),
    ("每个类 ", ["明细表[本行, 合计]", "基金表[本行, 合计]"], ["明细表[下级, 合计]", "基金表[本行, *]"]),
    (
        "每行 明细表：",
        ["合计", "基本"],
        ["下级单位.合计", "下级单位.明细表[本行, 项目]", "下级单位.明细表[各类, 合计]"],
    ),
    ("每栏 总表.支出：", ["支出合计"], ["下级单位.支出合计", "下级单位.总表.支出[*, 本栏]"]),
    ("", ["总表.11行", "总表.支出[行12]", "总表.(13-12)行", "总表.13行"], ["总表.11行..12行", "总表.支出.13行"]),
    ("", ["明细表.1栏", "明细表.2栏", "明细表.(1-3)栏"], ["明细表.2栏..3栏", "明细表.3栏"]),
    ("每行 ", ["明细表[本行, 合计]", "总表.支出[本行, 合计]"], ["明细表[各类, 合计]"]),
]
"""Quantifiers, with single cells and groups of cells that go with the current row and column."""

OUTER = [
    ("每行 明细表：", "[*, 合计]", ["外层行.合计", "[外层行, 基本]", "基金表[外层行, 合计]"]),
    ("每个科目 明细表：", "基金表[*, 合计]", ["外层行.合计", "明细表[外层行, 项目]", "上年.明细表[外层行, 合计]"]),
    ("每栏 明细表：", "[总计, *]", ["外层栏.总计", "[201, 外层栏]", "总表.支出[支出合计, 外层栏]"]),
    ("每行、每栏 明细表：", "[*, *]", ["[外层行, 外层栏]", "外层行.基本", "[外层行]"]),
    ("每行 ", "明细表[各类, 合计]", ["基金表[外层行, 合计]", "总表.支出[外层行, 合计]"]),
]
"""Quantifiers, groups of cells, and what their conditions may say of the row or column that the rule ranges over."""


def of_outer() -> st.SearchStrategy[str]:
    """Bodies with a condition on cells that looks at where the rule is."""

    def behind(head: str, many: str, outer: list[str]) -> st.SearchStrategy[str]:
        name = "外层栏" if head == "每栏 明细表：" else "外层行"
        here = "本栏" if head == "每栏 明细表：" else "本行"
        figures = st.sampled_from([*outer, "本值", f"合计({many}, 若 {here} = {name})"])
        atoms = often(
            (3, st.tuples(figures, OPERATORS, figures).map(" ".join)),
            (1, st.sampled_from([f"{here} <> {name}", f'形如({name}, "*2*")', f"列有(情况说明.总体.名单, {name})"])),
        )
        condition = st.one_of(atoms, st.tuples(atoms, st.sampled_from(["且", "或"]), atoms).map(" ".join))
        bodies = st.sampled_from(["全部({}, 若 {})", "任一({}, 若 {})", "计数({}, 若 {}) <= 1", "合计({}, 若 {}) = 2"])
        return st.tuples(bodies, condition).map(lambda t: head + t[0].format(many, t[1]))

    return often(*((1, behind(*each)) for each in OUTER))


def quantified() -> st.SearchStrategy[str]:
    """Bodies behind a quantifier."""

    def behind(head: str, cells: list[str], many: list[str]) -> st.SearchStrategy[str]:
        rate = st.just("完成率") if head == "每行 情况说明.明细：" else None
        one, several = st.sampled_from(cells), st.sampled_from(many)
        typical = st.tuples(one, several).map(lambda t: f"{t[0]} = 合计({t[1]})")
        atoms = often((1, typical), (2, comparisons(one, st.sampled_from(many + cells), rate)))
        return conditions(atoms, one | several).map(lambda body: head + body)

    named = "列有(情况说明.总体.名单, 本行)"
    agrees = st.sampled_from(["前后一致(决算)", "前后一致([本行, *])", "决算 <= 预算", named])
    prose = conditions(agrees, st.sampled_from(["决算", "完成率"])).map("每行 情况说明.明细：{}".format)
    return often(
        (4, of_projects()), (1, prose), (15, often(*((1, behind(*each)) for each in RANGING))), (2, of_outer())
    )


def scoped_rules() -> st.SearchStrategy[str]:
    """A rule behind the table that its names are of."""
    drawn = [
        ("表 总表.收入", ["甲", "乙", "3行", "收入合计"], ["1行..3行", "行1+…+行3"]),
        ("表 总表", ["收入.甲", "支出[201, 合计]", "13行2栏"], ["支出[各类, 合计]", "支出[行11..行12, 合计..基本]"]),
        (
            "表 明细表",
            ["[201, 合计]", "[总计, 基本]", "[205, 3栏]"],
            ["[*, 合计]", "[201, 合计..项目]", "[各类, 1栏..2栏]"],
        ),
        ("表 情况说明.总体", ["收支", "可缺数"], ["收支"]),
    ]

    def of(scope: str, cells: list[str], many: list[str]) -> st.SearchStrategy[str]:
        one, several = st.sampled_from(cells), st.sampled_from(many) | st.sampled_from(cells)
        return rule_files(conditions(comparisons(one, several), one), amounts(one, several), scope)

    return often(*((1, of(*each)) for each in drawn))


def form_rules() -> st.SearchStrategy[str]:
    """Rules about a report with the forms above."""
    other = st.sampled_from(
        [
            "情况说明.总体.个数 = 2",
            "情况说明.总体.个数 <= 计数(明细表[各类, 合计])",
            "计数(情况说明.明细[*, 决算]) = 2",
            "报告.年度 = 2021",
            '形如(报告.单位, "*局")',
            '报告.地区 = "河南省"',
            '情况说明.总体.比较 = "大于"',
            "前后一致(情况说明.总体.比较)",
            '列有(情况说明.总体.名单, "一般")',
            "前后一致(情况说明.总体.收支)",
            "前后一致(情况说明.明细[*, 决算])",
            "前后一致(情况说明.明细[201, *])",
            '基金表.说明 <> ""',
            "上年.基金表.说明 = 基金表.说明",
            '形如(上年.基金表.说明, "*没有*")',
            "上年.报告.年度 = 报告.年度 - 1",
            "上年.报告.单位 = 报告.单位",
            "覆盖(总表.支出[各类, 合计], 明细表[各类, 合计])",
            "覆盖(基金表[各类, 合计], 明细表[各类, 合计..基本])",
        ]
    )
    tables = st.sampled_from(
        [
            "每张表 存在(本表)",
            "每张表 除 基金表：存在(本表)",
            "每表 若 存在(报告.地区) 则 非 空白(本表)",
            "每张表 [总表, 明细表]：存在(本表)",
        ]
    )
    atoms = often((9, comparisons(SINGLE, MANY, RATES)), (1, other))
    plain = conditions(atoms, PLACES)
    bodies = often((6, plain), (12, quantified()), (1, tables), (2, other))
    return often((9, rule_files(bodies, amounts(SINGLE, MANY), "表间")), (1, scoped_rules()))
