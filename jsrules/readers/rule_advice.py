"""Advice for what the grammar could not read: what authors type, and what they should write instead."""

from __future__ import annotations

import re

from jsrules.base.language import say

_OPERATORS = "=<>≠≤≥+-*/"


def advise(text: str, start: int, end: int, position: int, expected: set[str]) -> tuple[str, str, int]:
    """A message, a remedy and the length of the wrong word, for a mistake at ``position`` of ``text[start:end]``."""
    message, remedy = _advise(text, start, end, position, expected)
    return message, remedy, len(_word(text[position:end]))


def _advise(text: str, start: int, end: int, position: int, expected: set[str]) -> tuple[str, str]:
    statement = text[start:end]
    before = text[start:position].rstrip()
    after = text[position:end]
    found = _word(after)
    opened = statement.count("(") - statement.count(")")
    if statement.count("[") > statement.count("]"):
        return say("方括号没有闭合", "a bracket is not closed"), say("补上“]”", "add “]”")
    if opened > 0 and (not after or "RPAR" in expected):
        return say("括号没有闭合", "a bracket is not closed"), say("补上“)”", "add “)”")
    if opened < 0 and after.startswith(")"):
        return say("多了一个“)”", "there is one “)” too many"), say("删去它，或补上“(”", "remove it, or add “(”")
    if re.match(r"(规则|rule)\s", statement) and ":" not in statement:
        return (
            say("规则名后面缺冒号", "a colon is missing behind the rule's name"),
            say("写成 规则 名称：公式", "write: rule NAME: FORMULA"),
        )
    if statement.startswith(("规则", "rule")) and not re.match(r"(规则|rule)\s", statement):
        return (
            say("“规则”后面缺空格", "a space is missing behind “rule”"),
            say("写成 规则 名称：公式", "write: rule NAME: FORMULA"),
        )
    if "LEVEL_NAME" in expected:
        return (
            say("没有“{found}”这个级别", "there is no level “{found}”", found=found),
            say("级别是 错误、警告、提示 之一", "a level is one of error, warning, info"),
        )
    if "COMPARABLE" in expected:
        return (
            say("口径后面只能写“可不同”", "“no” is all that may stand behind “comparable”"),
            say("写成 口径 可不同", "write: comparable no"),
        )
    if not after:
        if before and before[-1] in _OPERATORS + ",:":
            return (
                say(
                    "公式没有写完：“{end}”后面缺内容",
                    "the formula is not complete: something is missing behind “{end}”",
                    end=before[-1],
                ),
                say("补上“{end}”右边的名称或数", "add a name or a number to the right of “{end}”", end=before[-1]),
            )
        if re.search(r"[=<>≠≤≥]", statement) is None:
            return (
                say("这一行不是公式：没有 =、<=、>= 等比较", "this line is no formula: it compares nothing"),
                say("写成 左边 = 右边", "write LEFT = RIGHT"),
            )
        return say("语句没有写完", "the statement is not complete"), say("补全公式", "complete the formula")
    if re.match(r"[+\-*/=]{2,}", after) or (after[0] in "=+*/<>" and before[-1:] in _OPERATORS and before):
        return (
            say("两个运算符连在一起：“{a}{b}”", "two operators in a row: “{a}{b}”", a=before[-1:], b=after[0]),
            say("删去其中一个，或在中间补上名称", "remove one of them, or put a name between them"),
        )
    if (re.match(r"\d", after) and before[-1:] == ",") or re.match(r",\d{3}(?!\d)", after):
        return (
            say("规则里的数不写千分位逗号", "numbers in rules have no thousands separators"),
            say("写成 1668.98 这样的数", "write a number like 1668.98"),
        )
    if re.match(r"[^\W\d]", after) and re.search(r"[\w\])]$", before):
        return (
            say("“{found}”前面缺运算符", "an operator is missing before “{found}”", found=found),
            say(
                "补上 + 或 =；名称里有空格、括号或运算符时用 […] 括起来",
                "add + or =; quote a name that holds spaces, brackets or operators with […]",
            ),
        )
    if after[0] == "(" and re.search(r"\w$", before):
        name = re.search(r"\w+$", before)
        word = name.group() if name else ""
        return (
            say(
                "没有“{word}(…)”这样的函数；名称里的括号要整个括起来",
                "there is no function “{word}(…)”; quote a name that holds brackets",
                word=word,
            ),
            say("名称写成 [{word}(…)]；求和写成 合计(…)", "write the name as [{word}(…)]; a sum as sum(…)", word=word),
        )
    return (
        say("这里看不懂“{found}”", "“{found}” is not understood here", found=found),
        say(
            "名称里有空格、括号或运算符时用 […] 括起来",
            "quote a name that holds spaces, brackets or operators with […]",
        ),
    )


def _word(text: str) -> str:
    match = re.match(r"\w+|\S", text)
    return match.group()[:20] if match else text[:1]
