"""Texts that stand where a figure may be due and are none: what keeps them from being one, and which was meant.

Imported when one is met.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Literal, NamedTuple

from jsrules.base.language import say
from jsrules.base.number import DIRECTIONS, LOOKALIKES, FigureError, parse_figure

ObstacleKind = Literal[
    "error_value",
    "invisible",
    "quotes",
    "formula",
    "currency",
    "mark",
    "about",
    "sign_word",
    "multiplier",
    "letters",
    "separator",
    "suffix",
    "range",
    "fraction",
    "several",
    "numerals",
    "digits",
    "unit",
    "zeros",
    "colon",
    "date",
    "malformed",
    "words",
    "text",
]

OBSTACLE_WORDS: dict[ObstacleKind, tuple[str, str]] = {
    "error_value": ("是电子表格的错误值", "is a spreadsheet's error value"),
    "invisible": ("里有看不见的字符 {sign}", "holds an invisible character, {sign}"),
    "quotes": ("带着引号“{sign}”", "stands in quotation marks, {sign}"),
    "formula": ("是公式，不是算出的数", "is a formula, not what it comes to"),
    "currency": ("带着货币符号“{sign}”", "carries a currency sign, “{sign}”"),
    "mark": ("带着注码“{sign}”", "carries a footnote mark, “{sign}”"),
    "about": ("是约数（“{sign}”）", "is an approximate figure (“{sign}”)"),
    "sign_word": ("的正负写成了“{sign}”", "has “{sign}” for a sign"),
    "multiplier": ("后面的“{sign}”没有写全单位", "has “{sign}” behind it, which is no whole unit"),
    "letters": ("里有字母“{sign}”", "holds the letter {sign}"),
    "separator": ("数字中间有“{sign}”", "has “{sign}” between its digits"),
    "suffix": ("后面多了“{sign}”", "has “{sign}” behind it"),
    "range": ("是一个范围", "is a range"),
    "fraction": ("是分数", "is a fraction"),
    "several": ("不止一个数", "is more than one figure"),
    "numerals": ("是汉字数字", "is written in Chinese numerals"),
    "digits": ("用了别的文字的数字", "has the digits of another script"),
    "unit": ("后面的“{sign}”不是认识的单位", "has “{sign}” behind it, which is no known unit"),
    "zeros": ("前面有 0，像是编号", "begins with 0, like a number that names something"),
    "colon": ("里有冒号，像是时间或比", "holds a colon, like a time of day or a ratio"),
    "date": ("是日期", "is a date"),
    "malformed": ("写法不是数", "is not written like a figure"),
    "words": ("是文字", "is words"),
    "text": ("是文字", "is a text"),
}
"""What keeps a text from being a figure, as a reader is told behind the text; ``sign`` are the characters meant."""


class Obstacle(NamedTuple):
    """What keeps a text from being a figure: ``sign`` are the characters that do, ``figure`` the one that was meant,
    as it should be written; empty where that cannot be told.
    """

    kind: ObstacleKind
    sign: str = ""
    figure: str = ""


_CURRENCY = r"(?:[￥¥＄$€£₤₽元]|(?i:RMB|CNY|USD|HKD|EUR|HK\$|US\$)|人民币|美元|港币)"
_MARKS = "*＊※#＃†‡★☆^＾"
_CIRCLED = "①-⑳⓪⑴-⒇⒈-⒛❶-❿ⅰ-ⅿ¹²³⁰-⁹₀-₉ᵃ-ᶻ"
_NOTE_WORD = r"(?:见?[备附]?注|(?i:note))"
_NOTE = (
    rf"(?:[{re.escape(_MARKS)}]+[0-9]{{0,2}}|[{_CIRCLED}]+|{_NOTE_WORD}\s*[0-9一二三四五六七八九十]{{0,2}}"
    rf"|[\[［【〔(（]\s*(?:{_NOTE_WORD}[^\]］】〕)）]{{0,3}}|[0-9一二三四五六七八九十a-z{_CIRCLED}{re.escape(_MARKS)}]{{1,3}})"
    rf"\s*[\]］】〕)）])"
)
_ABOUT_BEFORE = r"大约|约为|约|将近|接近|近|逾|超过|超|不足|不到|至少|最多|≈|≒|＞|＜|>=|<=|≥|≤|>|<|～|~"
_ABOUT_BEHIND = r"左右|上下|以上|以下|以内|余|多|有余|强|弱|\+|＋"
_MULTIPLIERS = {
    "万": "万元",
    "千": "千元",
    "亿": "亿元",
    "百万": "百万元",
    "千万": "",
    "百": "",
    "w": "万元",
    "W": "万元",
}
_LETTERS = re.compile(rf"[{re.escape(''.join(map(chr, LOOKALIKES)))}]")
_NUMERALS = re.compile(
    "[负]?[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟点]+(?:[元圆万亿角分人个辆次户件%％整]*)"
)
_RANGE = re.compile(r"(.*?[0-9０-９%％万元])\s*(?:-|－|—|——|–|~|～|至|到|\.\.+|…)\s*([0-9０-９].*)")
_FRACTION = re.compile(r"[0-9]+\s*[/／]\s*[0-9]+|[0-9]*[½¼¾⅓⅔⅛]|[0-9]+分之[0-9]+")
_PIECES = re.compile(r"\s*[/／,，、;；\s（）()]+\s*(?:其中)?[:：]?\s*")
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}\s*(?:[-/.．]\s*[01]?[0-9]\s*(?:[-/.．]\s*[0-3]?[0-9])?"
    r"|年(?:度|\s*[01]?[0-9]\s*月(?:\s*[0-3]?[0-9]\s*[日号])?)?)"
)
_NAMES_OTHER_THINGS = re.compile(
    "[码号证室房栋座楼层版班照址期间真箱网注牌]|代码|编码|编号|电话|邮编|[账帐]户|开户|日期|时间|型号|规格|依据|联系|备注|说明|地点|姓名"
    "|(?i:code|number|phone|date|time|id$|no$)"
)
ERROR_VALUE = re.compile(
    r"[#＃](?:(?:REF|DIV/0|VALUE|NAME|NULL|NUM|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN|EXTERNAL)[!！?？]"
    r"|N/A|GETTING_DATA|[#＃]{2,})|(?:Err|错误)[:：]\s?5[0-9][0-9]",
    re.IGNORECASE,
)
"""What spreadsheets write where a formula has no value, or a column no room."""
_LONGEST = 80
_LONGEST_SLIP = 8
"""With more digits, and a letter behind them, it is the number of a person or of a firm."""


def obstacle_in(text: str) -> Obstacle:
    """What keeps a text from being a figure. The text must be none, nor blank."""
    text = text.strip()
    if ERROR_VALUE.search(text):
        return Obstacle("error_value")
    if len(text) > _LONGEST:
        return Obstacle("text" if any(map(str.isdigit, text)) else "words")
    if _DATE.fullmatch(text):
        return Obstacle("date")
    for find in (_invisible, _formula, _lettered, _removable, _not_a_value):
        found = find(text)
        if found is not None:
            return found
    try:
        figure = parse_figure(text)
    except FigureError as error:
        return Obstacle("zeros" if error.reason == "zeros" else "colon" if error.reason == "colon" else "malformed")
    if figure is not None and figure.unit:
        return Obstacle("unit", figure.unit)
    return Obstacle("text" if any(map(str.isdigit, text)) else "words")


def obstacle_text(obstacle: Obstacle) -> str:
    """What keeps a text from being a figure, in words that go on from the text in quotation marks."""
    return say(*OBSTACLE_WORDS[obstacle.kind]).replace("{sign}", obstacle.sign)


def obstacle_remedy(obstacle: Obstacle) -> str:
    """What to write instead."""
    if obstacle.kind == "multiplier" and obstacle.figure:
        return say(
            "金额写成 {figure}；个数把 0 写全",
            "write {figure} for money, a count with all its zeros",
            figure=obstacle.figure,
        )
    if obstacle.figure:
        return say("是数就写成 {figure}", "for a figure write {figure}", figure=obstacle.figure)
    return say(
        "是数就只写数字，例如 1,668.98；没有数留空或写 ~",
        "write a figure as digits, such as 1,668.98; leave it blank or write ~ where there is none",
    )


def is_other_thing(name: str, text: str) -> bool:
    """Whether a text that is hardly a figure is a date, or its name says that it is a code, a number of a room or the
    like.
    """
    return _DATE.fullmatch(text.strip()) is not None or _NAMES_OTHER_THINGS.search(name) is not None


def is_slip(text: str, obstacle: Obstacle) -> bool:
    """Whether a text looks like a figure that was mistyped, and not like one of the other things that a leaf may hold:
    an identifier, a date, a word.
    """
    match obstacle.kind:
        case "error_value" | "formula":
            return True
        case "letters":
            return bool(obstacle.figure) and bool(
                re.search("[.,．，%％]", text) or set(obstacle.sign) <= set("OoＯｏl、")
            )
        case "range":
            ends = _RANGE.fullmatch(text.strip())
            return ends is not None and _is_span(ends[1].strip(), ends[2].strip())
        case "several":
            return "." in text
        case "numerals":
            return bool(re.search("[元圆]", text))
        case "suffix" if obstacle.sign.isalpha() and obstacle.sign.isascii():
            return "." in text or (obstacle.sign in "Xx" and len(text) <= _LONGEST_SLIP)
        case "mark" | "about":
            return True
        case _:
            return bool(obstacle.figure)


def _is_span(low: str, high: str) -> bool:
    """Whether two figures are the ends of a range, and not parts of a number of a house or of months and years."""
    if not (low.isascii() and low.isdigit() and high.isdigit()):
        return True
    return len(low) == len(high) and 1 < len(low) < 4 and int(low) < int(high)


def _meant(text: str) -> str:
    """The text when it is a figure without a unit of its own that is unknown; else nothing."""
    try:
        figure = parse_figure(text)
    except FigureError:
        return ""
    return text.strip() if figure is not None and (not figure.unit or _is_known(figure.unit)) else ""


def _is_known(unit: str) -> bool:
    from jsrules.base.units import find_unit

    return find_unit(unit) is not None


def _invisible(text: str) -> Obstacle | None:
    odd = [each for each in text if _hidden(each)]
    spaces = [each for each in text if unicodedata.category(each) == "Zs" and each not in " \u3000\u00a0"]
    if not odd and not spaces:
        return None
    shown = "".join(each for each in text if each not in odd)
    for each in spaces:
        shown = shown.replace(each, "")
    sign = "、".join(f"U+{ord(each):04X}" for each in dict.fromkeys((*odd, *spaces)))
    rest = _meant(shown) or (obstacle_in(shown).figure if shown.strip() else "")
    if rest or not any(map(str.isalpha, shown)):
        return Obstacle("invisible", sign, rest)
    return None


def _hidden(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cf", "Cc", "Zl", "Zp")
        or character in "\u115f\u1160\u3164\uffa0\ufe0e\ufe0f\u20e3"
    )


def _formula(text: str) -> Obstacle | None:
    return Obstacle("formula") if re.match(r"[=＝]\s*[-+(A-Za-z0-9$'!]", text) else None


_REMOVABLE: tuple[tuple[ObstacleKind, str, Callable[[re.Match[str]], str]], ...] = (
    ("quotes", r"(?P<sign>[“”\"'‘’《》「」『』])(?P<rest>.+?)[“”\"'‘’《》「」『』]", lambda m: m["rest"]),
    ("currency", rf"(?P<before>[-+−－(（]?)\s*(?P<sign>{_CURRENCY})\s*(?P<rest>.+)", lambda m: m["before"] + m["rest"]),
    ("currency", r"(?P<rest>.+?[0-9０-９元])\s*(?P<sign>[￥¥＄$€£]|(?i:RMB|CNY|USD))", lambda m: m["rest"]),
    ("mark", rf"(?P<rest>.*[0-9０-９%％元)）])\s*(?P<sign>{_NOTE})", lambda m: m["rest"]),
    ("mark", rf"(?P<sign>[{re.escape(_MARKS)}{_CIRCLED}]+)\s*(?P<rest>[-+0-9０-９(（].*)", lambda m: m["rest"]),
    ("mark", r"(?P<sign>[△▲▽▼])\s*(?P<rest>[-+0-9０-９(（].*)", lambda _: ""),
    (
        "about",
        rf"(?P<before>{'|'.join(DIRECTIONS)})?\s*(?P<sign>{_ABOUT_BEFORE})\s*(?P<rest>.*[0-9０-９].*)",
        lambda m: " ".join(filter(None, (m["before"], m["rest"]))),
    ),
    ("about", rf"(?P<rest>.*[0-9０-９].*?)\s*(?P<sign>{_ABOUT_BEHIND})", lambda m: m["rest"]),
    ("sign_word", r"(?P<sign>负数?|红字|亏损?|净减|赤字|minus)\s*(?P<rest>[0-9０-９].*)", lambda m: f"-{m['rest']}"),
    ("sign_word", r"(?P<sign>[正共计为是]|合计)\s*(?P<rest>[0-9０-９].*)", lambda m: m["rest"]),
    ("sign_word", r"(?P<rest>[0-9０-９].*[0-9０-９])\s*(?P<sign>[-−－])", lambda m: f"-{m['rest']}"),
    (
        "separator",
        r"(?P<rest>[-+]?[0-9]{1,3}(?P<sign>['’`´·・_\s])[0-9]{3}(?:(?P=sign)[0-9]{3})*(?:\.[0-9]+)?)",
        lambda m: m["rest"].replace(m["sign"], ""),
    ),
    ("suffix", r"(?P<rest>.*[0-9０-９%％元])\s*(?P<sign>[.,;:!?。，；：！？、…/\\|]+|整|正)", lambda m: m["rest"]),
    ("suffix", r"(?P<rest>[-+]?[0-9][0-9,.]{1,11})(?P<sign>[A-Za-zａ-ｚＡ-Ｚ])", lambda m: m["rest"]),
)


def _removable(text: str) -> Obstacle | None:
    """What would be a figure without some of its characters."""
    multiplied = re.fullmatch(rf"(.*[0-9０-９])\s*({'|'.join(_MULTIPLIERS)})", text)
    if multiplied is not None and _meant(multiplied[1]):
        unit = _MULTIPLIERS[multiplied[2]]
        return Obstacle("multiplier", multiplied[2], f"{multiplied[1].strip()} {unit}" if unit else "")
    for kind, pattern, rest_of in _REMOVABLE:
        match = re.fullmatch(pattern, text)
        if match is None:
            continue
        rest = rest_of(match).strip()
        figure = _meant(rest)
        if not figure and rest and len(rest) < len(text):
            inner = _removable(rest) or _lettered(rest)
            figure = inner.figure if inner is not None else ""
        if figure or (kind in ("mark", "about") and (not rest or _meant(match["rest"]))):
            return Obstacle(kind, match["sign"], figure)
    return None


def _lettered(text: str) -> Obstacle | None:
    """Letters that are typed for digits, where most of them are digits still."""
    letters = list(dict.fromkeys(_LETTERS.findall(text)))
    if not letters or not re.fullmatch(rf"[-+(（]?(?:[0-9０-９.,．，]|{_LETTERS.pattern})+\s*[%％元万亿]*[)）]?", text):
        return None
    if 2 * len(_LETTERS.findall(text)) >= sum(each.isalnum() for each in text):
        return None
    return Obstacle("letters", "、".join(letters), _meant(text.translate(LOOKALIKES)))


def _not_a_value(text: str) -> Obstacle | None:
    """What stands for a figure in another way."""
    if _NUMERALS.fullmatch(text):
        return Obstacle("numerals")
    if any(each.isdigit() and not each.isascii() and not "０" <= each <= "９" for each in text):
        digits = "".join(str(unicodedata.digit(each, each)) for each in text)
        return Obstacle("digits", "", _meant(digits)) if _meant(digits) or not any(map(str.isalpha, digits)) else None
    if _FRACTION.fullmatch(text):
        return Obstacle("fraction")
    span = _RANGE.fullmatch(text)
    if span is not None and _meant(span[1]) and _meant(span[2]):
        return Obstacle("range")
    pieces = [each for each in _PIECES.split(text) if each]
    if len(pieces) > 1 and all(_meant(each) for each in pieces):
        return Obstacle("several")
    return None
