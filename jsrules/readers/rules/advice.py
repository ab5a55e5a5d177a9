"""Advice for what the grammar could not read: what authors type, and what they should write instead."""

from __future__ import annotations

import re
from typing import NamedTuple

from jsrules.base.language import say
from jsrules.model.keywords import either, whole, words_of
from jsrules.readers.rules.slips import MISNAMED, SLIPS

_OPERATORS = "=<>≠≤≥+-*/"
_COMPARES = re.compile(r"[=<>≠≤≥≦≧]")
_WORD = re.compile(r"\w+|\S")

_RULE, _TABLE, _IF = (either(each) for each in ("RULE", "TABLE", "IF"))
# Metadata whose value is no free text.
_BARE = words_of("NATURE", "LEVEL", "SCOPE_NOTE", "MISSING", "WAIVABLE", "ALLOW", "APPLIES")
# Chinese keywords, which authors run together with what follows them.
_CHINESE_RULE, _CHINESE_TABLE, _CHINESE_IF, _CHINESE_THEN = (
    either(each, chinese_only=True) for each in ("RULE", "TABLE", "IF", "THEN")
)
_JOINED = re.compile(rf"({either('control', 'logic', chinese_only=True)})(?=\w)")
_JOINED_IF = re.compile(rf"({_CHINESE_IF})(?=\w)")
_JOINED_THEN = re.compile(rf"(?<=[\s,\d\])])({_CHINESE_THEN})(?=\w)")
_CONDITIONAL = re.compile(rf"{_CHINESE_IF}|{_IF}\s")


class _Spot(NamedTuple):
    """Where reading stopped: the statement, what stands before and after that place,
    and what could have stood there.
    """

    statement: str
    before: str
    after: str
    expected: set[str]

    @property
    def found(self) -> str:
        return _word(self.after)


def advise(text: str, start: int, end: int, position: int, expected: set[str]) -> tuple[str, str, int]:
    """A message, a remedy and the length of the wrong word, for a mistake at ``position`` of ``text[start:end]``."""
    spot = _Spot(text[start:end], text[start:position].rstrip(), text[position:end], expected)
    for look in (_brackets, _heads, _metadata, _misnamed, _slips, _ending, _operators, _names):
        advice = look(spot)
        if advice is not None:
            return *advice, len(spot.found)
    message = say("这里看不懂“{found}”", "“{found}” is not understood here", found=spot.found)
    return message, _quote_names(), len(spot.found)


def misread_scope(statement: str) -> tuple[str, str] | None:
    """Advice on a line that reads as a name, but was meant to name a table: ``表支出决算表``."""
    match = re.fullmatch(rf"{_CHINESE_TABLE}(\w[\w.\"]*)", statement)
    if match is None or re.match(either("BETWEEN"), statement):
        return None
    return (
        say("“表”后面缺空格", "a space is missing behind “表”"),
        say("写成 表 {name}", "write 表 {name}", name=match[1]),
    )


def _quote_names() -> str:
    return say(
        "核对这一处的写法；名称里有空格、括号或运算符时用 […] 括起来",
        "check this place; quote a name that holds spaces, brackets or operators with […]",
    )


def _brackets(spot: _Spot) -> tuple[str, str] | None:
    opened = spot.statement.count("(") - spot.statement.count(")")
    if spot.statement.count("[") > spot.statement.count("]"):
        return say("方括号没有闭合", "a bracket is not closed"), say("补上“]”", "add “]”")
    if opened > 0 and (not spot.after or "RPAR" in spot.expected) and spot.found != ",":
        return say("括号没有闭合", "a bracket is not closed"), say("补上“)”", "add “)”")
    if opened < 0 and spot.after.startswith(")"):
        return say("多了一个“)”", "there is one “)” too many"), say("删去它，或补上“(”", "remove it, or add “(”")
    return None


def _heads(spot: _Spot) -> tuple[str, str] | None:
    """The first word of a statement."""
    shape = say("写成 规则 名称：公式", "write: rule NAME: FORMULA")
    if re.match(rf"{_RULE}\s*:", spot.statement):
        return say("“规则”后面缺名称", "the rule has no name"), shape
    if re.match(rf"{_RULE}\s", spot.statement) and ":" not in spot.statement:
        return say("规则名后面缺冒号", "a colon is missing behind the rule's name"), shape
    if re.match(rf"{_CHINESE_RULE}|{_RULE}(?=\d)", spot.statement) and not re.match(rf"{_RULE}\s", spot.statement):
        return say("“规则”后面缺空格", "a space is missing behind “rule”"), shape
    if re.match(rf"{_TABLE}\s*:", spot.statement):
        return (
            say("“表”后面不用冒号", "“table” takes no colon"),
            say("写成 表 表名", "write: table NAME"),
        )
    if re.match(rf"{_TABLE}\s", spot.statement) and spot.found[:1].isdigit():
        return (
            say("名称以数字开头：“{found}”", "the name begins with a digit: “{found}”", found=spot.found),
            say("写成 表 [{found}]", "write: table [{found}]", found=spot.found),
        )
    if re.match(r"\(?\d{1,3}[.,)](?!\d)", spot.statement):
        return (
            say("公式前面写了序号", "there is a number before the formula"),
            say("删去序号，或写成 规则 1：公式", "remove it, or write: rule 1: FORMULA"),
        )
    line = spot.statement[spot.statement.rfind("\n") + 1 :].lstrip()
    if re.match(rf"{either('APPLIES')}\s", line) and spot.found.isdigit():
        return (
            say("没有写适用的是什么", "it is not said what it is for"),
            say("写成 适用 年度 {found}", "write: for year {found}", found=spot.found),
        )
    return None


def _metadata(spot: _Spot) -> tuple[str, str] | None:
    """A line below a rule."""
    line = spot.before[spot.before.rfind("\n") + 1 :].strip()
    if spot.after.startswith(":") and line in _BARE:
        return (
            say("“{word}”后面不用冒号", "“{word}” takes no colon", word=line),
            say("把冒号换成空格", "put a space in its place"),
        )
    if "NATURE_NAME" in spot.expected:
        return (
            say("没有“{found}”这种类型", "there is no nature “{found}”", found=spot.found),
            say("类型是 平衡、逻辑、核实 之一", "a nature is one of balance, logic, plausibility"),
        )
    if "LEVEL_NAME" in spot.expected:
        return (
            say("没有“{found}”这个级别", "there is no level “{found}”", found=spot.found),
            say("级别是 错误、警告、提示 之一", "a level is one of error, warning, info"),
        )
    if "COMPARABLE" in spot.expected:
        return (
            say("口径后面只能写“可不同”", "“no” is all that may stand behind “comparable”"),
            say("写成 口径 可不同", "write: comparable no"),
        )
    if "MISSING_WORD" in spot.expected:
        return (
            say("没有“{found}”这种缺行", "a missing row cannot be “{found}”", found=spot.found),
            say("写成 缺行 空白、缺行 缺少 或 缺行 不适用", "write: missing blank, missing absent or missing skip"),
        )
    if "YES_NO" in spot.expected:
        return (
            say("这里只能写 是 或 否", "yes or no is due here"),
            say("写成 可说明 否", "write: waivable no"),
        )
    allowing = re.match(rf"{either('ALLOW')}\s+(\S+)$", line)
    if not spot.after and allowing is not None and "TEXT" in spot.expected:
        return (
            say("“允许”后面缺理由", "“allow” states no reason"),
            say('写成 允许 {code} "理由"', 'write: allow {code} "REASON"', code=allowing[1]),
        )
    if not spot.after and spot.expected & {"TEXT", "LINT"}:
        return (
            say("“{word}”后面缺内容", "something is missing behind “{word}”", word=line.split()[0] if line else ""),
            say('写在同一行，如 依据 "财决01表"', 'write it on the same line, as in basis "…"'),
        )
    return None


def _misnamed(spot: _Spot) -> tuple[str, str] | None:
    """Words of other programs, or of everyday language, for what has a word here."""
    # The function before a bracket, the word where reading stopped, or the word before it.
    last = re.search(r"(\w+|∑)$", spot.before)
    words = [spot.found]
    if last is not None:
        words = [last[1]] if spot.after.startswith("(") else [spot.found, last[1]]
    for word in words:
        meant = MISNAMED.get(word.translate(_NARROW).upper())
        if meant is None:
            continue
        message = (
            say("没有“{word}(…)”这样的函数", "there is no function “{word}(…)”", word=word)
            if spot.after.startswith("(")
            else say("这里不认识“{word}”", "“{word}” has no meaning here", word=word)
        )
        return message, say(*meant)
    joined = _JOINED.match(spot.found) or _JOINED_IF.match(spot.statement)
    if joined is None or (joined.string != spot.found and not re.fullmatch(_CHINESE_THEN, spot.found)):
        joined = _JOINED_THEN.search(spot.statement)
    if joined is not None:
        return (
            say("“{word}”后面缺空格", "a space is missing behind “{word}”", word=joined[1]),
            say(
                "写成 若 条件 则 公式，每个词前后空一格",
                "write if CONDITION then FORMULA, with spaces between the words",
            ),
        )
    if _CONDITIONAL.match(spot.statement) and not re.search(rf"(?<!\w){whole('THEN')}", spot.statement):
        return (
            say("“若”没有“则”", "there is no “then” to this “if”"),
            say("写成 若 条件 则 公式", "write: if CONDITION then FORMULA"),
        )
    return None


def _slips(spot: _Spot) -> tuple[str, str] | None:
    for before, after, message, remedy in SLIPS:
        if after.match(spot.after) and (before is None or before.search(spot.before)):
            return say(*message), say(*remedy)
    return None


def _ending(spot: _Spot) -> tuple[str, str] | None:
    if spot.after:
        return None
    last = spot.before[-1:]
    if last == "±":
        return (
            say("“±”后面缺一个数", "a number is missing behind “±”"),
            say("写成 ± 0.05 或 ± 1%", "write ± 0.05 or ± 1%"),
        )
    if last and last in _OPERATORS + ",:":
        sign = re.search(r"[=<>≠≤≥+\-*/,:]+$", spot.before)
        end = sign.group() if sign else last
        return (
            say(
                "公式没有写完：“{end}”后面缺内容",
                "the formula is not complete: something is missing behind “{end}”",
                end=end,
            ),
            say("补上“{end}”右边的名称或数", "add a name or a number to the right of “{end}”", end=end),
        )
    if _COMPARES.search(spot.statement) is None:
        return (
            say("这一行不是公式：没有 =、<=、>= 等比较", "this line is no formula: it compares nothing"),
            say("写成 左边 = 右边", "write LEFT = RIGHT"),
        )
    return (
        say("语句没有写完", "the statement is not complete"),
        say("补全公式：左边 = 右边", "complete the formula: LEFT = RIGHT"),
    )


def _operators(spot: _Spot) -> tuple[str, str] | None:
    first, last = spot.after[0], spot.before[-1:]
    if re.match(r"[+\-*/=]{2,}", spot.after) or (first in "=+*/<>≠≤≥" and last and last in _OPERATORS):
        pair = f"{last} {first}" if last and last in _OPERATORS else spot.after[:2]
        return (
            say("两个运算符连在一起：“{pair}”", "two operators in a row: “{pair}”", pair=pair),
            say("删去其中一个，或在中间补上名称", "remove one of them, or put a name between them"),
        )
    if (first.isdigit() and last == ",") or re.match(r",\d{3}(?!\d)", spot.after):
        return (
            say("规则里的数不写千分位逗号", "numbers in rules have no thousands separators"),
            say("写成 1668.98 这样的数", "write a number like 1668.98"),
        )
    if first == ",":
        if re.search(r"\([^()]*$", spot.before):
            return (
                say("行和栏要写在方括号里", "row and column stand in square brackets"),
                say("写成 [行, 栏]", "write [ROW, COLUMN]"),
            )
        return (
            say("逗号隔开了两个公式", "a comma stands between two formulas"),
            say("用 且 连接，或分成两行", "join them with “and”, or write two lines"),
        )
    return None


def _names(spot: _Spot) -> tuple[str, str] | None:
    if re.match(r"[^\W\d]", spot.after) and re.search(r"[\w\])]$", spot.before):
        if re.match(r"年\d{1,2}月", spot.found):
            return (
                say("日期没有写在引号里", "a date stands in quotation marks"),
                say('写成 "2021-12-31" 或 "2021-12"', 'write "2021-12-31" or "2021-12"'),
            )
        if re.search(r"(?<![\w.\])])\d+(\.\d+)?$", spot.before):
            return (
                say("不认识的单位“{found}”", "unknown unit “{found}”", found=spot.found),
                say(
                    "写成 3 万元、5 件、25% 的样子；数与单位之间最多空一格",
                    "write it like 3 万元, 5 件 or 25%, with one space between at most",
                ),
            )
        return (
            say("“{found}”前面缺运算符", "an operator is missing before “{found}”", found=spot.found),
            say(
                "补上 + 或 =；名称里有空格、括号或运算符时用 […] 括起来",
                "add + or =; quote a name that holds spaces, brackets or operators with […]",
            ),
        )
    if spot.after[0] == "(" and re.search(r"\w$", spot.before):
        name = re.search(r"\w+$", spot.before)
        word = name.group() if name else ""
        if word[-1:].isdigit():
            return (
                say("数的后面不能直接写括号", "a bracket cannot follow a number"),
                say("说明写在 # 后面；相乘写 *", "put remarks behind #; write * to multiply"),
            )
        return (
            say(
                "没有“{word}(…)”这样的函数；名称里的括号要整个括起来",
                "there is no function “{word}(…)”; quote a name that holds brackets",
                word=word,
            ),
            say("名称写成 [{word}(…)]；求和写成 合计(…)", "write the name as [{word}(…)]; a sum as sum(…)", word=word),
        )
    return None


_NARROW = str.maketrans("ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ",
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")  # fmt: skip


def _word(text: str) -> str:
    match = _WORD.match(text)
    return match.group()[:20] if match else text[:1]
