"""The words of the rule language, each once, in Chinese and English; functions and units have tables of their own.

The grammar spells the same words for the parser generator; a test holds it and this table to each other. Whatever else
reads or writes rule texts takes its words from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast

from jsrules.base.record import Record
from jsrules.model.outcome import SEVERITY_WORDS
from jsrules.model.syntax import Comparison

KeywordGroup = Literal[
    "declaration",
    "metadata",
    "value",
    "quantifier",
    "subset",
    "control",
    "logic",
    "comparison",
    "place",
    "beside",
    "origin",
    "printed",
]
"""What a quantifier leaves out is a subset (除). Words that compare stand for signs, which the formatter writes. Places
depend on where the rule stands, and what is beside it is the row or column before or behind; origins, before a point,
say of what the rest is; 行 and 栏 stand before a printed number. The grammar takes places, origins and these two for
names."""

_NO_LETTER = r"(?![^\W\d])"
"""A figure may follow without a space: ``大于0``."""


class Keyword(Record):
    """A meaning and the words for it, with ``|`` between them; the first in each language is the one that is written.

    ``name`` is that of its terminal in the grammar, where it is one. ``meaning`` is what it is in the syntax tree,
    where that says so by a text. ``behind`` is what must follow, as a regular expression.
    """

    group: KeywordGroup
    name: str
    meaning: str
    chinese: str
    english: str
    behind: str = r"(?!\w)"

    @property
    def words(self) -> tuple[str, ...]:
        """All of its spellings."""
        return tuple(f"{self.chinese}|{self.english}".split("|"))

    def written(self, english: bool = False) -> str:
        """The spelling that is written."""
        return (self.english if english else self.chinese).partition("|")[0]


# Metadata stand in the order in which the formatter writes them: how a rule counts, when it applies, then the texts.
KEYWORDS = (
    Keyword("declaration", "TABLE", "", "表", "table", r"(?=\s)"),
    Keyword("declaration", "BETWEEN", "", "表间", "between"),
    Keyword("declaration", "RULE", "", "规则", "rule", r"(?=\s)"),
    Keyword("declaration", "LET", "", "设", "let", r"(?=\s)"),
    Keyword("declaration", "KEEP", "", "不改", "keep", r'(?=\s+[\w"\[])'),
    Keyword("quantifier", "EACH_ROW", "row", "每行", "each row"),
    Keyword("quantifier", "EACH_COLUMN", "column", "每栏", "each column"),
    Keyword("quantifier", "EACH_CODE", "code", "每个科目|每科目", "each account"),
    Keyword("quantifier", "EACH_CLASS", "class", "每个类|每类", "each class"),
    Keyword("quantifier", "EACH_GROUP", "group", "每个款|每款", "each group"),
    Keyword("quantifier", "EACH_ITEM", "item", "每个项|每项", "each item"),
    Keyword("quantifier", "EACH_TABLE", "table", "每张表|每表", "each table"),
    Keyword("quantifier", "EACH_UNIT", "unit", "每个下级单位|每下级单位", "each subordinate"),
    Keyword("subset", "EXCEPT", "", "除|除了|除去", "except"),
    Keyword("subset", "OUTSIDE", "", "外|以外|之外", "aside"),
    Keyword("control", "IF", "", "若|如果", "if"),
    Keyword("control", "WHEN", "", "当", "when", r'(?=\s+[\w"\[(|])'),
    Keyword("control", "THEN", "", "则|那么", "then"),
    Keyword("comparison", "TIME", "", "时", "holds"),
    Keyword("logic", "OR", "or", "或|或者", "or"),
    Keyword("logic", "AND", "and", "且|并且", "and"),
    Keyword("logic", "NOT", "", "非", "not"),
    Keyword(
        "comparison",
        "COMPARED",
        ">=",
        "大于或等于|应大于等于|大于等于|应不小于|不得小于|不得低于|不得少于|应不低于|不小于|不低于|不少于|至少",
        "greater than or equal to|not less than|at least",
        _NO_LETTER,
    ),
    Keyword(
        "comparison",
        "COMPARED",
        "<=",
        "小于或等于|应小于等于|小于等于|应不大于|应不超过|不得大于|不得超过|不得高于|不得多于|不大于|不超过|不高于|不多于|至多|最多",
        "less than or equal to|not greater than|not more than|at most",
        _NO_LETTER,
    ),
    Keyword("comparison", "COMPARED", "<>", "不应等于|不得等于|不等于", "not equal to", _NO_LETTER),
    Keyword("comparison", "COMPARED", "=", "应当等于|必须等于|应等于|等于", "equal to|equals", _NO_LETTER),
    Keyword("comparison", "COMPARED", ">", "应大于|应高于|大于|高于|多于|超过", "greater than|more than", _NO_LETTER),
    Keyword("comparison", "COMPARED", "<", "应小于|应低于|小于|低于|少于", "less than", _NO_LETTER),
    Keyword("comparison", "WITHIN", "", "介于|在", "between", _NO_LETTER),
    Keyword("comparison", "UPTO", "", "和|与|到|至", "to", _NO_LETTER),
    Keyword("comparison", "ENDS", "", "之间|以内|范围内", "inclusive"),
    Keyword("comparison", "BLANKNESS", "blank", "为空白|为空|是空白|是空", "is blank"),
    Keyword("comparison", "BLANKNESS", "filled", "不为空白|不为空|不是空白|非空", "is not blank"),
    Keyword("metadata", "NATURE", "", "类型", "nature", r"(?!\w|\s*[=<>≠≤≥≦≧.])"),
    Keyword("metadata", "LEVEL", "", "级别", "level"),
    Keyword("metadata", "SCOPE_NOTE", "", "口径", "comparable"),
    Keyword("metadata", "MISSING", "", "缺行", "missing"),
    Keyword("metadata", "WAIVABLE", "", "可说明", "waivable"),
    Keyword("metadata", "WEIGHT", "", "权重", "weight", r"(?=\s*\d)"),
    Keyword("metadata", "APPLIES", "", "适用", "for"),
    Keyword("metadata", "TAGS", "", "标签", "tags"),
    Keyword("metadata", "BASIS", "", "依据", "basis"),
    Keyword("metadata", "MESSAGE", "", "信息", "message"),
    Keyword("metadata", "ALLOW", "", "允许", "allow"),
    Keyword("value", "NATURE_NAME", "balance", "平衡|基本平衡|平衡公式|基本平衡公式", "balance"),
    Keyword("value", "NATURE_NAME", "logic", "逻辑|逻辑性|逻辑公式|逻辑性公式", "logic"),
    Keyword("value", "NATURE_NAME", "plausibility", "核实|核实性|核实公式|核实性公式", "plausibility"),
    *(Keyword("value", "LEVEL_NAME", severity, *words) for severity, words in SEVERITY_WORDS.items()),
    Keyword("value", "COMPARABLE", "", "可不同", "no"),
    Keyword("value", "MISSING_WORD", "blank", "空白", "blank"),
    Keyword("value", "MISSING_WORD", "absent", "缺少", "absent"),
    Keyword("value", "MISSING_WORD", "skip", "不适用", "skip"),
    Keyword("value", "YES_NO", "yes", "是", "yes"),
    Keyword("value", "YES_NO", "no", "否", "no"),
    Keyword("value", "APPLIES_TO", "year", "年度", "year"),
    Keyword("value", "APPLIES_TO", "region", "地区", "region"),
    Keyword("value", "APPLIES_TO", "kind", "单位性质", "kind"),
    Keyword("place", "HERE", "", "本行|本栏", "here"),
    Keyword("place", "PRINTED_NAME", "row", "本行", "this_row"),
    Keyword("place", "PRINTED_NAME", "column", "本栏", "this_column"),
    Keyword("place", "OUTER", "row", "外层行", "outer_row"),
    Keyword("place", "OUTER", "column", "外层栏", "outer_column"),
    Keyword("place", "CURRENT", "", "本级", "current"),
    Keyword("place", "ELEMENT", "", "本值|本格", "current"),
    Keyword("place", "CHILDREN", "", "下级", "children"),
    Keyword("place", "THIS_TABLE", "", "本表", "this"),
    Keyword("place", "OF_LEVEL", "top", "各类|每类", "classes"),
    Keyword("place", "OF_LEVEL", "group", "各款", "groups"),
    Keyword("place", "OF_LEVEL", "item", "各项", "items"),
    Keyword("place", "DETAILS", "", "各明细|各明细行", "details"),
    Keyword("beside", "BESIDE", "column-1", "上一栏|前一栏", "previous column"),
    Keyword("beside", "BESIDE", "column+1", "下一栏|后一栏", "next column"),
    Keyword("beside", "BESIDE", "row-1", "上一行|前一行", "previous row"),
    Keyword("beside", "BESIDE", "row+1", "下一行|后一行", "next row"),
    Keyword("origin", "REPORT", "", "报告", "report"),
    Keyword("origin", "PRIOR", "", "上年", "prior"),
    Keyword("origin", "SUBORDINATES", "", "下级单位|各下级单位", "subordinates"),
    Keyword("printed", "PRINTED", "row", "行", "row"),
    Keyword("printed", "PRINTED", "column", "栏", "column"),
)

PLACEHOLDERS = ("左", "右", "差", "尾差", "表", "行", "栏", "格")
"""What a rule's own message may ask for, in braces."""

COMPARISONS: dict[str, Comparison] = {
    "=": "=",
    "==": "==",
    "<>": "<>",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
    "!=": "<>",
    "≠": "<>",
    "=<": "<=",
    "≤": "<=",
    "≦": "<=",
    "=>": ">=",
    "≥": ">=",
    "≧": ">=",
    "≯": "<=",
    "≮": ">=",
}
"""The signs that compare, by all their spellings."""

OPERATORS = (*COMPARISONS, "±", "+-", "+", "-", "*", "/")
"""Every sign of a formula."""


def keywords(*kinds: str) -> list[Keyword]:
    """The keywords of these groups and names."""
    return [each for each in KEYWORDS if each.group in kinds or each.name in kinds]


def words_of(*kinds: str) -> list[str]:
    """All spellings of the keywords of these groups and names."""
    return [word for each in keywords(*kinds) for word in each.words]


def meanings(kind: str) -> dict[str, str]:
    """What each word of a group or name means."""
    return {word: each.meaning for each in keywords(kind) for word in each.words}


def chinese(kind: str) -> dict[str, str]:
    """The Chinese word that is written for each meaning of a group or name."""
    return {each.meaning: each.written() for each in keywords(kind)}


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of these words, the longer first so that none is cut short by another."""
    return "|".join(sorted(dict.fromkeys(words), key=lambda word: -len(word)))


def either(*kinds: str, chinese_only: bool = False) -> str:
    """A regular expression for any word of these groups and names, whatever follows."""
    return f"(?:{alternatives(word for word in words_of(*kinds) if not (chinese_only and word.isascii()))})"


def whole(*kinds: str) -> str:
    """A regular expression for any word of these groups and names, before what must follow it."""
    by_end: dict[str, list[str]] = {}
    for each in keywords(*kinds):
        by_end.setdefault(each.behind, []).extend(each.words)
    patterns = [f"(?:{alternatives(words)}){behind}" for behind, words in by_end.items()]
    return patterns[0] if len(patterns) == 1 else f"(?:{'|'.join(patterns)})"


COMPARED: dict[str, Comparison] = {**COMPARISONS, **cast("dict[str, Comparison]", meanings("COMPARED"))}
"""What signs and words compare."""
