"""What is said when a text is not YAML: the likely slip in plain words, where it is, and what to do."""

from __future__ import annotations

import re

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.number import FigureError, parse_figure
from jsrules.base.source import Source, Span
from jsrules.base.unreadable import ERROR_VALUE
from jsrules.readers.reports.cell_advice import of_error_value
from jsrules.readers.reports.nodes import Scalar
from jsrules.readers.reports.problems import limited

# A line that begins like "name：value" or "name:value"; both characters are taken for part of the name by YAML, and so
# is a colon with a space behind it that is none to YAML, such as the full-width one.
_MISREAD_COLON = re.compile(
    r"(?P<head>[ ]*(?:- )?[^\s:：\"'#\[{&*!|>%@`-][^:：\"'\[{#]*?)\s*(?P<colon>：|:(?=[^ \t:/]))"
)
_COLON = re.compile("[:：]")
_REAL_COLON = re.compile(r":(?:[ \t]|$)")

# An error value of a spreadsheet where a value is due, up to the next entry or the end of the line.
_ERROR_VALUE = re.compile(
    rf"(?m)(?:^[ \t]*(?:- +)?|[:：][ \t]+|[\[,{{][ \t]*)(?P<value>{ERROR_VALUE.pattern})(?=[ \t]*(?:$|[,\]}}]|#))",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"(?:^|[ \t])#")

_MAXIMUM_LINES = 5
_MAXIMUM_NAME = 200
_LONGEST_KEY = 1024
"""So long may a name be that stands before a colon: YAML looks no further for it."""

_MAXIMUM_SCALAR_LINES = 1000


def refuse_error_values(source: Source) -> None:
    """Raise `InputError` (E127) for error values of a spreadsheet that YAML would take for comments: ``甲: #REF!``."""
    found = []
    for match in _ERROR_VALUE.finditer(source.text):
        start = match.start("value")
        line = source.text[source.text.rfind("\n", 0, start) + 1 : start]
        if match["value"][0] == "#" and not _COMMENT.search(line) and (line.strip() or set(match["value"]) != {"#"}):
            error = of_error_value(match["value"])
            assert error is not None
            place = Label(source, Span(start, match.end("value")))
            found.append(Diagnostic(error.code, error.message, (place,), remedy=error.remedy))
    if found:
        raise InputError(limited(found))


def colon_error(source: Source, line: int) -> Diagnostic | None:
    """The error for a run of lines with a full-width colon, or no space behind the colon, that ends at ``line``.

    ``line`` itself may be the line after it, where YAML notices. None when there is none.
    """
    end = line if _colon_of(source, line) is not None else line - 1
    if _colon_of(source, end) is None:
        return None
    start = end
    while _colon_of(source, start - 1) is not None:
        start -= 1
    while _colon_of(source, end + 1) is not None:
        end += 1
    labels = []
    for number in range(start, min(end + 1, start + _MAXIMUM_LINES)):
        column = _colon_of(source, number) or 1
        labels.append(Label(source, source.span(number, column, 1)))
    notes: tuple[str, ...] = ()
    if end - start >= _MAXIMUM_LINES:
        notes = (say("共有 {count} 行如此", "so it is on {count} lines", count=end - start + 1),)
    return _misread(source, labels, notes)


def _misread(source: Source, labels: list[Label], notes: tuple[str, ...] = ()) -> Diagnostic:
    """The error (E117) for colons that YAML takes for part of a name."""
    spans = [each.span for each in labels]
    if any(source.text[span.start] == "：" for span in spans):
        message = say("键后用的是全角冒号“：”，YAML 不认", 'a key is followed by the full-width colon "："')
    elif any(source.text[span.end : span.end + 1].isspace() for span in spans):
        message = say(
            "键后的冒号后面是全角空格一类的空白，YAML 不认",
            "what stands behind the colon of a key is a full-width or other space that YAML does not know",
        )
    else:
        message = say("键后的冒号后面没有空格", "there is no space behind the colon of a key")
    return Diagnostic(
        "E117",
        message,
        tuple(labels),
        source.path,
        notes,
        say("改成半角冒号加一个空格：“金额: 517.20”", 'write a plain colon and a space: "amount: 517.20"'),
    )


def misread_key(source: Source, key: Scalar) -> Diagnostic | None:
    """The error for a key in braces that has no value, and holds a colon with a figure behind it: ``{总计：5, 甲: 3}``."""
    start = source.offset(key.line, key.column)
    end = start + len(key.text)
    behind = source.text[end : end + _MAXIMUM_NAME].lstrip(" \t")[:1]
    if source.text[start:end] != key.text or behind not in (",", "}"):
        return None
    for colon in _COLON.finditer(key.text):
        try:
            meant = parse_figure(key.text[colon.end() :]) is not None
        except FigureError:
            meant = True
        if meant:
            return _misread(source, [Label(source, Span(start + colon.start(), start + colon.end()))])
    return None


def misread_colon(source: Source, value: Scalar) -> Diagnostic | None:
    """The error for a scalar that holds a misread colon on one of its lines; None when it does not."""
    if "：" not in value.text and ":" not in value.text:
        return None
    for number in range(value.line, value.line + _MAXIMUM_SCALAR_LINES):
        line = source.line_text(number).strip()
        if number > value.line and (not line or line not in value.text):
            break
        if _colon_of(source, number) is not None:
            return colon_error(source, number)
    return None


def _colon_of(source: Source, line: int) -> int | None:
    """The column of a colon on a line that YAML takes for part of a text."""
    if line < 1:
        return None
    text = source.line_text(line)[:_MAXIMUM_NAME]
    match = _MISREAD_COLON.match(text)
    return match.start("colon") + 1 if match and not _REAL_COLON.search(text) else None


def syntax_error(
    source: Source, problem: str | None, place: tuple[int, int] | None, context: tuple[int, int] | None
) -> InputError:
    """The error for a text that the YAML parser gave up on at ``place``, in something that began at ``context``."""
    line, column = place or context or (1, 1)
    text = source.line_text(line)
    indent = text[: len(text) - len(text.lstrip())]
    if "\t" in indent:
        return InputError([_tab(source, line, indent.index("\t") + 1)])
    if "\t" in text[max(0, column - 1) : column]:
        return InputError([_tab(source, line, column)])
    for candidate in dict.fromkeys((line, context[0] if context else line)):
        misread = colon_error(source, candidate)
        if misread is not None:
            return InputError([misread])
        long = _long_key(source, candidate)
        if long is not None:
            return InputError([long])
    chinese, english, chinese_remedy, english_remedy = _explained(problem or "", text[column - 1 : column])
    if re.search(r"(?:^|[\s\[,:])\?(?=\s*(?:[,\]}]|$))", text):
        chinese_remedy = "读不出的格写全角的“？”：半角“?”在 YAML 里另有意思"
        english_remedy = "write the full-width ？ for what is illegible: ? means something else in YAML"
    labels = [Label(source, source.span(line, column, 1 if text[column - 1 :] else 0))]
    if context is not None and context != place:
        labels.append(
            Label(
                source, source.span(*context, 1), say("从这里开始的内容没有写完整", "what begins here is not complete")
            )
        )
    return InputError(
        [
            Diagnostic(
                "E102",
                say("不是合法的 YAML：" + chinese, "not valid YAML: " + english),
                tuple(labels),
                source.path,
                (),
                say(chinese_remedy, english_remedy),
            )
        ]
    )


_KEY_ENDS = re.compile(r":(?=\s|$)")


def _long_key(source: Source, line: int) -> Diagnostic | None:
    """The error for a name on a line that is longer than YAML allows one to be; None when there is none."""
    text = source.line_text(line)
    for match in _KEY_ENDS.finditer(text):
        before = text[: match.start()]
        start = 1 + max(before.rfind(sign) for sign in "{[,")
        name = before[start:].strip()
        if len(name) <= _LONGEST_KEY:
            continue
        column = before.index(name, start) + 1
        return Diagnostic(
            "E102",
            say(
                "名称有 {count} 个字，最多 {most} 个",
                "a name has {count} characters; at most {most} are allowed",
                count=len(name),
                most=_LONGEST_KEY,
            ),
            (Label(source, source.span(line, column, 1)),),
            source.path,
            (),
            say("写短些；说明性的文字放在冒号后面", "shorten it; what explains goes behind the colon"),
        )
    return None


def _tab(source: Source, line: int, column: int) -> Diagnostic:
    return Diagnostic(
        "E103",
        say("缩进用了制表符", "indented with a tab"),
        (Label(source, source.span(line, column, 1)),),
        source.path,
        (),
        say(
            "用空格缩进，每层两个；编辑器里可设“Tab 转为空格”",
            'indent with spaces, two a level; editors have a setting "insert spaces for tabs"',
        ),
    )


def unreadable_character(source: Source) -> InputError:
    """The error for a character that YAML does not allow in a text."""
    offset = next((place for place, each in enumerate(source.text) if not _is_allowed(each)), 0)
    code = f"U+{ord(source.text[offset]):04X}" if source.text else ""
    return InputError(
        [
            Diagnostic(
                "E102",
                say("文件里有不可见的控制字符 {code}", "there is a control character {code} in the file", code=code),
                (Label(source, Span(offset, offset + 1)),),
                source.path,
                (),
                say(
                    "删去这个字符；如果到处都是，这不是文本文件",
                    "delete this character; if they are everywhere, this is no text file",
                ),
            )
        ]
    )


def _is_allowed(character: str) -> bool:
    if " " <= character <= "~" or character in "\t\n\r\x85":
        return True
    return "\xa0" <= character <= "\ud7ff" or "\ue000" <= character <= "\ufffd" or character >= "\U00010000"


# What the parser says -> what is said, in Chinese and English, and the remedy in both.
_EXPLANATIONS: tuple[tuple[str, tuple[str, str, str, str]], ...] = (
    (
        "mapping values are not allowed",
        (
            "这里不能再有冒号",
            "there cannot be another colon here",
            "检查这一行和上一行的缩进是否对齐；文字里有冒号时加引号",
            "check that this line and the one before are aligned; quote texts that hold a colon",
        ),
    ),
    (
        "could not find expected ':'",
        (
            "前面的名称后面没有冒号",
            "a name before this place is not followed by a colon",
            "写成“名称: 数额”，冒号用半角，后面空一格",
            'write "name: amount", with a space behind the colon',
        ),
    ),
    (
        "',' or ']'",
        (
            "列表没有写完整，缺“,”或“]”",
            'a list is not complete: "," or "]" is missing',
            "用半角逗号分开各数，用“]”收尾",
            'separate the entries by commas and close with "]"',
        ),
    ),
    (
        "',' or '}'",
        (
            "大括号没有写完整，缺“,”或“}”",
            'a pair of braces is not complete: "," or "}" is missing',
            "用半角逗号分开各项，用“}”收尾",
            'separate the entries by commas and close with "}"',
        ),
    ),
    (
        "did not find expected node content",
        (
            "这里缺一个内容",
            "something is missing here",
            "空白的单元格写 ~，例如 [517.20, ~]",
            "write ~ for a blank cell, as in [517.20, ~]",
        ),
    ),
    (
        "unexpected end of stream",
        (
            "引号或括号没有收尾，文件就结束了",
            "the file ends before a quotation mark or bracket is closed",
            "补上收尾的引号或括号",
            "close the quotation mark or bracket",
        ),
    ),
    (
        "unknown escape character",
        (
            "双引号里的“\\”后面不对",
            'a "\\" in double quotes is followed by something unknown',
            "改用单引号，或写成“\\\\”",
            'use single quotes, or write "\\\\"',
        ),
    ),
    (
        "expected '-' indicator",
        (
            "列表里混进了别的内容",
            "something else stands in a list",
            "列表的每一项都以“- ”开头，或者改成“名称: 数额”",
            'begin each entry of the list with "- ", or write "name: amount" throughout',
        ),
    ),
    (
        "block sequence entries",
        (
            "“-”不能写在这里",
            '"-" cannot stand here',
            "列表另起一行；空白的单元格写 ~",
            "begin the list on a new line; write ~ for a blank cell",
        ),
    ),
    (
        "did not find expected key",
        (
            "这里应是一个键，缩进或引号可能不对",
            "a key is due here; the indentation or a quotation mark may be wrong",
            "检查缩进是否与同层的行对齐",
            "check that it is aligned with the other lines of its level",
        ),
    ),
)


def _explained(problem: str, character: str) -> tuple[str, str, str, str]:
    for sign, explained in _EXPLANATIONS:
        if sign in problem:
            return explained
    if "cannot start any token" in problem and character:
        return (
            f"不能以“{character}”开头",
            f'nothing can begin with "{character}"',
            "给这段文字加上引号",
            "put the text in quotation marks",
        )
    return (
        "这里读不下去",
        problem or "it cannot be read on from here",
        "检查这一行及其上一行的缩进、冒号、引号和括号",
        "check the indentation, colons, quotation marks and brackets of this line and the one before",
    )
