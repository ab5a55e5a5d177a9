"""Text that may be shown: nothing in it can steer a terminal."""

from __future__ import annotations

from unicodedata import category


def clean(text: str) -> str:
    """The text with control and format characters written as escapes."""
    if text.isprintable():
        return text
    return "".join(map(clean_character, text))


def clean_character(character: str) -> str:
    """One character as it may be shown: itself, a space for a tab, or an escape."""
    if character == "\t":
        return " "
    if category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") or _is_none(character):
        return character.encode("unicode_escape").decode("ascii")
    return character


def _is_none(character: str) -> bool:
    """Whether Unicode says that this will never be a character; XML has no place for it."""
    point = ord(character)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
