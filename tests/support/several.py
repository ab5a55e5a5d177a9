"""Hypothesis strategies for packs with several form sets: a report is read with one of them, in its year or a later one,
and rules have names that only others know, in lists, ranges, lines and over rules.
"""

from __future__ import annotations

from hypothesis import strategies as st

from support.accounts import rule_files
from support.independent import often
from support.partial import FORMS, partial_reports, partial_rules

LATER = """
表样: 列报决算
代号: partial
名称: 以后
年度: 2022起
沿用: true
基础: 2021
科目:
  功能分类: {类: {210: 卫生}}
表:
  总表:
    栏块:
      收入:
        行:
          其他: 删去
          事业: {改名: 事业收入}
          借入: {行次: 9, 之前: 合计, 年度: 2023起}
      附列: 删去
  支出表:
    栏: {经营: {之后: 项目, 年度: 2022-2023}}
  资金表:
    年度: 2023起
    行: {甲: 1, 乙: {行次: 2, 年度: 2024起}}
情况说明:
  构成:
    行: {丁: {可缺: true}}
"""
"""What is different from 2022 on."""

BASE = (FORMS,)
YEARS = ["2021", "2022", "2023", "2024", "2025"]
SETS = (BASE, 2021), *(((FORMS, LATER), int(year)) for year in YEARS[1:])
"""The form sets of the pack, each for a year."""

BODIES = [
    *("总表.收入.合计 = 合计(总表.收入[拨款..借入])", "总表.收入.合计 = 合计(总表.收入[拨款..其他])"),
    *("总表.收入.合计 >= 总表.收入.事业收入", "总表.收入.合计 >= 总表.收入.事业", "总表.收入.借入 >= 0"),
    *(
        "总表.收入.合计 = 合计(总表.收入[行1..行9])",
        "总表.收入.合计 >= 总表.9行",
        "总表.收入.合计 = 合计(总表.收入[行1..行3])",
    ),
    *(
        "每行 总表.收入[拨款、借入]：金额 >= 1",
        "每行 总表.收入 除 其他：金额 <= 5",
        "每行 总表.收入 除 借入、合计：金额 <= 5",
    ),
    *("支出表[合计, 小计] = 合计(支出表[合计, 基本..经营])", "支出表[合计, 经营] = 合计(支出表[各类, 经营])"),
    *("每栏 支出表[小计、经营]：合计 = 合计(各类)", "每栏 支出表 除 经营：合计 = 合计([各类, 本栏])"),
    *("支出表[210, 小计] >= 0", "合计(支出表[201..210, 小计]) = 支出表[合计, 小计]", "支出表[合计, 4栏] >= 0"),
    *(
        "资金表.甲 = 资金表.乙",
        "合计(资金表[*]) = 资金表.甲",
        "存在(资金表)",
        "资金表.1行 = 总表.收入.拨款",
        '资金表.说明 <> ""',
    ),
    *(
        "情况说明.构成[丁, 金额] >= 0",
        "合计(情况说明.构成[甲..丁, 金额]) = 情况说明.总体.总额",
        "前后一致(情况说明.构成[丁, *])",
    ),
    *("总表.附列.补助 >= 0", "若 存在(总表.附列) 则 总表.收入.合计 > 0", "上年.总表.附列.补助 = 总表.收入.合计"),
    *("若 总表.收入.合计 > 1 则 资金表.甲 = 1", "资金表.甲 = 1 或 总表.收入.合计 > 0", "每张表 除 资金表 存在(本表)"),
    *("每张表 存在(本表)", "任一(情况说明.构成[甲..丁, 金额] > 2)", "计数(情况说明.构成[*, 金额]) = 4"),
]
UNDER = [
    ("总表.附列", ["补助 >= 结转", "合计([*]) = 3", "每行 金额 >= 0"]),
    ("资金表", ["甲 = 乙", "合计([*]) = 甲", "2行 = 1行", "甲 = 总表.收入.拨款"]),
    (
        "总表.收入",
        ["合计 = 拨款 + 事业", "合计 = 合计([拨款..借入])", "每行 除 借入：金额 >= 0", "4行 = 1行 + 2行 + 3行"],
    ),
]


@st.composite
def _under(draw: st.DrawFn) -> str:
    table, bodies = draw(st.sampled_from(UNDER))
    return f"表 {table}\n规则 乙：{draw(st.sampled_from(bodies))}\n"


def rules() -> st.SearchStrategy[str]:
    """Rules of a pack that is for all of them."""
    known = rule_files(
        st.sampled_from(BODIES), st.sampled_from(["资金表.甲", "总表.收入.合计", "总表.附列.补助"]), "表间"
    )
    return often((5, known), (2, _under()), (2, partial_rules()))


@st.composite
def reports(draw: st.DrawFn, files: st.SearchStrategy[str]) -> tuple[object, ...]:
    """A rule file, a report of a year, the form set that it is read with, no units, a report of the year before, the
    form sets of the pack.
    """
    year = draw(st.sampled_from(YEARS))
    later = year > "2021" and draw(often((4, st.just(True)), (1, st.just(False))))
    texts = [draw(partial_reports()), draw(often((1, st.just("")), (1, partial_reports())))]
    if later:
        texts = [_renamed(draw, each, year) if each else each for each in texts]
    report, prior = (each.replace("年度: 2021", f"年度: {year}") for each in texts)
    prior = prior.replace(f"年度: {year}", f"年度: {int(year) - 1}")
    return draw(files), report, (FORMS, LATER) if later else BASE, (), prior, SETS


def _renamed(draw: st.DrawFn, text: str, year: str) -> str:
    """A report as the later form set has it."""
    lines, inside = [], False
    for line in text.split("\n"):
        inside = line.startswith("  附列") or (inside and line.startswith("    "))
        if inside or "其他: {" in line or line.strip().startswith("其他:"):
            continue
        lines.append(line.replace("事业:", draw(st.sampled_from(["事业:", "事业收入:"]))))
    if year >= "2023" and draw(st.booleans()):
        at = next((n for n, each in enumerate(lines) if each.startswith("情况说明")), len(lines) - 1)
        inner = [f"甲: {draw(st.sampled_from(['1.00', '~', '2.00']))}", *(["乙: 1.00"] if year >= "2024" else [])]
        lines.insert(at, f"资金表: {{{', '.join(inner)}}}")
    return "\n".join(lines)
