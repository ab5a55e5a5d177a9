"""One line of a test: ``changes → expectations``, as in ``收入.总计 += 0.02 → 总表收支平衡 不符 0.02``.

See ``spec/testing.md``. Full-width punctuation is the same as ASCII, and every word has its English twin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from jsrules.base.language import say
from jsrules.base.number import FigureError, parse_figure
from jsrules.base.source import NOWHERE, Span
from jsrules.model.cases import Case, CaseChange, CaseOperation, Exemption, Expectation
from jsrules.model.outcome import KIND_WORDS, VERDICT_WORDS, Verdict

ARROW = re.compile(r"→|->")
_WIDE = str.maketrans("＝＋－；×（）：，", "=+-;x():,")
_VERDICTS: dict[str, Verdict] = {
    word: verdict  # type: ignore[misc]
    for verdict, (chinese, english) in VERDICT_WORDS.items()
    for word in (chinese, english.replace(" ", "_"), verdict)
}
_KINDS = {word: kind for kind, (chinese, _) in KIND_WORDS.items() for word in (chinese, kind)}
_COUNT = re.compile(r"[x×*]([0-9]{1,6})")
_AMOUNT = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_OPERATOR = re.compile(r"\+=|-=|=")
_OPERATIONS: dict[str, CaseOperation] = {"=": "set", "+=": "add", "-=": "subtract"}
_REMOVE = ("删去", "without")
_NEVER = ("不会", "never")
_NOTHING = ("没有发现", "nothing")
_AT = ("于", "at")
_MAXIMUM_LENGTH = 2000

Complain = Callable[[Span, str, str], None]
"""Notes a mistake: where, what, and the remedy."""

Locate = Callable[[int, int], Span]
"""Where a part of a line, from one of its characters up to another, stands in the source."""


class LineReader:
    """Reads the lines of one file. ``complain`` takes what is wrong; such a part is left out."""

    def __init__(self, complain: Complain) -> None:
        self._complain = complain

    def case(self, text: str, where: Locate, rule: str = "", rule_span: Span = NOWHERE) -> Case | None:
        """The case that a line describes.

        Without an arrow the line says what holds of the report as it is, which only a rule's own cases may.
        """
        whole = where(0, len(text))
        if len(text) > _MAXIMUM_LENGTH:
            self._complain(
                whole,
                say("这一行超过 {most} 个字", "this line has more than {most} characters", most=_MAXIMUM_LENGTH),
                say("分成几行", "divide it into several"),
            )
            return None
        arrow = _arrow(text)
        if arrow is None and not rule:
            self._complain(
                whole,
                say(
                    "没有箭头“→”，看不出改什么、应得什么", "no arrow: it is not clear what to change and what to expect"
                ),
                say(
                    "写成 改动 → 规则 判定，例如 收入.总计 += 0.02 → 总表收支平衡 不符 0.02",
                    "write CHANGE -> RULE VERDICT, as in income.total += 0.02 -> balance violation 0.02",
                ),
            )
            return None
        left, right = (text[: arrow.start()], text[arrow.end() :]) if arrow else ("", text)
        begin = len(text) - len(right)
        changes = [self._change(each, where(at, at + len(each))) for at, each in _parts(left)]
        expected: list[Expectation] = []
        exemptions: list[Exemption] = []
        silent = right.strip() in _NOTHING
        parts = [] if silent else list(_parts(right))
        for at, each in parts:
            span = where(begin + at, begin + at + len(each))
            if each.split(None, 1)[0] not in _NEVER:
                found = self.expectation(each, span, own=bool(rule))
                if found is not None:
                    expected.append(found)
            elif not rule or arrow:
                self._complain(
                    span,
                    say("“不会”只写在一条规则的用例里，单独一行", "“never” stands alone among a rule's own cases"),
                    "",
                )
            elif (exemption := self._exemption(each, span)) is not None:
                exemptions.append(exemption)
        if not parts and not silent:
            self._complain(whole, say("没有写判定", "no verdict is given"), _verdicts())
        return Case(
            text.strip(),
            whole,
            rule,
            rule_span,
            tuple(each for each in changes if each is not None),
            tuple(expected),
            tuple(exemptions),
            silent,
        )

    def expectations(self, text: str, where: Locate, line: int = 0) -> Iterator[Expectation]:
        """The expectations of a text, parted by semicolons."""
        for at, each in _parts(text):
            found = self.expectation(each, where(at, at + len(each)), own=False, line=line)
            if found is not None:
                yield found

    def expectation(self, text: str, span: Span, *, own: bool, line: int = 0) -> Expectation | None:
        """``规则 判定 差额 种类 ×次数 于 单元格``; only the verdict, and (unless ``own``) the rule, must be there."""
        words = text.split()
        at = next((n for n, word in enumerate(words) if word in _AT), len(words))
        behind = " ".join(words[at + 1 :])
        if at == len(words) - 1:
            self._complain(span, say("“于”后面应是一个单元格", "a cell is due behind “at”"), "")
            return None
        head = words[:at]
        where = max((n for n, word in enumerate(head) if word in _VERDICTS), default=-1)
        if where < 0:
            self._complain(span, say("没有写判定", "no verdict is given"), _verdicts())
            return None
        rule = " ".join(head[:where])
        if own and rule:
            self._complain(
                span,
                say("这里只说一条规则，不必再写规则名", "these are one rule's own cases: leave out the rule's name"),
                say("别的规则写在“变体”里", "other rules go under “variants”"),
            )
            return None
        if not own and not rule:
            self._complain(
                span,
                say("没有写是哪一条规则", "it is not said which rule"),
                say("写成 规则 判定，例如 总表收支平衡 不符 0.02", "write RULE VERDICT, as in balance violation 0.02"),
            )
            return None
        return self._details(head[where + 1 :], Expectation(text, span, _VERDICTS[head[where]], rule), behind, line)

    def _details(self, words: list[str], bare: Expectation, place: str, line: int) -> Expectation | None:
        difference: tuple[int, int] | None = None
        signed, kind, count = False, "", None
        for word in words:
            plain = word.translate(_WIDE)
            counted = _COUNT.fullmatch(plain)
            if counted is not None:
                count = int(counted[1])
            elif _AMOUNT.fullmatch(plain) and difference is None:
                try:
                    figure = parse_figure(plain.lstrip("+-"))
                except FigureError:
                    figure = None
                if figure is None:
                    self._complain(bare.span, say("“{word}”不是数", "“{word}” is no figure", word=word), "")
                    return None
                signed = plain[0] in "+-"
                difference = (-figure.mantissa if plain[0] == "-" else figure.mantissa, figure.decimals)
            elif word in _KINDS:
                kind = _KINDS[word]
            else:
                self._complain(
                    bare.span,
                    say("看不懂“{word}”", "“{word}” is not understood", word=word),
                    say(
                        "判定之后可以写：差额、种类（同数异值、临界、截尾、无定义、口径不同、少行）、×次数、于 单元格",
                        "behind a verdict there may be: a difference, a kind, xCOUNT, at CELL",
                    ),
                )
                return None
        return Expectation(bare.text, bare.span, bare.verdict, bare.rule, difference, signed, kind, count, place, line)

    def _exemption(self, text: str, span: Span) -> Exemption | None:
        match = re.fullmatch(r"\S+\s+([^\s(（]+)\s*[(（](.*)[)）]", text)
        if match is None or match[1] not in _VERDICTS or not match[2].strip():
            self._complain(
                span,
                say("“不会”后面要写判定，并在括号里写原因", "“never” takes a verdict, and the reason in brackets"),
                say("例如 不会 尾差（只有整数）", "as in: never rounding (whole numbers only)"),
            )
            return None
        return Exemption(text, span, _VERDICTS[match[1]], match[2].strip())

    def _change(self, text: str, span: Span) -> CaseChange | None:
        words = text.split(None, 1)
        if words[0] in _REMOVE and len(words) == 2:
            return CaseChange("remove", words[1].strip(), "", span)
        plain = text.translate(_WIDE)
        for match in _OPERATOR.finditer(plain):
            if _depth(text[: match.start()]) == 0:
                target, value = text[: match.start()].strip(), text[match.end() :].strip()
                if target:
                    return CaseChange(_OPERATIONS[match.group()], target, value, span)
                break
        self._complain(
            span,
            say("看不懂改动“{text}”", "the change “{text}” is not understood", text=text),
            say(
                "写成 单元格 = 数、单元格 += 数、单元格 -= 数、删去 表或行",
                "write CELL = FIGURE, CELL += FIGURE, CELL -= FIGURE, or without TABLE-OR-ROW",
            ),
        )
        return None


def _verdicts() -> str:
    return say(
        "写 相符、尾差、不符、无法判断 或 不适用；什么都不该发现写 没有发现",
        "write pass, rounding, violation, undetermined or not_applicable; “nothing” when nothing is to be found",
    )


def _arrow(text: str) -> re.Match[str] | None:
    return next((each for each in ARROW.finditer(text) if _depth(text[: each.start()]) == 0), None)


def _depth(text: str) -> int:
    """How many square brackets are open: names stand in them."""
    return sum(text.count(each) for each in "[【") - sum(text.count(each) for each in "]】")


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The parts between semicolons outside brackets, stripped, with their offsets."""
    begin = depth = 0
    for at, character in enumerate([*text, ";"]):
        depth += (character in "[【") - (character in "]】")
        if character in ";；" and (depth == 0 or at == len(text)):
            part = text[begin:at]
            if part.strip():
                yield begin + len(part) - len(part.lstrip()), part.strip()
            begin = at + 1
