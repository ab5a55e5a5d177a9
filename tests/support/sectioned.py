"""Hypothesis strategies for reports without a form set that have sections: figures under nested keys, some of them said to
be all (列全) or not, some stated several times in the narrative; and rules about them.
"""

from __future__ import annotations

from hypothesis import strategies as st

from support.accounts import amounts, comparisons, conditions, indented, rule_files
from support.independent import often
from support.partial import LEFT, PRINTS, WHOLE, stated
from support.prints import figures, rates


@st.composite
def _figures(draw: st.DrawFn, names: list[str], whole: bool = True) -> list[str]:
    """Figures of a section, a line for each."""
    lines = [f"{name}: {draw(PRINTS) or draw(figures())}" for name in names if draw(LEFT)]
    return [*(draw(WHOLE) if whole and lines else []), *lines]


@st.composite
def _items(draw: st.DrawFn, names: list[str], prose: bool) -> list[str]:
    """Items of a section, each a mapping of what is said of it."""
    figure = stated(figures()) if prose else figures()
    lines = []
    for name in names:
        cells = [f"{each}: {draw(figure)}" for each in ("金额", "上年") if draw(LEFT)]
        cells += [f"占比: {draw(rates())}"] if draw(st.booleans()) else []
        lines += [f"{name}: {{{', '.join(cells)}}}"] if cells else []
    return [*(draw(WHOLE) if lines else []), *lines]


@st.composite
def sectioned_reports(draw: st.DrawFn) -> str:
    """A report with sections."""
    lines = draw(st.sampled_from([[], ["年度: 2021"], ["年度: 2021", "金额单位: 万元"]]))
    inner = indented(draw(_figures(["子", "丑"])), "明细:") if draw(st.booleans()) else []
    lines = [*lines, *indented(draw(_figures(["甲", "乙", "丙"])), "收入:")]
    lines += indented([*draw(_figures(["拨款", "其他支出"], False)), *inner], "支出:")
    lines += indented(draw(_items(["子", "丑", "寅"], False)), "账户:") if draw(LEFT) else []
    said = [f"{each}: {draw(stated(figures()))}" for each in ("金额", "上年") if draw(LEFT)]
    said += [f"占比: {draw(stated(rates()))}"] if draw(LEFT) else []
    sections = indented(said, "总体:")
    sections += indented(draw(_items(["子", "丑"], True)), "各项:") if draw(LEFT) else []
    lines += indented(sections, "情况说明:")
    return "\n".join(lines) + "\n"


ONE = st.sampled_from(
    [
        *("收入.甲", "收入[乙]", "收入.丙", "支出.拨款", "支出.其他支出", "支出.明细.子", "明细.丑", "收入[甲, 金额]"),
        *("账户[子, 金额]", "账户.丑.金额", "账户.寅.上年", "情况说明.总体.金额", "总体.上年", "情况说明.总体[金额]"),
        *("情况说明.各项.子.金额", "各项.丑.上年", "各项[子, 上年]", "上年.收入.甲", "上年.情况说明.总体.金额"),
    ]
)
LISTS = st.sampled_from(
    [
        *("收入[*]", "收入[*, 金额]", "支出[*]", "支出.明细[*]", "明细[*]", "账户[*, 金额]", "账户[*, *]", "账户[*]"),
        *("账户.子[*]", "情况说明.总体[*]", "总体[*]", "各项[*, 金额]", "情况说明.各项[*]", "各项.子[*]", "[*]"),
        *("上年.收入[*]", "上年.账户[*, 金额]", "收入[甲..丙]", "账户[子..寅, 金额]", "账户[子, 金额..上年]"),
    ]
)
RATES = st.sampled_from(["总体.占比", "账户.子.占比", "各项[子, 占比]", "各项.丑.占比"])
TEXTS = [
    *("前后一致(情况说明.总体.金额)", "前后一致(总体.占比)", "前后一致(总体[*])", "前后一致(各项.子.金额)"),
    *("前后一致(各项[*, 金额])", "前后一致(账户[*, 金额])", "存在(收入.甲)", "空白(收入)", "存在(账户)"),
    *("每行 账户：金额 >= 上年", "每栏 账户：子 >= 丑", "每行 各项：前后一致(金额)", "全部(收入[*] >= 1)"),
]


def sectioned_rules() -> st.SearchStrategy[str]:
    """Rules about such reports, some of them under a section."""
    typical = st.tuples(ONE, st.sampled_from(["=", "=", ">=", "<=", "<>"]), LISTS).map(
        lambda t: f"{t[0]} {t[1]} 合计({t[2]})"
    )
    atoms = often((3, typical), (3, comparisons(ONE, LISTS, RATES)), (1, st.sampled_from(TEXTS[:7])))
    bodies = often((4, typical), (4, conditions(atoms, ONE)), (2, st.sampled_from(TEXTS)))
    files = [rule_files(bodies, amounts(ONE, LISTS), each) for each in ("", "表 收入", "表 情况说明", "表间")]
    within = st.sampled_from(["甲 = 合计([*])", "合计([*]) >= 甲 + 乙", "甲 <= 丙", "平均([*]) <= 最大([*])"])
    own = st.tuples(st.sampled_from(["收入", "明细", "支出.明细", "总体", "账户"]), within).map(
        lambda t: f"表 {t[0]}\n规则 乙：{t[1]}\n"
    )
    return often((3, files[0]), *((1, each) for each in files[1:]), (1, own))
