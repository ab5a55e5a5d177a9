"""Bad input: each slip has its code, the place of the slip, and a remedy; nothing raises anything else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.reading import HEAD, choose, form_set, load_report, problems_of

from jsrules.base.diagnostic import CODES, Diagnostic, InputError
from jsrules.base.files import MAXIMUM_BYTES, read_source, source_from_bytes
from jsrules.base.source import Source
from jsrules.readers.reports.header import ReportHeader
from jsrules.readers.reports.problems import MAXIMUM_COLLECTED, MAXIMUM_PROBLEMS
from jsrules.readers.reports.report_reader import open_report
from jsrules.readers.reports.yaml_tree import MAXIMUM_DEPTH, read_tree

TABLE = HEAD + "支出决算表:\n"
"""What is written below begins on line 4."""

MATRIX = TABLE + "  栏: [本年支出合计, 基本支出]\n  行:\n"
"""… on line 6."""

SUMMARY = HEAD + "收入支出决算总表:\n"

PROSE = HEAD + "情况说明:\n"


def marked(found: Diagnostic) -> str:
    """The text that the main label of a diagnostic marks."""
    label = found.labels[0]
    return label.source.text[label.span.start : label.span.end]


# name: text, code, line, column, what is marked, what the message or remedy must say
CASES: dict[str, tuple[str, str, int, int, str, str]] = {
    # accounts
    "two names": (
        MATRIX + "    201 一般公共服务支出: [1, 1]\n    20103 甲: [1, 1]\n"
        "收入决算表:\n  栏: [本年收入合计]\n  行:\n    201 一般公共服务支出: [1]\n    20103 乙: [1]\n",
        "W124",
        12,
        5,
        "20103",
        "另一处是“甲”",
    ),
    "no class above": (
        MATRIX + "    201 一般公共服务支出: [1, 1]\n    20103 甲: [1, 1]\n    21001 乙: [1, 1]\n",
        "W125",
        8,
        5,
        "21001",
        "没有它的上级 210",
    ),
    # not YAML
    "unclosed list": ("总计: [1, 2\n", "E102", 2, 1, "", "]"),
    "unclosed quote": ("总计: '1\n", "E102", 2, 1, "", "引号"),
    "empty entry": ("表: [1,,2]\n", "E102", 1, 7, ",", "~"),
    "percent first": ("总计: %5\n", "E102", 1, 5, "%", "引号"),
    "two colons": ("总计: 甲: 5\n", "E102", 1, 6, ":", "引号"),
    "control character": ("总计: 1\x07\n", "E102", 1, 6, "\x07", "U+0007"),
    "NUL": ("总计: 1\n\0", "E102", 2, 1, "\0", "U+0000"),
    "half a surrogate": ("总计: \ud800\n", "E102", 1, 5, "\ud800", "U+D800"),
    "tab": ("收入:\n\t总计: 5\n", "E103", 2, 1, "\t", "空格"),
    "tab after spaces": ("收入:\n  甲: 1\n \t总计: 5\n", "E103", 3, 2, "\t", "空格"),
    "duplicate key": ("总计: 5\n收入: 6\n总计: 5\n", "E104", 3, 1, "总计", "删去"),
    "duplicate key further in": ("甲:\n  总计: 5\n  总计: 6\n", "E104", 3, 3, "总计", "删去"),
    "deep brackets": ("总计: " + "[" * 100, "E106", 1, 4 + MAXIMUM_DEPTH, "[", "括号"),
    "deep indentation": (
        "".join(" " * depth + "甲:\n" for depth in range(100)),
        "E106",
        MAXIMUM_DEPTH + 1,
        MAXIMUM_DEPTH + 1,
        "甲",
        "缩进",
    ),
    "anchor": ("总计: &a 5\n收入: *a\n", "E107", 1, 5, "&", "写出来"),
    "alias of nothing": ("总计: *a\n", "E107", 1, 5, "*", "写出来"),
    "merge": ("收入:\n  <<: {甲: 1}\n", "E107", 2, 3, "<<", "写出来"),
    "tag": ("总计: !!float 5\n", "E107", 1, 5, "!", "标签"),
    "tagged mapping": ("总计: !x {甲: 1}\n", "E107", 1, 5, "!", "标签"),
    "anchored list": ("总计: &x [1]\n", "E107", 1, 5, "&", "锚点"),
    # the shape of the whole
    "a list": ("- 1\n- 2\n", "E109", 1, 1, "-", "名称: 数额"),
    "a text": ("总计\n", "E109", 1, 1, "总计", "名称: 数额"),
    "two documents": ("总计: 1\n---\n总计: 2\n", "E109", 2, 1, "-", "---"),
    "a list for a key": ("[甲]: 1\n", "E109", 1, 1, "[甲]: 1"[:1], "加引号"),
    "no figures at all": ("单位: 某某\n", "E109", 1, 1, "单位: 某某", "名称: 数额"),
    "a list of unknown columns": ("分数: [1, 2]\n", "E109", 1, 1, "分数", "栏"),
    # the head
    "no year": ("报告: 部门决算\n", "E110", 1, 5, "部门决算", "年度: 2021"),
    "a blank year": ("报告: 部门决算\n年度:\n", "E110", 2, 1, "年度", "年度: 2021"),
    "no kind": ("报告:\n年度: 2021\n", "E110", 1, 1, "报告", "部门决算"),
    "a year of two digits": ("报告: 部门决算\n年度: 21\n", "E110", 2, 5, "21", "四位"),
    "a year with a slip": ("报告: 部门决算\n年度: 20211\n", "E110", 2, 5, "20211", "四位"),
    "decimals": (HEAD + "小数位: 二\n", "E110", 3, 6, "二", "0 到 8"),
    "many decimals": (HEAD + "小数位: 20\n", "E110", 3, 6, "20", "0 到 8"),
    "a unit that is no money": (HEAD + "金额单位: 辆\n", "E110", 3, 7, "辆", "万元"),
    "a list in the head": (HEAD + "单位: [甲]\n", "E110", 3, 1, "单位", "单位: 值"),
    "decimals of a table": (TABLE + "  小数位: -1\n", "E110", 4, 8, "-1", "0 到 8"),
    # tables
    "an unknown table": (HEAD + "支出结算表: ~\n", "E111", 3, 1, "支出结算表", "支出决算表"),
    "an unknown entry of the head": (HEAD + "小数点: 2\n", "E111", 3, 1, "小数点", "小数位"),
    "a section outside": (HEAD + "一般公共具体: ~\n", "E111", 3, 1, "一般公共具体", "情况说明"),
    "an unknown section": (PROSE + "  一般公共体具: ~\n", "E111", 4, 3, "一般公共体具", "一般公共具体"),
    "a table twice": (HEAD + "支出决算表: ~\n公开03表: ~\n", "E104", 4, 1, "公开03表", "删去"),
    "a text for a table": (TABLE + "  无\n", "E109", 4, 3, "无", "~"),
    "a list for a table": (HEAD + "支出决算表: [1, 2]\n", "E109", 3, 8, "[1, 2]", "行名: 数额"),
    "a list for the narrative": (HEAD + "情况说明: [1]\n", "E109", 3, 7, "[1]", "行名: 数额"),
    "a text for columns": (TABLE + "  栏: {甲: 1}\n  行: ~\n", "E109", 4, 3, "栏", "栏: ["),
    "rows beside rows": (MATRIX + "    合计: [1, 1]\n  201: [1, 1]\n", "E109", 7, 3, "201", "“行”之下"),
    "a row one level too far in": (PROSE + "  国有资产:\n    车辆: {甲: 2}\n", "E113", 5, 10, "甲", "数量"),
    "a note that is a list": (TABLE + "  说明: [甲]\n", "E109", 4, 3, "说明", "文字"),
    # blocks, rows, columns
    "an unknown block": (SUMMARY + "  收人:\n    总计: 1\n", "E112", 4, 3, "收人", "收入"),
    "a row instead of a block": (SUMMARY + "  本年收入合计: 1\n", "E112", 4, 3, "本年收入合计", "“收入:”之下"),
    "an unknown row": (SUMMARY + "  收入:\n    本年收人合计: 1\n", "E112", 5, 5, "本年收人合计", "本年收入合计"),
    "a row of the other block": (SUMMARY + "  收入:\n    结余分配: 1\n", "E112", 5, 5, "结余分配", "“支出”栏块"),
    "a name without its code": (MATRIX + "    住房保障支出: [1, 1]\n", "E112", 6, 5, "住房保障支出", "221 住房保障支出"),
    "a code with a digit missing": (MATRIX + "    2210 住房: [1, 1]\n", "E112", 6, 5, "2210 住房", "3、5、7"),
    "a class that is none": (MATRIX + "    291 住房保障支出: [1, 1]\n", "E112", 6, 5, "291 住房保障支出", "“221 住房保障支出”？"),
    "a letter in a code": (MATRIX + "    2O1 服务: [1, 1]\n", "E112", 6, 5, "2O1 服务", "是不是“201”"),
    "a letter in an item's code": (MATRIX + "    20l0350: [1, 1]\n", "E112", 6, 5, "20l0350", "是不是“2010350”"),
    "an undeclared code": (SUMMARY + "  支出:\n    20103 机构: 1\n", "E112", 5, 5, "20103 机构", "20103"),
    "a shared name": (
        HEAD + "公开06表:\n  公用经费:\n    其他支出: 1\n",
        "E112",
        5,
        5,
        "其他支出",
        "399、39999",
    ),
    "a column for a row": (MATRIX + "    基本支出: [1, 1]\n", "E112", 6, 5, "基本支出", "栏名"),
    "an unknown column": (TABLE + "  栏: [合计, 基夲支出]\n  行: ~\n", "E113", 4, 11, "基夲支出", "基本支出"),
    "an unknown column of a row": (TABLE + "  行:\n    合计: {基夲支出: 1}\n", "E113", 5, 10, "基夲支出", "基本支出"),
    "a row twice": (MATRIX + "    201 一般公共服务支出: [1, 1]\n    201: [1, 1]\n", "E118", 7, 5, "201", "删去"),
    "a row twice by its alias": (
        SUMMARY + "  收入:\n    年初结转和结余: 1\n    上年结转和结余: 1\n",
        "E118",
        6,
        5,
        "上年结转和结余",
        "删去",
    ),
    "a column twice": (TABLE + "  栏: [合计, 本年支出合计]\n  行: ~\n", "E118", 4, 11, "本年支出合计", "删去"),
    "a column twice in a row": (
        TABLE + "  行:\n    合计: {合计: 1, 本年支出合计: 1}\n",
        "E118",
        5,
        17,
        "本年支出合计",
        "删去",
    ),
    # the number of entries
    "too few": (MATRIX + "    合计: [1]\n", "E114", 6, 9, "[1]", "[本年支出合计, 基本支出]"),
    "too many": (MATRIX + "    合计: [1, 2, ~]\n", "E114", 6, 9, "[1, 2, ~]", "3 个值，应有 2 个"),
    "one figure for two columns": (MATRIX + "    合计: 5\n", "E114", 6, 9, "5", "[本年支出合计, 基本支出]"),
    "a thousands separator": (MATRIX + "    合计: [1,604.99, 453.20]\n", "E114", 6, 9, "[1,604.99, 453.20]", "1604.99"),
    "a negative thousands separator": (MATRIX + "    合计: [-1,604.99, 453.20]\n", "E114", 6, 9, "[-1,604.99, 453.20]", "'-1,604.99'"),
    "a full-width comma": (MATRIX + "    合计: [3.00，1.20]\n", "E114", 6, 9, "[3.00，1.20]", "“3.00，1.20”没有隔开：写成 [3.00, 1.20]"),
    "a full-width comma and a blank": (MATRIX + "    合计: [~、1.20]\n", "E114", 6, 9, "[~、1.20]", "写成 [~, 1.20]"),
    "a full-width comma for both": (MATRIX + "    合计: [1，604.99，1，453.20]\n", "E114", 6, 9, "[1，604.99，1，453.20]", "写成 [1604.99, 1453.20]"),
    "a space for a comma": (MATRIX + "    合计: [3.00 1.20]\n", "E114", 6, 9, "[3.00 1.20]", "写成 [3.00, 1.20]"),
    "a full-width comma, and too few": (TABLE + "  行:\n    合计: [3.00，1.20, 5]\n", "E114", 5, 9, "[3.00，1.20, 5]", "用半角逗号加一个空格隔开"),
    "a full-width comma between columns": (
        TABLE + "  栏: [本年支出合计， 基本支出]\n  行:\n    合计: [3.00, 1.20]\n", "E113", 4, 7, "[本年支出合计， 基本支出]"[1:-1], "写成 本年支出合计, 基本支出",
    ),
    "two figures in one cell": (MATRIX + "    合计: ['3.00，1.20', 5]\n", "E116", 6, 11, "3.00，1.20", "像是两个数"),
    # notes
    "a remark in a table": (TABLE + "  注: 本表无数据\n", "E112", 4, 3, "注", "说明: …"),
    "a remark beside rows": (TABLE + "  备注: 无\n  行: ~\n", "E109", 4, 3, "备注", "说明: …"),
    "a remark beside blocks": (SUMMARY + "  附注: 无\n", "E112", 4, 3, "附注", "说明: …"),
    "a remark in a block": (SUMMARY + "  收入:\n    备 注: 无\n", "E112", 5, 5, "备 注", "直接写在表名之下"),
    "a remark in the head": (HEAD + "备注: 无\n", "E111", 3, 1, "备注", "说明: …"),
    # figures
    "a letter for a digit": (MATRIX + "    合计: ['1,669.O2', 5]\n", "E116", 6, 11, "1,669.O2", "是不是 1,669.02"),
    "a letter in front": (MATRIX + "    合计: [l00.00, 5]\n", "E116", 6, 10, "l00.00", "有字母“l”"),
    "a letter at the end": (MATRIX + "    合计: [16O, 5]\n", "E116", 6, 10, "16O", "是不是 160"),
    "a wide letter": (MATRIX + "    合计: [１６９．Ｏ２, 5]\n", "E116", 6, 10, "１６９．Ｏ２", "是不是 169.02"),
    "a letter in a percentage": (PROSE + "  总体情况:\n    收支总计:\n      比上年增减率: 下降 26.9S%\n", "E116", 6, 15, "下降 26.9S%", "是不是 下降 26.95%"),
    "a letter, and more wrong": (MATRIX + "    合计: ['16,69.O2', 5]\n", "E116", 6, 11, "16,69.O2", "把字母改成数字"),
    "mostly letters": (MATRIX + "    合计: [B2, 5]\n", "E115", 6, 10, "B2", "不是金额"),
    "a letter without a form set": ("收入:\n  总计: 1,669.O2\n", "E116", 2, 7, "1,669.O2", "是不是 1,669.02"),
    "no change": (PROSE + "  总体情况:\n    收支总计:\n      比上年增减额: 与上年持平\n", "E115", 6, 15, "与上年持平", "没有增减写 0"),
    "a decrease with a minus": (PROSE + "  总体情况:\n    收支总计:\n      比上年增减额: 减少 -3.59\n", "E116", 6, 15, "减少 -3.59", "写成 减少 3.59 或 -3.59"),
    "a decrease of 万元 with a minus": (PROSE + "  总体情况:\n    收支总计:\n      比上年增减额: 减少 (3.59) 万元\n", "E116", 6, 15, "减少 (3.59) 万元", "写成 减少 3.59 万元 或 -3.59 万元"),
    "a minus before a decrease": (PROSE + "  总体情况:\n    收支总计:\n      比上年增减率: -下降3.59%\n", "E116", 6, 15, "-下降3.59%", "写成 下降 3.59% 或 -3.59%"),
    "an increase with a minus": (PROSE + "  总体情况:\n    收支总计:\n      比上年增减额: 增加 -3.59\n", "E116", 6, 15, "增加 -3.59", "增加写 3.59，减少写 -3.59"),
    "a text for an amount": (MATRIX + "    合计: [无, 5]\n", "E115", 6, 10, "无", "~"),
    "a list in a list": (MATRIX + "    合计: [[1], 5]\n", "E115", 6, 10, "[1]", "括号"),
    "a mapping in a row": (MATRIX + "    合计: {合计: {甲: 1}}\n", "E115", 6, 14, "{甲: 1}", "括号"),
    "a percentage": (MATRIX + "    合计: [5%, 5]\n", "E115", 6, 10, "5%", "去掉 %"),
    "a truth value": (MATRIX + "    合计: [no, 5]\n", "E115", 6, 10, "no", "金额"),
    "a date": (MATRIX + "    合计: [2022-09-01, 5]\n", "E115", 6, 10, "2022-09-01", "金额"),
    "not a number": (MATRIX + "    合计: [.nan, 5]\n", "E115", 6, 10, ".nan", "金额"),
    "two points": (MATRIX + "    合计: [1.604.99, 5]\n", "E116", 6, 10, "1.604.99", "两个小数点"),
    "two full-width points": (MATRIX + "    合计: [１．６０．９, 5]\n", "E116", 6, 10, "１．６０．９", "两个小数点"),
    "a misplaced separator": (MATRIX + "    合计: ['16,04.99', 5]\n", "E116", 6, 11, "16,04.99", "千分位"),
    "leading zeros": (MATRIX + "    合计: [0012, 5]\n", "E116", 6, 10, "0012", "多余的 0"),
    "underscores": (MATRIX + "    合计: [1_000, 5]\n", "E116", 6, 10, "1_000", "下划线"),
    "sixty": (MATRIX + "    合计: [1:30, 5]\n", "E116", 6, 10, "1:30", "冒号"),
    "an open bracket": (MATRIX + "    合计: [(12.50, 5]\n", "E116", 6, 10, "(12.50", "括号"),
    "two signs": (PROSE + "  总体情况:\n    收支总计:\n      比上年增减额: 减少 -5\n", "E116", 6, 15, "减少 -5", "正负号"),
    "a sign before brackets": (MATRIX + "    合计: [-(67.00), 5]\n", "E116", 6, 10, "-(67.00)", "正负号有两个"),
    "a sign before brackets, and what to write": (MATRIX + "    合计: [-（67.00）, 5]\n", "E116", 6, 10, "-（67.00）", "写成 -67.00"),
    "two signs of which none need be meant": (MATRIX + "    合计: [--67.00, 5]\n", "E116", 6, 10, "--67.00", "只留一个符号"),
    "a percentage in brackets": (PROSE + "  总体情况:\n    收支总计:\n      比上年增减率: (67.00)%\n", "E116", 6, 15, "(67.00)%", "写成 -67.00%"),
    "a sign behind": (MATRIX + "    合计: [1234.50-, 5]\n", "E116", 6, 10, "1234.50-", "正负号写在了数的后面"),
    "a sign behind thousands": (MATRIX + "    合计: ['1,234.50-', 5]\n", "E116", 6, 11, "1,234.50-", "写成 -1,234.50"),
    "a sign behind, without a form set": ("收入:\n  总计: 1,234.50-\n", "E116", 2, 7, "1,234.50-", "写成 -1,234.50"),
    "a wide sign behind": (MATRIX + "    合计: [１２３４．５０－, 5]\n", "E116", 6, 10, "１２３４．５０－", "写成 -1234.50"),
    "a range": (MATRIX + "    合计: [10.00-20.00, 5]\n", "E116", 6, 10, "10.00-20.00", "像是两个数"),
    "a space inside": (MATRIX + "    合计: [1 604.99, 5]\n", "E116", 6, 10, "1 604.99", "空格"),
    "a full stop for a point": (MATRIX + "    合计: [517。20, 5]\n", "E116", 6, 10, "517。20", "小数点"),
    "an exponent": (MATRIX + "    合计: [1e5, 5]\n", "E116", 6, 10, "1e5", "科学记数法"),
    "forty-one digits": (MATRIX + f"    合计: [{'9' * 41}, 5]\n", "E116", 6, 10, "9" * 41, "太长"),
    "two points without a form set": ("收入:\n  总计: 1.669.02\n", "E116", 2, 7, "1.669.02", "两个小数点"),
    "an unknown unit": (PROSE + "  三公具体:\n    公务用车:\n      保有量: 2 俩\n", "E121", 6, 12, "2 俩", "俩"),
    "another unit": (PROSE + "  三公具体:\n    公务用车:\n      保有量: 2 人\n", "E121", 6, 12, "2 人", "“辆”"),
    "money for a rate": (PROSE + "  总体情况:\n    收支总计:\n      比上年增减率: 5 万元\n", "E121", 6, 15, "5 万元", "“%”"),
    "a percentage for a count": (PROSE + "  三公具体:\n    公务用车:\n      保有量: 2%\n", "E115", 6, 12, "2%", "“辆”"),
    # colons
    "a full-width colon": ("总计: 5\n收入：6\n支出: 7\n", "E117", 2, 3, "：", "半角冒号"),
    "full-width colons only": ("总计：5\n收入：6\n", "E117", 1, 3, "：", "半角冒号"),
    "a full-width colon in a table": (SUMMARY + "  收入:\n    总计：5\n", "E117", 5, 7, "：", "半角冒号"),
    "a full-width colon in a table, then more": (
        SUMMARY + "  收入:\n    总计：5\n    其他收入: 6\n",
        "E117",
        5,
        7,
        "：",
        "半角冒号",
    ),
    "a full-width colon in a later row": (
        SUMMARY + "  收入:\n    其他收入: 6\n    总计：5\n",
        "E117",
        6,
        7,
        "：",
        "半角冒号",
    ),
    "a full-width colon after a table": (HEAD + "支出决算表：\n  行: ~\n", "E117", 3, 6, "：", "半角冒号"),
    "no space behind a colon": ("总计:5\n收入: 6\n", "E117", 1, 3, ":", "空格"),
    "a full-width space behind a colon": ("总计: 5\n收入:　6\n支出: 7\n", "E117", 2, 3, ":", "全角空格"),
    "full-width spaces only": ("总计:　5\n收入:　6\n", "E117", 1, 3, ":", "全角空格"),
    "a full-width space behind a colon in a table": (SUMMARY + "  收入:\n    总计:　5\n    其他收入: 6\n", "E117", 5, 7, ":", "全角空格"),
    "a hard space behind a colon": ("总计: 5\n收入:\u00a06\n", "E117", 2, 3, ":", "全角空格"),
    "a full-width colon in braces": ("表: {总计：5, 甲: 3}\n", "E117", 1, 7, "：", "半角冒号"),
    "a full-width space behind a colon in braces": ("表: {甲: 3, 总计:　5}\n", "E117", 1, 13, ":", "全角空格"),
    "no space behind a colon in braces": (SUMMARY + "  收入: {总计:5}\n", "E117", 4, 10, ":", "没有空格"),
    "an error value of a spreadsheet": ("收入:\n  总计: #REF!\n", "E127", 2, 7, "#REF!", "#REF!"),
    "no word to choose from": (
        PROSE + "  一般公共具体: {2210201 住房公积金: {与预算比: 多于}}\n", "E129", 4, 34, "多于", "大于"
    ),
    # warnings
    "what no form knows": (MATRIX + "    合计: [1, 1]\n未认出: {别的表: {甲: 1.00}}\n", "W131", 7, 1, "未认出", "1 个数"),
    "to be looked up": (MATRIX + "    合计: [1, ？]\n待核: {支出决算表: {合计: {基本支出: 1 2}}}\n", "W132", 6, 13, "？", "“待核”"),
    "no places": (MATRIX + "    合计: [1, 1]\n出处: {第 3 页: 1}\n", "W133", 7, 1, "出处", "重新导入"),
    "a range without a form set": ("收入:\n  总计: 5-10%\n", "W126", 2, 7, "5-10%", "是一个范围"),
    "the number of another row": (
        SUMMARY + "  收入: {总计: {行次: 30, 金额: 1}}\n",
        "W129",
        4,
        17,
        "30",
        "表样里是 31",
    ),
    "another name": (MATRIX + "    221 住房保证支出: [1, 1]\n", "W120", 6, 5, "221 住房保证支出", "住房保障支出"),
    "the name of another": (MATRIX + "    201 住房保障支出: [1, 1]\n", "W120", 6, 5, "201 住房保障支出", "221"),
    "the name of another for an item": (
        MATRIX + "    2010301 住房保障支出: [1, 1]\n",
        "W120",
        6,
        5,
        "2010301 住房保障支出",
        "221",
    ),
    "the name of a total": (MATRIX + "    20103 合计: [1, 1]\n", "W120", 6, 5, "20103 合计", "编码为准"),
    "cut off behind a name": (MATRIX + "    合计: [1, 1]\n    201 一般公共服务支出:", "W135", 7, 5, "201 一般公共服务支出", "补全文件"),
    "perhaps split": (MATRIX + "    合计: [1,604.99]\n", "W122", 6, 10, "1", "1604.99"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_bad_report(name: str) -> None:
    text, code, line, column, mark, words = CASES[name]
    found = problems_of(text)
    assert [each.code for each in found] == [code], [each.message for each in found]
    assert found[0].place() == ("报告.yaml", line, column)
    assert marked(found[0]) == mark
    assert found[0].remedy
    assert words in " ".join([found[0].message, *found[0].notes, found[0].remedy])


def test_every_code_of_reports_is_shown() -> None:
    """E101, E105 and E108 have no place in a text, E119 is of packs, E123 and E128 are of other reports, W130 and W134 are of verifying; they
    have tests of their own.
    """
    shown = {code for _, code, *_ in CASES.values()}
    assert shown == {code for code in CODES if code[1] == "1"} - {
        "E101",
        "E105",
        "E108",
        "E119",
        "E123",
        "E128",
        "W130",
        "W134",
    }


@pytest.mark.parametrize("text", ["", "\n\n", "# 注\n", "~\n", "---\n", "''\n", "\ufeff", " \n"])
def test_empty(text: str) -> None:
    with pytest.raises(InputError) as caught:
        load_report(source_from_bytes("报告.yaml", text.encode()), choose)
    assert [each.code for each in caught.value.diagnostics] == ["E101"]
    assert caught.value.diagnostics[0].place() == ("报告.yaml", 0, 0)
    assert caught.value.diagnostics[0].remedy


def test_second_place() -> None:
    """What stands twice is shown twice."""
    for name in ("duplicate key", "a table twice", "a row twice", "a row twice by its alias", "a column twice"):
        found = problems_of(CASES[name][0])[0]
        assert len(found.labels) == 2
        assert found.labels[0].span.start > found.labels[1].span.start
        assert "第一次" in found.labels[1].text


def test_all_errors_at_once_in_order() -> None:
    text = (
        "报告: 部门决算\n年度: 2021\n小数位: x\n支出决算表:\n  栏: [合计, 基夲支出]\n  行:\n    合计: [1.2.3, 5]\n"
        "    221: [无, 5, 6]\n    229: [无, 5]\n    229: [1, 1]\n没有: ~\n情况说明:\n  三公具体:\n    公务用车: {保有量: 2 人}\n"
    )
    codes = [(each.code, each.place()[1]) for each in problems_of(text)]
    assert codes == [
        ("E110", 3),
        ("E113", 5),
        ("E116", 7),
        ("E114", 8),
        ("E115", 9),
        ("E104", 10),
        ("E111", 11),
        ("E121", 14),
    ]


def test_figures_of_an_unknown_row_are_looked_at() -> None:
    text = TABLE + "  栏: [合计]\n  行:\n    没有: [1.2.3]\n    也没有: 无\n    还没有: {甲: 1}\n"
    codes = [(each.code, each.place()[1]) for each in problems_of(text)]
    assert codes == [("E112", 6), ("E116", 6), ("E112", 7), ("E115", 7), ("E112", 8)]


def test_a_wrong_year_ends_reading() -> None:
    """Without a form set nothing can be said of the tables."""
    found = problems_of("报告: 部门决算\n年度: x\n没有: 1.2.3\n没有: 5\n")
    assert [each.code for each in found] == ["E110", "E104"]


def test_errors_of_the_form_set_join() -> None:
    def none(header: ReportHeader) -> None:
        raise InputError([Diagnostic("E119", f"no form set for {header.kind}", path="报告.yaml")])

    with pytest.raises(InputError) as caught:
        load_report(Source("报告.yaml", "报告: 某某\n年度: 2021\n甲: 1\n甲: 2\n"), none)
    assert [each.code for each in caught.value.diagnostics] == ["E119", "E104"]


@pytest.mark.parametrize("count", [MAXIMUM_PROBLEMS, MAXIMUM_PROBLEMS + 1, 200, 5000])
def test_many_errors(count: int) -> None:
    found = problems_of(SUMMARY + "  收入:\n" + "".join(f"    错{number}: 1\n" for number in range(count)))
    assert len(found) == MAXIMUM_PROBLEMS
    if count > MAXIMUM_COLLECTED:
        assert f"至少 {MAXIMUM_COLLECTED - MAXIMUM_PROBLEMS} 处" in found[-1].notes[-1]
    elif count > MAXIMUM_PROBLEMS:
        assert f"{count - MAXIMUM_PROBLEMS} 处" in found[-1].notes[-1]
    else:
        assert not found[-1].notes


def test_many_warnings() -> None:
    rows = "".join(f"    {2010001 + number} 住房保障支出: [1, 1]\n" for number in range(600))
    found = problems_of(MATRIX + rows)
    assert {each.code for each in found} == {"W120"}
    assert len(found) == MAXIMUM_PROBLEMS


def test_split_figures_are_marked() -> None:
    found = problems_of(MATRIX + "    合计: [1,604.99, 1,453.20]\n")[0]
    assert [each.source.locate(each.span.start)[1] for each in found.labels] == [9, 10, 20]
    assert "“1,604.99”" in found.notes[0]


def test_what_the_head_and_the_tables_say_comes_together() -> None:
    opened = open_report(Source("报告.yaml", "报告: 部门决算\n年度: 2021\n年度: 2020\n没有: 1\n"))
    assert opened.header.year == 2021
    with pytest.raises(InputError) as caught:
        opened.read(form_set())
    assert [each.code for each in caught.value.diagnostics] == ["E104", "E111"]


# ---- files -----------------------------------------------------------------------------------------------------------


def _error(path: Path | str) -> Diagnostic:
    with pytest.raises(InputError) as caught:
        read_source(str(path))
    (found,) = caught.value.diagnostics
    assert found.place()[0] == str(path)
    assert found.remedy or found.code == "E402"
    return found


def test_missing_file(tmp_path: Path) -> None:
    assert _error(tmp_path / "没有.yaml").code == "E401"
    assert "目录" in _error(tmp_path / "没有" / "没有.yaml").notes[0]


def test_directory(tmp_path: Path) -> None:
    assert _error(tmp_path).code == "E402"


def test_impossible_names() -> None:
    assert _error("a\0b").code == "E402"
    assert _error("a" * 5000).code == "E402"


def test_large_file(tmp_path: Path) -> None:
    path = tmp_path / "大.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert _error(path).code == "E105"
    path.write_bytes(b"#" * MAXIMUM_BYTES)
    assert len(read_source(str(path)).text) == MAXIMUM_BYTES


def test_endless_input() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("there is no endless file here")
    assert _error("/dev/zero").code == "E402"
    with open("/dev/zero", "rb") as file:  # as a shell hands a pipe over
        assert _error(f"/dev/fd/{file.fileno()}").code == "E105"


def test_many_entries() -> None:
    text = "表: [" + "1," * 1_000_001 + "1]\n"
    with pytest.raises(InputError) as caught:
        read_tree(Source("大.yaml", text))
    assert [each.code for each in caught.value.diagnostics] == ["E105"]


def test_alias_bomb() -> None:
    text = "a0: &a0 [1, 1]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}1]\n" for n in range(1, 30))
    found = problems_of(text)
    assert [(each.code, each.place()[1:]) for each in found] == [("E107", (1, 5))]


@pytest.mark.parametrize("depth", [1000, 100_000])
@pytest.mark.parametrize("piece", ["[", "{甲: ", "- ", "? "])
def test_deep_nesting(piece: str, depth: int) -> None:
    assert {each.code for each in problems_of("总计: " + piece * depth)} <= {"E106", "E102"}
    assert {each.code for each in problems_of(piece * depth)} <= {"E106", "E102", "E109"}


def test_gbk(tmp_path: Path) -> None:
    path = tmp_path / "旧.yaml"
    path.write_bytes("# 决算\n年度: 2021\n".encode("gbk"))
    found = _error(path)
    assert found.code == "E108"
    assert found.place()[1:] == (1, 3)
    assert "GBK" in found.message
    assert "UTF-8" in found.remedy
    assert "决算" in found.labels[0].source.text


@pytest.mark.parametrize(
    ("start", "what"), [(b"%PDF-1.7\n%\xb5\xb5", "PDF"), (b"PK\x03\x04\xff", "Excel"), (b"\x89PNG\xff", "图片")]
)
def test_a_document_in_place_of_a_report(tmp_path: Path, start: bytes, what: str) -> None:
    """It is not told to be saved in another encoding."""
    path = tmp_path / "决算.yaml"
    path.write_bytes(start)
    found = _error(path)
    assert (found.code, what in found.message, "另存为" in found.remedy) == ("E108", True, False)


def test_gbk_after_ascii(tmp_path: Path) -> None:
    path = tmp_path / "旧.yaml"
    path.write_bytes(b"a: 1\r\n" + "总计: 2\r\n".encode("gb18030"))
    assert _error(path).place()[1:] == (2, 1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "旧.yaml"
    path.write_bytes("总计: 1669.02\n".encode(encoding))
    assert _error(path).code == "E108"


def test_half_a_character(tmp_path: Path) -> None:
    path = tmp_path / "断.yaml"
    path.write_bytes("甲: 1\n总计: 决算".encode()[:-1])
    found = _error(path)
    assert (found.code, found.place()[1]) == ("E108", 2)


def test_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "入"
    path.write_bytes("\ufeff总计: 1\r\n".encode())
    with path.open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        source = read_source("-")
    assert (source.path, source.text) == ("-", "总计: 1\n")


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "锁.yaml"
    path.write_text("总计: 1\n", encoding="utf-8")
    monkeypatch.setattr("os.open", refuse)
    found = _error(path)
    assert found.code == "E402"
    assert "Permission denied" in found.message


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("名" * 1100 + ": 1.00\n", 1),
        ("甲: 1.00\n" + "a " * 600 + ": 1.00\n", 1),
        ("表: {甲: 1, " + "名" * 1100 + ": 1.00}\n", 11),
        ("表:\n  " + "名" * 1100 + ": [1.00]\n", 3),
    ],
)
def test_a_name_that_is_too_long(text: str, column: int) -> None:
    with pytest.raises(InputError) as caught:
        read_tree(Source("a.yaml", text))
    (found,) = caught.value.diagnostics
    assert (found.code, found.place()[2]) == ("E102", column)
    assert "最多 1024 个" in found.message and "写短些" in found.remedy
