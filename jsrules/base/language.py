"""The language of messages: Chinese first, English on demand.

Both wordings stand side by side where a message is made, so that a change to one is seen next to the other; a test
checks that they use the same placeholders.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Language = Literal["zh", "en"]
else:  # typing takes a third of what --help takes
    Language = str

_current: Language = "zh"


def set_language(language: Language) -> None:
    """Choose the language of every message made from now on in this process."""
    global _current
    _current = language


def get_language() -> Language:
    """The language messages are made in."""
    return _current


def language_of_environment() -> Language:
    """``en`` when LC_ALL, LC_MESSAGES or LANG (the first that is set) asks for English, else ``zh``."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"


def say(chinese: str, english: str, /, **values: object) -> str:
    """One message in the current language, its ``{placeholders}`` filled from ``values``."""
    template = chinese if _current == "zh" else english
    return template.format(**values) if values else template
