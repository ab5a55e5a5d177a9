"""A formula as people say it, without spaces and signs, put into signs: ``若总计大于0，则支出不超过总计``.

It is only offered, where what was written cannot be read, or means nothing: a name may hold any of these words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from jsrules.model.keywords import alternatives, either, meanings

_COMPARED = {
    **meanings("COMPARED"),
    **dict.fromkeys(
        "不应大于 不能大于 不可大于 不应超过 不能超过 不可超过 不应高于 不能高于 最多为 至多为 以下".split(), "<="
    ),
    **dict.fromkeys(
        "不应小于 不能小于 不可小于 不应低于 不能低于 不可低于 不应少于 不能少于 最少为 至少为 以上".split(), ">="
    ),
    **dict.fromkeys("应当是 应该是 应该等于 须等于 需等于 应为 应是 恒等于 相等于".split(), "="),
    **dict.fromkeys("不应为 不能为 不得为 不能等于 不可等于 不同于".split(), "<>"),
    **dict.fromkeys("应当大于 必须大于 须大于".split(), ">"),
    **dict.fromkeys("应当小于 必须小于 须小于 不足".split(), "<"),
}

MAXIMUM_LENGTH = 400
"""Nobody says a longer formula."""

# A piece that is not to be taken apart: what stands in brackets or quotation marks, as one character.
_QUOTED = re.compile(r'\[[^\[\]]*\]|"[^"\n]*"')
_FIRST = 0xE000
_LETTER = "[\\w.%\ue000-\uf8ff]"
_OPERAND = f"(?:{_LETTER}|\\([^()]*\\))+"
_CHINESE_COMPARED = alternatives(word for word in _COMPARED if not word.isascii())
_SIGN = "(?:==|<=|>=|<>|!=|=|<|>|≤|≥|≠)"

_CONDITION = re.compile(r"(?:如果|倘若|假如|假设|只要|若|当|如|凡)\s*(?=[\w\ue000-\uf8ff(|])")
_CONSEQUENCE = re.compile(
    r"\s*(?:(?:时|的话|的情况下|情况下)(?:\s*,|\s)\s*(?:则|那么|就|应当|应该)?|,\s*(?:则|那么|就|应当|应该)?|(?<![规原法细准])则|那么)"
    r"\s*(?=[\w\ue000-\uf8ff(|])"
)
_JOINED = re.compile(rf"\s*(?:,\s*)?({either('AND', 'OR', chinese_only=True)}|而且|同时)\s*")
_PHRASES: list[tuple[re.Pattern[str], str]] = [
    (re.compile(rf"({_OPERAND})\s*不(?:介于|在)\s*({_OPERAND}?)\s*(?:和|与|到|至|~|-)\s*({_OPERAND}?)\s*(?:之间|以内|范围内|之内)?$"),
     r"非 \2 <= \1 <= \3"),
    (re.compile(rf"({_OPERAND}?)\s*(?:应当|应该|应|必须|须)?(?:介于|处于)\s*({_OPERAND}?)\s*(?:和|与|到|至|~|-)\s*({_OPERAND}?)\s*"
                r"(?:之间|以内|范围内|之内)?$"), r"\2 <= \1 <= \3"),
    (re.compile(rf"({_OPERAND}?)\s*(?:应当|应该|应|必须|须)?在\s*({_OPERAND}?)\s*(?:和|与|到|至|~|-)\s*({_OPERAND}?)\s*"
                r"(?:之间|以内|范围内|之内)$"), r"\2 <= \1 <= \3"),
    (re.compile(rf"({_OPERAND}?)\s*(?:不能为空|不得为空|不应为空|不可为空|不允许为空|不为空白|不为空|非空白|非空|必填|必须填列|必须填写|应填列|不能空|不得空)$"),
     r"非 空白(\1)"),
    (re.compile(rf"({_OPERAND}?)\s*(?:应为空白|应为空|必须为空|须为空|为空白|为空|未填列|不填列|未填|不填|没有填)$"), r"空白(\1)"),
    (re.compile(rf"({_OPERAND}?)\s*(?:不应为|不得为|不能为|不等于|不为)\s*(?:零|0)$"), r"\1 <> 0"),
    (re.compile(rf"({_OPERAND}?)\s*(?:不应为|不得为|不能为|不为|非)\s*负(?:数|值)?$"), r"\1 >= 0"),
    (re.compile(rf"({_OPERAND}?)\s*(?:应为|必须为|须为|为)\s*(?:零|0)$"), r"\1 = 0"),
    (re.compile(rf"({_OPERAND}?)\s*(?:应为|必须为|须为|为)\s*正(?:数|值)?$"), r"\1 > 0"),
    (re.compile(rf"({_OPERAND}?)\s*(?:应为|必须为|须为|为)\s*负(?:数|值)?$"), r"\1 < 0"),
    (re.compile(rf"({_OPERAND}?)\s*(?:应当|应该|应|必须|须)?(?:与|和|同|跟)\s*({_OPERAND}?)\s*(?:应当|应该|应|必须|须)?"
                r"(?:保持)?(?:一致|相等|相符|相同|平衡)$"), r"\1 = \2"),
]  # fmt: skip
_WORD = re.compile(rf"(?<={_LETTER[:-1]})\]])\s*({_CHINESE_COMPARED})\s*(?=[\w\ue000-\uf8ff(|+-])")
_OPERATIONS: list[tuple[re.Pattern[str], str]] = [
    (re.compile(rf"(?<={_LETTER[:-1]})])\s*(?:加上|再加)\s*(?=[\w\ue000-\uf8ff(])"), " + "),
    (re.compile(rf"(?<={_LETTER[:-1]})])\s*(?:减去|扣除|再减)\s*(?=[\w\ue000-\uf8ff(])"), " - "),
    (re.compile(rf"(?<={_LETTER[:-1]})])\s*(?:乘以|乘上)\s*(?=[\w\ue000-\uf8ff(])"), " * "),
    (re.compile(rf"(?<={_LETTER[:-1]})])\s*除以\s*(?=[\w\ue000-\uf8ff(])"), " / "),
    (re.compile(rf"({_OPERAND}?)(?:与|和|及|,)({_OPERAND}?)(?:之和|的和)"), r"\1 + \2"),
    (re.compile(rf"({_OPERAND}?)(?:与|和|减)({_OPERAND}?)(?:之差|的差额|的差)"), r"\1 - \2"),
    (re.compile(rf"({_OPERAND}?)(?:与|和|除以|比)({_OPERAND}?)(?:之比|的比例|的比值|的比)"), r"\1 / \2"),
    (re.compile(r"百分之(\d+(?:\.\d+)?)"), r"\1%"),
    (re.compile(r"(?<=[<>=] )零(?!\w)"), "0"),
]  # fmt: skip


def in_signs(text: str, reads: Callable[[str], bool]) -> str:
    """A formula with its words as signs, where these make one that ``reads``; else empty.

    ``text`` is on one line, its punctuation ASCII.
    """
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group())
        return chr(_FIRST + len(kept) - 1)

    if len(text) > MAXIMUM_LENGTH:
        return ""
    bare = _QUOTED.sub(keep, text)
    head, colon, formula = bare.rpartition(":")
    formula = formula.strip().rstrip("。;")
    spoken = _condition(formula)
    if spoken.split() == formula.split():
        return ""
    for number, each in enumerate(kept):
        spoken = spoken.replace(chr(_FIRST + number), each)
        head = head.replace(chr(_FIRST + number), each)
    written = f"{head}{colon} {spoken}" if colon else spoken
    return written if reads(written) else ""


def _condition(text: str) -> str:
    opening = _CONDITION.match(text)
    if opening is not None:
        for split in _CONSEQUENCE.finditer(text, opening.end()):
            before = text[opening.end() : split.start()]
            if before.count("(") == before.count(")") and "否则" not in text:
                return f"若 {_joined(before)} 则 {_condition(text[split.end() :])}"
        return text
    return _joined(text)


def _joined(text: str) -> str:
    """Comparisons joined by 且 or 或, where each part is one: the words may also be part of a name."""
    pieces = _JOINED.split(text)
    parts = [_phrase(each.strip()) for each in pieces[::2]]
    if len(parts) == 1 or not all(re.search(rf"{_SIGN}|空白\(|存在\(", each) for each in parts):
        return _phrase(text.strip())
    words = ["且" if each in ("而且", "同时", "并且", "且") else "或" for each in pieces[1::2]]
    return " ".join(part for pair in zip(parts, [*words, ""], strict=True) for part in pair if part)


def _phrase(text: str) -> str:
    """One comparison."""
    for pattern, signs in _PHRASES:
        match = pattern.fullmatch(text)
        if match is not None:
            return _operations(match.expand(signs))
    compared = _WORD.sub(lambda match: f" {_COMPARED[match[1]]} ", text)
    return _operations(compared)


def _operations(text: str) -> str:
    for pattern, signs in _OPERATIONS:
        text = pattern.sub(signs, text)
    return " ".join(text.split())
