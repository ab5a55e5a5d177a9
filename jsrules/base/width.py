"""How many columns of a terminal a text takes: East Asian characters take two."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

MINIMUM_COLUMNS = 40
DEFAULT_COLUMNS = 80

_ambiguous = 1


class _Widths(dict[str, int]):
    """The columns of the characters that were met."""

    def __missing__(self, character: str) -> int:
        self[character] = width = _width_of(character)
        return width


_widths = _Widths()

character_width = _widths.__getitem__
"""Columns one character takes."""


def set_ambiguous_width(columns: int) -> None:
    """Whether characters of ambiguous width (such as curly quotes) take 1 or 2 columns on this terminal."""
    global _ambiguous
    _ambiguous = columns
    _widths.clear()


def _width_of(character: str) -> int:
    if character < "\u0300":
        return 1 if character < "\x7f" else (_ambiguous if east_asian_width(character) == "A" else 1)
    if combining(character) or character in "\u200b\u200c\u200d\ufeff":
        return 0
    kind = east_asian_width(character)
    if kind in "WF":
        return 2
    return _ambiguous if kind == "A" else 1


def text_width(text: str) -> int:
    """Columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(character_width, text))


def pad(text: str, columns: int) -> str:
    """The text filled with spaces on its right to at least ``columns``."""
    return text + " " * (columns - text_width(text))


def wrap(text: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    """The text broken into lines of at most ``columns``, the first after ``first``, the others after ``rest``.

    Latin words and numbers stay whole where a line can hold them; closing punctuation never starts a line.
    """
    line, used = first, text_width(first)
    if used + text_width(text) <= columns:  # as most do
        return [(first + text).rstrip()]
    lines: list[str] = []
    empty = True
    for piece in _pieces(text):
        width = text_width(piece)
        if not empty and used + text_width(piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line, used, empty = rest, text_width(rest), True
            piece = piece.lstrip()
            width = text_width(piece)
        at = 0
        while empty and used + width > columns and len(piece) - at > 1:
            cut, taken = at + 1, character_width(piece[at])
            while cut < len(piece) and used + taken + character_width(piece[cut]) <= columns:
                taken += character_width(piece[cut])
                cut += 1
            lines.append(line + piece[at:cut])
            line, used, width, at = rest, text_width(rest), width - taken, cut
        piece = piece[at:]
        line += piece
        used += width
        empty = empty and not piece
    lines.append(line.rstrip())
    return lines


_CLOSING = "，。；：、！？）】》」』”’%,.;:!?)]}"
_OPENING = "（【《「『“‘([{"


def _pieces(text: str) -> list[str]:
    """The text in pieces between which a line may be broken."""
    pieces: list[str] = []
    start, last = 0, ""
    for place, character in enumerate(text):
        glued = last and (
            character in _CLOSING
            or last in _OPENING
            or (not last.isspace() and (character.isspace() or (_is_word(character) and _is_word(last))))
        )
        if last and not glued:
            pieces.append(text[start:place])
            start = place
        last = character
    return [*pieces, text[start:]] if text else []


def _is_word(character: str) -> bool:
    return character_width(character) == 1 and not character.isspace()
