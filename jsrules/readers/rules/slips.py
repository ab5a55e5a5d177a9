"""Slips of authors, as tables: words of other programs and of everyday language, signs of other notations."""

from __future__ import annotations

import re

from jsrules.base.language import Words
from jsrules.model.functions import FUNCTIONS
from jsrules.model.keywords import either

_ROW: Words = ("逐行检查写成 每行", "to check every row write: each row")
_COLUMN: Words = ("逐栏检查写成 每栏", "to check every column write: each column")
_CODE: Words = (
    "逐个科目检查写成 每个科目、每个类、每个款 或 每个项",
    "write: each account, each class, each group or each item",
)
_EQUAL: Words = ("相等写成 =", "write =")
_LESS: Words = ("小于写成 <", "write <")
_MORE: Words = ("大于写成 >", "write >")
_AT_MOST: Words = ("不大于写成 <=", "write <=")
_AT_LEAST: Words = ("不小于写成 >=", "write >=")
_UNEQUAL: Words = ("不等于写成 <>", "write <>")
_AND: Words = ("同时成立写成 且", "write “and” for both")
_OR: Words = ("其一成立写成 或", "write “or” for either")
_NOT: Words = ("否定写成 非", "write “not”")
_IF: Words = ("条件写成 若 条件 则 公式", "write: if CONDITION then FORMULA")
_ELSE: Words = ("否则的情形另写一条：若 非 (条件) 则 公式", "write another rule: if not (CONDITION) then FORMULA")
_LEVEL: Words = ("等级写成 级别 错误、级别 警告 或 级别 提示", "write: level error, level warning or level info")
_BASIS: Words = ('依据写成 依据 "…"', 'write: basis "…"')
_MESSAGE: Words = ('自己的提示语写成 信息 "…"；注释写在 # 后面', 'write: message "…"; remarks stand behind #')
_LET: Words = ("定义写成 设 名称 = 公式", "write: let NAME = FORMULA")
_NAME: Words = ("写成 规则 名称：公式", "write: rule NAME: FORMULA")
_TABLE: Words = ("写成 表 表名", "write: table NAME")

_SYNONYMS: list[tuple[str, Words]] = [
    ("每一行 每条 所有行 各行 全部行 任意行 逐行 EACHROW", _ROW),
    ("每列 每一列 每一栏 所有列 所有栏 各列 各栏 全部栏 逐栏 逐列", _COLUMN),
    ("所有科目 各科目 每一科目 每个类别 每一类 所有类 每个款级 每个项目 每级", _CODE),
    ("等于 应等于 应当等于 必须等于 是 为 应为 EQ", _EQUAL),
    ("小于 应小于 少于 LT", _LESS),
    ("大于 应大于 多于 超过 GT", _MORE),
    ("小于等于 小于或等于 不大于 应不大于 不超过 不得超过 至多 不多于 LE", _AT_MOST),
    ("大于等于 大于或等于 不小于 应不小于 不少于 不得少于 不低于 至少 GE", _AT_LEAST),
    ("不等于 不应等于 不同于 NE", _UNEQUAL),
    ("和 与 以及 及 同时 AND", _AND),
    ("或是 要么 OR", _OR),
    ("不是 不 没有 NOT", _NOT),
    ("IF 当 如 假如 假设 只要", _IF),
    ("否则 反之 ELSE", _ELSE),
    ("等级 严重程度 严重性 级 SEVERITY", _LEVEL),
    ("根据 来源 出处 BASED", _BASIS),
    ("说明 备注 注 提示语 提示信息 消息", _MESSAGE),
    ("令 定义 变量 记 LET", _LET),
    ("公式 校验 审核 检查 RULE", _NAME),
    ("表格 报表 工作表 SHEET", _TABLE),
    *((f"{row.habits} {row.spellings}", row.advice) for row in FUNCTIONS.values()),
]

MISNAMED: dict[str, Words] = {word: words for several, words in _SYNONYMS for word in several.split()}
"""Words that mean nothing here, in capitals, and what to write instead."""

_FIGURES = "|".join(row.words[0] for row in FUNCTIONS.values() if row.result == "figure")

_Slip = tuple["re.Pattern[str] | None", "re.Pattern[str]", Words, Words]


def _slip(before: str, after: str, message: Words, remedy: Words) -> _Slip:
    return re.compile(before) if before else None, re.compile(after), message, remedy


SLIPS: list[_Slip] = [
    _slip("", "(形如|like)\\s*\"", ("“形如”写在文字前面", "“like” stands before the text"),
          ('写成 形如(本行, "*合计")', 'write like(this_row, "*合计")')),
    _slip("", "/\\*", ("注释的写法不对", "this is no remark"), ("注释以 # 或 // 开头", "remarks begin with # or //")),
    _slip(f"[=+\\-*/<>≤≥≠(,]\\s*({_FIGURES})$", "[\\w\\[]", ("函数后面缺括号", "a bracket is missing behind the function"),
          ("写成 合计(…)", "write sum(…)")),
    _slip("[≥>]$", "=", ("“≥”已含等号", "“≥” has its equals sign already"), ("写成 >= 或 ≥", "write >= or ≥")),
    _slip("[≤<]$", "=", ("“≤”已含等号", "“≤” has its equals sign already"), ("写成 <= 或 ≤", "write <= or ≤")),
    _slip("=$", "!", ("“=!”写反了", "“=!” is the wrong way round"), _UNEQUAL),
    _slip(">$", "<", ("没有“><”这个比较", "there is no comparison “><”"), _UNEQUAL),
    _slip("", ":\\s*=", ("没有“:=”这个符号", "there is no sign “:=”"),
          ("相等写成 =；定义写成 设 名称 = 公式", "write =; or: let NAME = FORMULA")),
    _slip("[\\w\\]\"]$", "!", ("表和单元格之间不用“!”", "“!” does not stand between table and cell"),
          ("写成 表名[行, 栏] 或 表名.行名", "write TABLE[ROW, COLUMN] or TABLE.ROW")),
    _slip("", "[→⇒⟶]", ("没有“→”这个符号", "there is no sign “→”"), _IF),
    _slip("", "[≈≒≌∼~]", ("没有“≈”这个比较", "there is no comparison “≈”"),
          ("= 已经允许尾差；要放宽写成 = … ± 0.05", "“=” allows for rounding; for more write = … ± 0.05")),
    _slip("\\+$", "/\\s*-", ("没有“+/-”这个符号", "there is no sign “+/-”"), ("写成 ± 0.05", "write ± 0.05")),
    _slip("±\\s*[\\d.]+%?$", "\\w", ("允许差后面不写单位", "a tolerance takes no unit"),
          ("只写数，单位与两边相同：± 0.05", "write the number alone, in the unit of the two sides: ± 0.05")),
    _slip("", "&", ("没有“&”这个符号", "there is no sign “&”"), _AND),
    _slip("", "\\|", ("没有“|”这个符号", "there is no sign “|”"), _OR),
    _slip("", "\\^", ("不能乘方", "there are no powers"), ("自乘写成 甲 * 甲", "write A * A")),
    _slip("", "[{〔〈}〕〉]", ("括号用错了", "these are the wrong brackets"),
          ("行和栏写在方括号里：[行, 栏]；算式用圆括号", "row and column stand in square brackets: [ROW, COLUMN]; use ( ) in formulas")),
    _slip("", "[《》]", ("表名不用书名号", "a table's name takes no title marks"), ("删去《》", "remove 《》")),
    _slip("", "[‘’'「」『』`]", ("名称不用加引号", "a name takes no quotation marks"),
          ("删去引号；名称里有空格、括号或运算符时用 […] 括起来",
           "remove them; quote a name that holds spaces, brackets or operators with […]")),
    _slip("", "[。;]\\s*$", ("句末不用标点", "a statement ends without a sign"),
          ("删去它，一行写一条公式", "remove it; one formula a line")),
    _slip("", ";", ("分号隔开了两个公式", "a semicolon stands between two formulas"), ("一行写一条公式", "write one formula a line")),
    _slip("[\\w\\]]$", "。", ("点写成了句号“。”", "a Chinese full stop stands for the point"), ("写成半角的“.”", "write “.”")),
    _slip("\\d\\.\\d+$", "\\.", ("数里有两个小数点", "the number has two decimal points"),
          ("写成 1668.98 这样的数", "write a number like 1668.98")),
    _slip(f"(^|\\W){either('quantifier')}$", ":", ("范围后面不用冒号", "no colon is due behind the range"),
          ("写成 每行 公式；指明是哪张表写成 每行 表名：公式", "write: each row FORMULA; or of a table: each row TABLE: FORMULA")),
    _slip(f"(^|\\W)({either('IF', chinese_only=True)}|{either('IF')}\\s)(?![\\s\\S]*{either('THEN')})", ",",
          ("“若”的条件后面缺“则”", "“then” is missing behind the condition"), _IF),
    _slip(f"{either('PRIOR')}\\.\\[[^\\]]*$", ",", ("“上年”后面缺表名", "a table is missing behind “prior”"),
          ("写成 上年.表名[行, 栏]", "write prior.TABLE[ROW, COLUMN]")),
    _slip("", "[—–]", ("注释的写法不对", "this is no remark"), ("注释以 # 或 // 开头", "remarks begin with # or //")),
    _slip("/$", "\\*", ("注释的写法不对", "this is no remark"), ("注释以 # 或 // 开头", "remarks begin with # or //")),
    _slip("", "!", ("这里看不懂“!”", "“!” is not understood here"), _UNEQUAL),
]  # fmt: skip
"""What may stand before, what stands there, the message and the remedy; the first that fits is taken."""
