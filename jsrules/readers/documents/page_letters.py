"""What the characters of a PDF page are as text. Pure."""

from __future__ import annotations

import unicodedata

from jsrules.model.document import Character

REPLACEMENT = "\ufffd"
"""What stands for a character of which nobody knows what it is."""


def is_odd(character: Character) -> bool:
    """Whether a character is of a script that no Chinese document is written in."""
    code = ord(character.text[0])
    return 0x0250 <= code <= 0x036F or 0x0530 <= code <= 0x1DFF or 0xA000 <= code <= 0xD7FF


def letter_of(code: int, hyphen: bool) -> str:
    """A character as text: radicals as the characters they look like, one sign for all that is unknown."""
    if hyphen:
        return "-"
    if code < 32 or 0xD800 <= code <= 0xF8FF or code in (0xFFFD, 0xFFFE, 0xFFFF) or code >= 0xF0000:
        return REPLACEMENT
    letter = chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", letter)
    return letter
