"""What is said of a cell whose text is no figure: the figure that was meant, where that is plain.

Imported when one is found.
"""

from __future__ import annotations

import re

from jsrules.base.language import say
from jsrules.base.names import did_you_mean
from jsrules.base.number import DIRECTIONS, LOOKALIKES, FigureError, parse_figure
from jsrules.base.units import find_unit
from jsrules.base.unreadable import ERROR_VALUE
from jsrules.readers.reports.problems import AmountError, shown

_LETTERS = re.compile(rf"[{re.escape(''.join(map(chr, LOOKALIKES)))}]")
# A figure whose digits were typed as letters, with what may stand before and behind one.
_LETTERED = re.compile(
    rf"(?:{'|'.join(DIRECTIONS)})?\s*+[-+(－＋（]?+\s*+(?=[^0-9０-９]*+[0-9０-９])"
    rf"(?P<digits>(?:[0-9０-９.,．，]|{_LETTERS.pattern})++)\s*+[%％]?+[)）]?+"
)
# The letters that are hardly anything else in the midst of digits.
_PLAIN_LETTERS = frozenset("OoＯｏlI")
_UNCHANGED = re.compile(
    r"(?:[与较比]?上年|[与较比]去年|基本|总体|大体|无|没有|未|增减|变化|变动|不变|一致|持平|相同|\s)+"
)
_DIRECTION = re.compile("|".join(DIRECTIONS))
_MAGNITUDE = re.compile(r"[0-9０-９][0-9０-９.,．，]*+\s*+[%％]?+")
_LONGEST = 80


def of_error_value(text: str) -> AmountError | None:
    """An error for what spreadsheets write where a formula has no value."""
    if not ERROR_VALUE.fullmatch(text.strip()):
        return None
    return AmountError(
        "E127",
        say(
            "“{text}”是电子表格的错误值，不是数",
            '"{text}" is a spreadsheet\'s error value, not a figure',
            text=shown(text),
        ),
        say(
            "抄上公布的数；公布时就没有数的，留空或写 ~",
            "write the figure as published; where none was published leave it blank or write ~",
        ),
    )


def of_letters(text: str) -> AmountError | None:
    """An error for letters among digits, ``1,669.O2``, with the figure when putting digits for them makes one.

    Its reason is ``letters`` when the text may well be none: a report without a form set holds other things than
    figures.
    """
    text = text.strip()
    match = _LETTERED.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    digits = match["digits"]
    letters = list(dict.fromkeys(_LETTERS.findall(digits)))
    if not letters or 2 * len(_LETTERS.findall(digits)) >= sum(each.isdigit() or each.isalpha() for each in digits):
        return None
    meant = (text[: match.start("digits")] + digits.translate(LOOKALIKES) + text[match.end("digits") :]).translate(
        _NARROW
    )
    try:
        figure = parse_figure(meant)
    except FigureError:
        figure = None
    plain = figure is not None and _PLAIN_LETTERS.issuperset(letters) and bool(re.search("[.,]", meant))
    return AmountError(
        "E116",
        say(
            "“{text}”里有字母“{letters}”",
            '"{text}" holds the letter {letters}',
            text=shown(text),
            letters=say("”“", ", ").join(letters),
        ),
        did_you_mean([meant], quoted=False) + say("把字母改成数字", " put digits for letters")
        if figure is not None
        else say("把字母改成数字，写成 1,668.98 的样子", "put digits for letters; write it like 1,668.98"),
        "" if plain else "letters",
    )


def of_text(text: str) -> str:
    """A remedy for a text that is no amount; empty when there is nothing particular to say."""
    if len(text) <= _LONGEST and re.search("持平|变|增减|一致|相同", text) and _UNCHANGED.fullmatch(text):
        return say(
            "没有增减写 0；没有说是多少的留空或写 ~",
            "write 0 for no change; leave it blank or write ~ where no figure is stated",
        )
    return ""


def of_signs(text: str) -> str:
    """A remedy for a figure with a word of direction and a sign of its own, ``减少 -3.59``;
    empty for other double signs.
    """
    if len(text) > _LONGEST:
        return ""
    word, magnitude = _DIRECTION.search(text), _MAGNITUDE.search(text)
    if word is None or magnitude is None:
        return ""
    unit = re.sub(r"[()（）\s]", "", text[magnitude.end() :])
    if _DIRECTION.search(unit):
        return ""
    amount = magnitude[0].strip() + (f" {unit}" if find_unit(unit) else "")
    if DIRECTIONS[word[0]] < 0 and not re.search("[+＋]", text):
        return say(
            "“{word}”已经是负数：写成 {word} {amount} 或 -{amount}",
            "“{word}” is negative already: write {word} {amount} or -{amount}",
            word=word[0],
            amount=amount,
        )
    return say(
        "“{word}”与正负号矛盾：增加写 {amount}，减少写 -{amount}",
        "“{word}” contradicts the sign: write {amount} for an increase, -{amount} for a decrease",
        word=word[0],
        amount=amount,
    )


def of_marks(text: str) -> str:
    """A remedy for a figure with its sign or its % in the wrong place, ``1,234.50-``, or with brackets and a sign as
    well; empty where it stays unclear: of two signs neither need be meant.
    """
    text = text.strip().translate(_NARROW)
    magnitude, negative = _MAGNITUDE.search(text), "-" in text or "(" in text
    two = len(re.findall("[-+]", text)) > 1 or "+" in text
    if len(text) > _LONGEST or magnitude is None or _DIRECTION.search(text) or (two and negative):
        return ""
    meant = ("-" if negative else "") + magnitude[0].rstrip("% ") + ("%" if "%" in text else "")
    try:
        parse_figure(meant)
    except FigureError:
        return ""
    return say("写成 {meant}", "write {meant}", meant=meant)


_NARROW = str.maketrans("０１２３４５６７８９．，－＋（）％", "0123456789.,-+()%")
