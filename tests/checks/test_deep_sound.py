"""Nothing that the analysis claims is false: its proofs add up on any report, and need nothing that may silently be missing.

The interpreter of spec/reference.py judges; it shares nothing with the analysis. JSRULES_EXAMPLES=20000 looks harder.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from support.accounts import FORMS, form_reports
from support.checking import load
from support.claims import hold
from support.deep import analysed

RULES = """
每栏 总表.支出：支出合计 = 合计(各类)
总表.支出[支出合计, 合计] = 合计(总表.支出[*, 合计]) - 总表.支出[支出合计, 合计]
总表.支出[支出合计, 基本] = 合计(总表.支出[行11..行12, 基本])
每个类 总表.支出[本行, 合计] = 明细表[本行, 合计]
每个类 总表.支出[本行, 基本] = 明细表[本行, 基本]
每个类 总表.支出：合计 >= 基本
每行 明细表：合计 = 基本 + 项目
每个科目 明细表：合计 = 基本 + 项目
每个类 明细表：项目 = 合计 - 基本
每个款 明细表：合计 - 基本 - 项目 = 0
每行 明细表：合计 >= 基本 + 项目
每行 明细表：若 项目 > 0 则 合计 = 基本 + 项目
每行 明细表：若 项目 > 0 则 合计 = 基本 + 项目 且 合计 = 基本
每行 明细表：若 项目 > 0 且 基本 > 0 则 项目 = 基本
每个科目、每栏 明细表：本级 = 合计(下级)
每个类、每栏 明细表：本级 = 合计(下级)
每个科目 明细表：合计 = 合计(明细表[下级, 基本]) + 合计(明细表[下级, 项目])
每个科目 明细表：合计 = 合计(明细表[下级, 合计])
每个科目 明细表：项目 = 合计(明细表[下级, 合计])
每个科目 明细表：合计 = 项目
每栏 明细表：总计 = 合计(各类)
明细表[总计, 合计] = 合计(明细表[各类, 合计])
明细表[总计, 合计] = 合计(明细表[201..208, 合计])
每栏 明细表：总计 = 合计(明细表[*]) - 合计(明细表[各款]) - 合计(明细表[各项])
明细表[总计, 合计] = 明细表[总计, 基本] + 明细表[总计, 项目]
明细表[201, 合计] = 明细表[201, 基本] + 明细表[201, 项目]
明细表[20101, 合计] = 明细表[20101, 基本] + 明细表[20101, 项目]
总表.支出[支出合计, 合计] = 明细表[总计, 合计]
总表.收入.收入合计 = 合计(总表.收入[行1..行3])
总表.收入.收入合计 = 总表.收入.甲 + 总表.收入.乙 + 总表.收入.丙
总表.收入.收入合计 = 总表.支出[支出合计, 合计]
总表.收入.收入合计 <= 总表.支出[支出合计, 合计]
情况说明.总体.收支 = 总表.收入.收入合计
情况说明.总体.收支 = 总表.支出[支出合计, 合计]
情况说明.总体.可缺数 = 情况说明.总体.收支
情况说明.总体.可缺数 = 总表.收入.收入合计
情况说明.总体.可缺数 = 总表.支出[支出合计, 合计]
每行 情况说明.明细：决算 = 明细表[本行, 合计]
每行 情况说明.明细：预算 = 明细表[本行, 合计]
每行 情况说明.明细：决算 = 预算
每个科目 情况说明.明细：决算 = 预算
每个款 情况说明.明细：决算 = 明细表[本行, 基本] + 明细表[本行, 项目]
情况说明.明细[201, 决算] = 情况说明.明细[201, 预算]
情况说明.明细[201, 决算] = 明细表[201, 合计]
情况说明.明细[总计, 决算] = 合计(情况说明.明细[各类, 决算])
每行 基金表：合计 = 年初
每行 基金表：合计 = 明细表[本行, 合计]
每行 明细表：合计 = 基金表[本行, 年初]
每个类 基金表[本行, 合计] = 明细表[本行, 合计]
基金表[总计, 合计] = 基金表[总计, 年初]
基金表[总计, 合计] = 合计(基金表[各类, 合计])
基金表[总计, 年初] = 合计(基金表[各类, 合计])
若 存在(基金表) 则 总表.收入.甲 = 基金表[总计, 合计]
总表.收入.甲 = 基金表[总计, 合计]
总表.收入.甲 = 基金表[总计, 年初]
总表.收入.甲 = 0
总表.收入.甲 + 总表.收入.乙 = 总表.收入.甲
总表.收入.甲 = 总表.收入.乙
总表.收入.乙 = 1.5
2 * 总表.收入.丙 = 3 * 总表.收入.甲
计数(总表.收入[行1..行3]) = 3
计数(总表.收入[行1..行3]) = 计数(明细表[*, 合计])
计数(明细表[*, 合计]) = 3
总表.收入.甲 >= 0
总表.收入.乙 >= 0
总表.收入.丙 > 0
总表.收入.收入合计 <= 0
总表.收入.收入合计 < 5 且 总表.收入.甲 <= 2
总表.收入.甲 = 0 或 总表.收入.甲 = 1
总表.收入.甲 <> 0
若 总表.收入.甲 > 0 则 总表.收入.乙 = 1.5
若 总表.收入.甲 > 0 则 总表.收入.乙 <= 1
若 总表.收入.甲 >= 1 且 存在(基金表) 则 总表.收入.乙 > 2
每个类 明细表：合计 <= 基本
每个类 明细表：项目 >= 0
每个类 明细表：若 项目 >= 0 则 合计 >= 基本
每行 明细表：若 合计 = 0 则 基本 = 0
每行 明细表：基本 = 0 或 项目 = 0
每个科目 明细表：合计 >= 合计(明细表[下级, 合计])
每行 基金表：合计 <= 年初
每行 基金表：合计 >= 年初
""".strip().split("\n")


@st.composite
def rule_sets(draw: st.DrawFn) -> str:
    """Rules about the small forms, many of which say the same in several ways."""
    chosen = draw(st.lists(st.sampled_from(RULES), min_size=2, max_size=24, unique=True))
    lines = ["表间"]
    for number, body in enumerate(chosen):
        lines.append(f"规则 r{number}：{body}")
        lines += draw(
            st.sampled_from([[]] * 9 + [["  缺行 缺少"], ["  缺行 不适用"], ["  适用 地区 甲*"], ["  级别 提示"]])
        )
    return "\n".join(lines) + "\n"


@given(rule_sets(), st.lists(form_reports(), min_size=3, max_size=3))
def test_proofs_hold_on_any_report(rules: str, reports: list[str]) -> None:
    checked, analysis = analysed(rules, FORMS)
    for text in reports:
        hold(load(text, FORMS), checked, analysis)


def test_contradictions_are_about_where_all_apply() -> None:
    """The second rule is decided where 201 is not written, the first one, which needs the row, does not apply there."""
    rules = """
表间
规则 要这一行：总表.收入.甲 = 明细表[201, 合计] + 1
  缺行 不适用
  适用 地区 甲*
规则 不要：总表.收入.甲 = 明细表[201, 合计]
  级别 提示
  适用 地区 甲*
"""
    checked, analysis = analysed(rules, FORMS)
    (clash,) = analysis.clashes
    assert clash.when
    report = "报告: 小决算\n年度: 2021\n地区: 甲地\n总表:\n  收入:\n    甲: 1.00\n明细表:\n  205: [1.00, 1.00, ~]\n"
    hold(load(report, FORMS), checked, analysis)
