"""Hypothesis strategies for reports that state a part of what their form set has, and for rules about what they leave
out: tables, blocks, columns, rows, sections and items; lists that are whole, that lack rows, or of which nobody knows.
"""

from __future__ import annotations

from hypothesis import strategies as st

from jsrules.base.number import decimal_text
from support.accounts import (
    amounts,
    comparisons,
    conditions,
    indented,
    rule_files,
)
from support.independent import often
from support.prints import figures, rates

FORMS = """
表样: 列报决算
代号: partial
年度: 2021
金额单位: 万元
科目:
  功能分类: {位数: [3, 5, 7], 类: {201: 一般, 205: 教育, 208: 社保}}
  经济分类: {位数: [3, 5], 类: {301: 工资, 302: 商品}}
表:
  总表:
    栏块:
      收入:
        未写的行: 空白
        栏: {金额: 1}
        行: {拨款: 1, 事业: 2, 其他: 3, 合计: {行次: 4, 应列: true}}
      支出:
        栏: {金额: 2, 上年: {栏次: 3, 可缺: true}}
        行: {人员: 11, 公用: {行次: 12, 可缺: true}, 合计: 13}
      附列:
        可缺: true
        栏: {金额: 4}
        行: {补助: 21, 结转: {行次: 22, 可负: true}}
  支出表:
    科目: 功能分类
    可增行: true
    栏: {小计: 1, 基本: 2, 项目: 3, 其他: {栏次: 4, 可缺: true}, 结转: {栏次: 5, 可负: true}}
    行: {合计: {应列: true}}
  决算表:
    科目: 功能分类
    可增行: true
    栏: {小计: 1, 基本: 2}
    行: {合计: ~}
  明细表:
    可缺: true
    科目: 经济分类
    可增行: true
    未写的行: 空白
    栏: {金额: 1}
    行: {工资: {科目: 301}, 办公费: {科目: 30201}, 合计: {应列: true}}
  项目表:
    可增行: true
    栏: {类别: {单位: 文字}, 金额: ~}
    行: {合计: ~}
情况说明:
  总体:
    行:
      总额: ~
      选填: {可缺: true}
      比率: {单位: "%"}
      比较: {可缺: true, 选项: [大于, 小于]}
      名单: {列表: 功能分类}
  构成:
    栏: {金额: ~, 占比: {单位: "%", 可缺: true}, 比较: {选项: [大于, 小于], 可缺: true}}
    行: {甲: ~, 乙: ~, 丙: {可缺: true}}
  各项:
    科目: 功能分类
    可增行: true
    栏: {金额: ~, 变动: {可负: true}}
    行: {合计: ~}
  接待:
    栏: {金额: ~, 批次: {单位: 批次, 可缺: true}}
    行: {接待.国内: {可缺: true}, 接待.外宾: {可缺: true}, 接待: {可缺: true}}
"""
"""A form set with all that says what is blank and what is not stated."""

SPENDING = ["2010101", "2010102", "20103", "20501", "2080101"]
ECONOMIC = ["30101", "30102", "30201", "30299", "302"]
WHOLE = often(
    (12, st.just([])), (2, st.just(["列全: true"])), (2, st.just(["列全: false"])), (1, st.just(["all rows: no"]))
)
LEFT = often((11, st.just(True)), (3, st.just(False)))
"""Whether what there is is written."""

PRINTS = often(
    (24, st.just("")), (2, figures()), (1, st.just("~")), (1, st.just("？")), (1, st.sampled_from(["0", "0.00"]))
)
"""What is printed in place of a figure that would add up."""


@st.composite
def summed(
    draw: st.DrawFn, leaves: list[str], lengths: tuple[int, ...], columns: int, total: str
) -> dict[str, list[str]]:
    """Accounts and what is above them, in rows that add up; the first column is the sum of the next two."""
    values: dict[str, list[int]] = {total: [0] * columns}
    for leaf in draw(st.lists(st.sampled_from(leaves), unique=True, max_size=4)):
        own = [draw(st.sampled_from([0, 1, 1, 2, 5])) for _ in range(columns)]
        own[0] = sum(own[1:3]) if columns > 2 else own[0]
        for name in [leaf[:length] for length in lengths if length < len(leaf)] + [leaf, total]:
            values[name] = [a + b for a, b in zip(values.get(name, [0] * columns), own, strict=True)]
    return {name: [decimal_text(100 * value, 2) if value else "~" for value in row] for name, row in values.items()}


@st.composite
def content(draw: st.DrawFn, columns: list[str], rows: dict[str, list[str]], whole: bool = True) -> list[str]:
    """What a block states of these rows: some of them, some of its columns, in one of the ways there are to write it."""
    rows = {name: [draw(PRINTS) or figure for figure in row] for name, row in rows.items() if draw(LEFT)}
    lines = list(draw(WHOLE)) if whole else []
    if len(columns) == 1:
        plain = [f"{name}: {row[0]}" for name, row in rows.items()]
        return [*lines, *(indented(plain, "行:") if draw(st.booleans()) else plain)]
    way = draw(st.sampled_from(["all", "some", "some", "named"]))
    if way == "named":
        named = [
            [f"{each}: {figure}" for each, figure in zip(columns, row, strict=True) if draw(LEFT)]
            for row in rows.values()
        ]
        plain = [f"{name}: {{{', '.join(row)}}}" for name, row in zip(rows, named, strict=True)]
        return [*lines, *indented(plain, "行:")]
    order = list(range(len(columns)))
    if way == "some":
        order = draw(st.permutations(order))[: draw(st.integers(1, len(columns)))]
        lines.append(f"栏: [{', '.join(columns[each] for each in order)}]")
    plain = [f"{name}: [{', '.join(row[each] for each in order)}]" for name, row in rows.items()]
    return [*lines, *indented(plain, "行:")]


@st.composite
def table(draw: st.DrawFn, title: str, block: st.SearchStrategy[list[str]]) -> list[str]:
    """A table, a block or a section: written, blank, with a note alone, or not there."""
    how = draw(st.integers(0, 13))
    if how < 2:
        return []
    return (
        [f"{title}: ~"]
        if how == 2
        else [f"{title}: {{说明: 本表无数据}}"]
        if how == 3
        else indented(draw(block), f"{title}:")
    )


def rows_of(names: list[str], columns: int) -> st.SearchStrategy[dict[str, list[str]]]:
    """Rows with any figures."""
    return st.fixed_dictionaries({name: st.lists(figures(), min_size=columns, max_size=columns) for name in names})


@st.composite
def blocks(draw: st.DrawFn) -> list[str]:
    """The blocks of a table that has several."""
    a, b, c = (draw(st.integers(0, 3)) for _ in range(3))
    income = {"拨款": a, "事业": b, "其他": c, "合计": a + b + c}
    spending = {"人员": a, "公用": b, "合计": a + b}
    incomes = {name: [f"{value}.00" if value else "~"] for name, value in income.items()}
    spendings = {name: [f"{value}.00", "1.00"] for name, value in spending.items()}
    lines = list(draw(WHOLE))
    lines += draw(block_of("收入", content(["金额"], incomes)))
    lines += draw(block_of("支出", content(["金额", "上年"], spendings)))
    return lines + draw(block_of("附列", rows_of(["补助", "结转"], 1).flatmap(lambda rows: content(["金额"], rows))))


@st.composite
def block_of(draw: st.DrawFn, title: str, inner: st.SearchStrategy[list[str]]) -> list[str]:
    """A block: written, blank, or not stated."""
    how = draw(st.integers(0, 7))
    return [] if how == 0 else [f"{title}: ~"] if how == 1 else indented(draw(inner), f"{title}:")


def stated(one: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A figure of prose, now and then stated several times."""
    return often((5, one), (1, st.lists(one, min_size=2, max_size=3).map(lambda several: f"[{', '.join(several)}]")))


PROSE = {
    "金额": stated(figures()),
    "变动": stated(figures()),
    "占比": stated(rates()),
    "比较": stated(st.sampled_from(["大于", "小于", "~", "？"])),
    "批次": st.sampled_from(["1 批次", "2 批次", "~"]),
    "总额": stated(figures()),
    "选填": stated(figures()),
    "比率": rates(),
    "名单": st.sampled_from(["一般、教育", "教育，社保等", "~", "办公"]),
}


@st.composite
def said(draw: st.DrawFn, columns: list[str], names: list[str]) -> list[str]:
    """The items of a section, each a mapping of its measures."""
    made = list(draw(WHOLE))
    for name in names:
        cells = [f"{each}: {draw(PROSE[each])}" for each in columns if draw(LEFT)]
        made += [f"{name}: {{{', '.join(cells)}}}"] if cells and draw(LEFT) else []
    return made


@st.composite
def nested(draw: st.DrawFn) -> list[str]:
    """Items inside an item, or beside it under their whole names."""
    inner = draw(said(["金额", "批次"], ["国内", "外宾"]))
    inner = [each for each in inner if not each.startswith(("列全", "all"))]
    if draw(st.booleans()):
        return [*draw(WHOLE), f"接待: {{{', '.join([*inner, '金额: ' + draw(PROSE['金额'])])}}}"]
    return [*draw(WHOLE), *(f"接待.{each}" for each in inner)]


@st.composite
def partial_reports(draw: st.DrawFn) -> str:
    """A report with the forms above that states a part of them."""
    lines = ["报告: 列报决算", "单位: 某某局", "年度: 2021", *draw(table("总表", blocks()))]
    spent = draw(summed(SPENDING, (3, 5), 5, "合计"))
    lines += draw(table("支出表", content(["小计", "基本", "项目", "其他", "结转"], spent)))
    same = (
        {name: row[:2] for name, row in spent.items()}
        if draw(st.booleans())
        else draw(summed(SPENDING, (3, 5), 2, "合计"))
    )
    lines += draw(table("决算表", content(["小计", "基本"], same)))
    lines += draw(table("明细表", summed(ECONOMIC, (3,), 1, "合计").flatmap(lambda rows: content(["金额"], rows))))
    kinds = st.sampled_from(["甲", "乙", "~", "？"])
    projects = {name: [draw(kinds), draw(figures())] for name in ("子项", "丑项", "合计")}
    lines += draw(table("项目表", content(["类别", "金额"], projects)))
    whole = [f"{each}: {draw(PROSE[each])}" for each in ("总额", "选填", "比率", "比较", "名单") if draw(LEFT)]
    sections = draw(table("总体", st.just([*draw(WHOLE), *whole])))
    sections += draw(table("构成", said(["金额", "占比", "比较"], ["甲", "乙", "丙"])))
    sections += draw(table("各项", said(["金额", "变动"], ["合计", "201", "205", "20501"])))
    sections += draw(table("接待", nested()))
    return "\n".join(lines + (indented(sections, "情况说明:") if sections else [])) + "\n"


ONE = st.sampled_from(
    [
        *("总表.收入.拨款", "总表.收入.其他", "总表.收入.合计", "总表.支出[人员, 金额]", "总表.支出[公用, 金额]"),
        *("总表.支出[合计, 金额]", "总表.支出[合计, 上年]", "总表.附列.补助", "总表.附列.结转", "总表.1行1栏"),
        *("支出表[合计, 小计]", "支出表[合计, 项目]", "支出表[201, 小计]", "支出表[20501, 基本]", "支出表[208, 其他]"),
        *("支出表[205, 结转]", "决算表[合计, 小计]", "决算表[201, 基本]", "决算表[20101, 小计]", "决算表[205, 小计]"),
        *(
            "明细表[合计, 金额]",
            "明细表[301, 金额]",
            "明细表[30201, 金额]",
            "明细表[30299, 金额]",
            "明细表[办公费, 金额]",
        ),
        *("项目表[合计, 金额]", "情况说明.总体.总额", "情况说明.总体.选填", "情况说明.构成[甲, 金额]"),
        *(
            "情况说明.构成[丙, 金额]",
            "情况说明.各项[合计, 金额]",
            "情况说明.各项[201, 变动]",
            "情况说明.接待[接待, 金额]",
        ),
        *("情况说明.接待[接待.国内, 金额]", "上年.支出表[合计, 小计]", "上年.总表.收入.事业", "上年.明细表[302, 金额]"),
    ]
)
LISTS = st.sampled_from(
    [
        *("总表.收入[*, 金额]", "总表.收入[行1..行3]", "总表.1行..3行", "总表.支出[*, 金额]", "总表.附列[*, 金额]"),
        *("支出表[各类, 小计]", "支出表[各类, 结转]", "支出表[各款, 基本]", "支出表[各项, 项目]", "支出表[*, 小计]"),
        *("支出表[201..208, 小计]", "支出表[合计, 小计..项目]", "支出表[各类, 其他]", "支出表[2010101..2080101, 小计]"),
        *("决算表[各类, 小计]", "决算表[各类, 基本]", "决算表[各款, 小计]", "决算表[*, 小计]", "决算表[各项, *]"),
        *(
            "明细表[各类, 金额]",
            "明细表[各款, 金额]",
            "明细表[*, 金额]",
            "项目表[*, 金额]",
            "项目表[合计.各明细, 金额]",
        ),
        *("情况说明.构成[*, 金额]", "情况说明.各项[各类, 金额]", "情况说明.各项[各类, 变动]", "情况说明.各项[*, 金额]"),
        *("情况说明.接待[*, 金额]", "上年.支出表[各类, 小计]", "上年.明细表[各类, 金额]"),
    ]
)
RATES = st.sampled_from(["情况说明.总体.比率", "情况说明.构成[甲, 占比]", "情况说明.构成[丙, 占比]"])
PLACES = often(
    (3, ONE),
    (3, LISTS),
    (1, RATES),
    (
        3,
        st.sampled_from(
            [
                *("总表", "总表.收入", "总表.支出", "总表.附列", "支出表", "决算表", "明细表", "项目表", "上年.支出表"),
                *(
                    "情况说明.构成",
                    "情况说明.各项",
                    "情况说明.接待",
                    "支出表[*, 其他]",
                    "决算表[各类, *]",
                    "明细表.说明",
                ),
                *("项目表[子项, 类别]", "情况说明.总体.比较", "情况说明.总体.名单", "支出表[合计, 小计..其他]"),
            ]
        ),
    ),
)
SUMS = [
    *(("支出表[合计, 小计]", "支出表[各类, 小计]"), ("支出表[合计, 结转]", "支出表[各类, 结转]")),
    *(("支出表[合计, 基本]", "支出表[各款, 基本]"), ("决算表[合计, 小计]", "决算表[各类, 小计]")),
    *(("决算表[合计, 基本]", "决算表[各项, 基本]"), ("明细表[合计, 金额]", "明细表[各类, 金额]")),
    *(("总表.收入.合计", "总表.收入[行1..行3]"), ("总表.支出[合计, 金额]", "总表.支出[*, 金额]")),
    *(("情况说明.各项[合计, 金额]", "情况说明.各项[各类, 金额]"), ("情况说明.总体.总额", "情况说明.构成[*, 金额]")),
    *(
        ("情况说明.各项[合计, 变动]", "情况说明.各项[各类, 变动]"),
        ("情况说明.接待[接待, 金额]", "情况说明.接待[*, 金额]"),
    ),
    *(("支出表[合计, 小计]", "决算表[各类, 小计]"), ("支出表[合计, 其他]", "支出表[各类, 其他]")),
]
"""Totals, and the lists that make them up."""


@st.composite
def sums(draw: st.DrawFn) -> str:
    """A total and its list, in one of the ways a rule asks about them."""
    total, parts = draw(st.sampled_from(SUMS))
    other = draw(ONE)
    return draw(
        st.sampled_from(
            [
                *(f"{total} = 合计({parts})", f"合计({parts}) = {total}", f"{total} >= 合计({parts})"),
                *(f"{total} <= 合计({parts})", f"{total} - 合计({parts}) = 0", f"合计({parts}) <> {total}"),
                *(
                    f"{total} = 合计({parts}, {other})",
                    f"{total} = 合计({parts}) + {other}",
                    f"非 ({total} = 合计({parts}))",
                ),
                *(f"{total} = 合计({parts}, 若 本值 > 1)", f"{total} >= 平均({parts})", f"{total} >= 最大({parts})"),
                *(
                    f"{total} = 合计({parts}) 或 {other} > 1",
                    f"{total} / 2 = 合计({parts})",
                    f"-{total} = -合计({parts})",
                ),
                *(
                    f"若 计数({parts}) = 2 则 {total} = 合计({parts})",
                    f"若 计数({parts}) == 1 则 {total} = 合计({parts})",
                ),
                f"若 覆盖({parts}, 决算表[各类, 小计]) 则 {total} = 合计({parts})",
                f"若 覆盖({parts}, {parts}) 且 {other} > 0 则 {total} = 合计({parts})",
                *(f"计数({parts}) = 3", f"计数({parts}) >= 2", f"全部({parts}, 若 本值 <= {total})"),
                *(
                    f"任一({parts}, 若 本值 = {total})",
                    f"合计({parts}) = {total} = {other}",
                    f"{total} = 合计({parts}) ± 50%",
                ),
            ]
        )
    )


RANGING = [
    (
        "每栏 支出表：",
        ["合计", "[201, 本栏]", "[20501, 本栏]", "上一栏.合计"],
        ["各类", "各款", "[*, 本栏]", "决算表[各类, 本栏]"],
    ),
    ("每个科目、每栏 支出表：", ["本级", "[本行, 上一栏]", "决算表[本行, 本栏]"], ["下级"]),
    (
        "每行 支出表：",
        ["小计", "项目", "其他", "决算表[本行, 小计]", "下一行.小计"],
        ["[本行, 小计..其他]", "[本行, *]"],
    ),
    (
        "每个类 支出表：",
        ["小计", "决算表[本行, 小计]", "情况说明.各项[本行, 金额]"],
        ["[下级, 小计]", "决算表[下级, 小计]"],
    ),
    ("每个款 ", ["支出表[本行, 小计]", "决算表[本行, 小计]"], ["决算表[下级, 小计]"]),
    ("每个类 ", ["支出表[本行, 小计]", "情况说明.各项[本行, 金额]", "决算表[本行, 基本]"], ["支出表[下级, 小计]"]),
    ("每个科目、每栏 决算表：", ["本级", "支出表[本行, 本栏]"], ["下级"]),
    ("每栏 决算表：", ["合计", "支出表[合计, 本栏]"], ["各类", "支出表[各类, 本栏]", "上年.决算表[各类, 本栏]"]),
    ("每行 决算表：", ["小计", "支出表[本行, 小计]", "上年.决算表[本行, 小计]"], ["支出表[本行, 小计..项目]"]),
    ("每个科目 明细表：", ["金额"], ["[下级, 金额]", "上年.明细表[下级, 金额]"]),
    ("每行 明细表：", ["金额", "上一行.金额", "上年.明细表[本行, 金额]"], ["[*, 金额]"]),
    ("每行 总表.收入：", ["金额", "下一行.金额", "上年.总表.收入[本行, 金额]"], ["[*, 金额]"]),
    ("每栏 总表.支出：", ["合计", "人员", "公用"], ["[*, 本栏]"]),
    ("每行 总表.支出：", ["金额", "上年", "上一行.上年"], ["[本行, *]"]),
    ("每行 情况说明.构成：", ["金额"], ["[*, 金额]"]),
    (
        "每行 情况说明.各项：",
        ["金额", "支出表[本行, 小计]", "变动"],
        ["[*, 金额]", "[下级, 金额]", "支出表[下级, 小计]"],
    ),
    ("每行 项目表：", ["金额", "合计.金额"], ["[*, 金额]", "合计([各明细, 金额])"]),
    ("每行 情况说明.接待：", ["金额", "接待.金额"], ["[*, 金额]"]),
]

TEXTS = [
    *('情况说明.总体.比较 = "大于"', '情况说明.构成[甲, 比较] <> "小于"', "前后一致(情况说明.总体.总额)"),
    *("前后一致(情况说明.构成[*, 金额])", "前后一致(情况说明.各项[各类, 金额])", "前后一致(情况说明.构成[甲, *])"),
    *(
        '列有(情况说明.总体.名单, "教育")',
        "每行 情况说明.各项：列有(情况说明.总体.名单, 本行)",
        '项目表[子项, 类别] = "甲"',
    ),
    *("每行 支出表：列有(情况说明.总体.名单, 本行)", "每行 情况说明.构成：前后一致([本行, 金额])", "每张表 存在(本表)"),
    *("覆盖(支出表[各类, 小计], 决算表[各类, 小计])", "覆盖(决算表[各款, 小计], 支出表[各款, 小计..项目])"),
    *("覆盖(情况说明.各项[各类, 金额], 支出表[各类, 小计])", '每行 项目表：若 类别 = "甲" 则 金额 > 0'),
    "每行 项目表：若 空白(类别) 则 金额 = 0",
    '每行 情况说明.构成：若 比较 = "大于" 则 金额 > 1',
]


def partial_rules() -> st.SearchStrategy[str]:
    """Rules about what such a report states, and what it does not."""
    atoms = often(
        (5, sums()), (4, comparisons(ONE, LISTS, RATES)), (1, st.sampled_from([x for x in TEXTS if "每" not in x]))
    )

    def behind(head: str, cells: list[str], many: list[str]) -> st.SearchStrategy[str]:
        one, several = st.sampled_from(cells), st.sampled_from(many)
        typical = st.tuples(one, st.sampled_from(["=", "=", ">=", "<="]), several).map(
            lambda t: f"{t[0]} {t[1]} 合计({t[2]})"
        )
        ranged = often((2, typical), (2, comparisons(one, st.sampled_from(many + cells))))
        return often((2, typical), (3, conditions(ranged, one | several))).map(lambda body: head + body)

    bodies = often(
        (4, sums()),
        (5, conditions(atoms, PLACES)),
        (7, often(*((1, behind(*each)) for each in RANGING))),
        (2, st.sampled_from(TEXTS)),
    )
    return rule_files(bodies, amounts(ONE, LISTS), "表间")
