"""Text with its signs made one: width, quotation marks and spaces do not matter to what a sentence says."""

from __future__ import annotations

import re

from jsrules.base.record import Record

_SAME = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)},
    **{chr(code): chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))},
    **dict(zip("(),;:!?．％﹪﹝﹞［］〔〕｡﹐﹑∶－−–", "（），；：！？.%%（）（）（）。，、：---", strict=True)),
    **dict.fromkeys(" \t\u3000\u00a0\u2002\u2003\u2009", " "),
}
_DROPPED = frozenset("“”\"‘’'「」『』〝〞＂＇*\ufeff\u200b\u200c\u200d\u00ad\r")
_STAR = "*"
_CHANGED = re.compile("[" + re.escape("".join((*_SAME, *_DROPPED, "\n"))) + "]|[0-9]，[0-9]")
"""A sign that may not stay as it is; most words and many passages have none."""
_GROUPED = re.compile(r"(?<![0-9.,，])[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])|(?<=[0-9])[．](?=[0-9])")
_BEHIND_SPACES = re.compile(r"[ \t\u3000\u00a0]{1,100}(.)", re.DOTALL)


class PlainText(Record):
    """The signs that count, and where each of them stands in the text that was written; one more for its end."""

    text: str
    origins: tuple[int, ...]


def plain_text(written: str, starred: bool = False) -> PlainText:
    """A text in one width, without quotation marks, and without spaces but between digits; a comma that groups the
    thousands of a figure stays ``,``, others are ``，``. Stars, with which some texts mark what is bold, are left out,
    but for one that is to stay ``starred``: some templates have them where a figure or a name is due.
    """
    if not _CHANGED.search(written):
        return PlainText(written, tuple(range(len(written) + 1)))
    wide = {
        match.start() + number
        for match in _GROUPED.finditer(written)
        for number, sign in enumerate(match[0])
        if sign in ",，．"
    }
    signs: list[str] = []
    origins: list[int] = []
    for place, sign in enumerate(written):
        if sign in _DROPPED and not (starred and sign == _STAR):
            continue
        if place in wide:
            sign = "." if sign == "．" else ","
        else:
            sign = _SAME.get(sign, sign)
        if sign == " " and not _is_between_figures(signs, written, place):
            continue
        signs.append(" " if sign == "\n" else sign)
        origins.append(place)
    return PlainText("".join(signs), (*origins, len(written)))


def _is_between_figures(signs: list[str], written: str, place: int) -> bool:
    """Whether a space keeps two figures apart, or an ordinal (2. 12345) from a figure."""
    if not (signs and (signs[-1].isdigit() or (signs[-1] == "." and len(signs) > 1 and signs[-2].isdigit()))):
        return False
    behind = _BEHIND_SPACES.match(written, place)
    return behind is not None and behind[1].isdigit()


def plain(written: str, starred: bool = False) -> str:
    """The same without the places."""
    if not _CHANGED.search(written):
        return written
    return plain_text(written, starred).text


def closing_brackets(text: str) -> dict[int, int]:
    """Behind which place each bracket that opens is closed."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign == "（":
            opened.append(at)
        elif sign == "）" and opened:
            found[opened.pop()] = at + 1
    return found
