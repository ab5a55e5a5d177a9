"""Texts as they can be typed in a report: as they are, or in quotation marks where YAML would take them for something
else.
"""

from __future__ import annotations

import re

# Patterns are texts: they are compiled when one is met, and a warm run meets few.
_PLAIN = r"(?!-(?![0-9])|[\[{&*!|>%@`'\"?#,\]}\s])(?:[^:#]|:(?!\s|$)|(?<!\s)#)+(?<!\s)"
_PLAIN_IN_LIST = r"(?!-(?![0-9])|[?:!&*|>%@`'\"#\s])(?:[^:#,\[\]{}]|:(?![\s,\[\]{}]|$)|(?<!\s)#)+(?<!\s)"


def in_yaml(name: str) -> str:
    """A name as it can be typed in a report, told to somebody."""
    return name if re.fullmatch(_PLAIN, name) else "'" + name.replace("'", "''") + "'"


def yaml_word(text: str, *, in_list: bool = False) -> str:
    """A text as a scalar of YAML; ``in_list``: one between square brackets."""
    pattern = _PLAIN_IN_LIST if in_list else _PLAIN
    return text if _is_shown(text) and re.fullmatch(pattern, text) else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotation marks, as YAML and JSON have them: what cannot be seen is an escape."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _is_shown(text: str) -> bool:
    return text.isprintable() or all(_escaped(each) == each for each in text)


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable() or character in "\u3000\u00a0" or character > "\uffff":
        return character
    return "\\ufffd" if "\ud800" <= character <= "\udfff" else f"\\u{ord(character):04x}"
