"""The language of messages: Chinese first, English on demand.

Both wordings stand side by side where a message is made, so that a change to one is seen next to the other; a test
checks that they use the same placeholders.
"""

from __future__ import annotations

import os

from jsrules.base.system import english_windows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextvars import ContextVar, Token
    from typing import Literal

    Language = Literal["zh", "en"]
else:  # typing takes a third of what --help takes
    Language = str

Words = tuple[str, str]
"""The same in Chinese and English."""

_current: Language = "zh"

_scopes: dict[str, ContextVar[Language]] = {}
"""The one variable of `language`; it is made when it is first used, since the command never does."""


def set_language(language: Language) -> None:
    """Choose the language of every message from now on in this process: ``zh`` (Chinese, the default) or ``en``."""
    global _current
    _current = _known(language)


def get_language() -> Language:
    """The language messages are made in."""
    return _scopes["language"].get(_current) if _scopes else _current


def language(language: Language) -> Spoken:
    """Messages in a language for the time of a ``with``, in this thread or asynchronous task alone."""
    return Spoken(_known(language))


class Spoken:
    """A language for the time of a ``with``. (contextlib would be most of what importing this module takes.)"""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._before: Token[Language] | None = None

    def __enter__(self) -> None:
        from contextvars import ContextVar

        self._before = _scopes.setdefault("language", ContextVar("language")).set(self._language)

    def __exit__(self, *_: object) -> None:
        assert self._before is not None
        _scopes["language"].reset(self._before)


def _known(language: Language) -> Language:
    if language not in ("zh", "en"):
        raise ValueError(f"a language is 'zh' or 'en', not {language!r}")
    return language


def language_of_environment() -> Language:
    """``en`` when LC_ALL, LC_MESSAGES or LANG (the first that is set) asks for English, else ``zh``.

    On Windows, where hardly anybody sets these, ``en`` when it is in English; only Chinese or English asked for by one
    of them comes before that (a shell from elsewhere may set ``C``).
    """
    asked = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "").lower()
    if asked.startswith(("en", "zh")):
        return "en" if asked.startswith("en") else "zh"
    return "en" if english_windows() else "zh"


def say(chinese: str, english: str, /, **values: object) -> str:
    """One message in the current language, its ``{placeholders}`` filled from ``values``."""
    template = chinese if get_language() == "zh" else english
    return template.format(**values) if values else template
