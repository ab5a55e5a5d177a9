"""Reports made of Python values, written as the text of a report: what is then read, and judged, is that text.

So every limit and every message of the reader holds for them, and places in messages are lines of the text, which
`jsrules.Report.text` shows. Exactly what was given is written: a `Decimal` with all its places, a text as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from numbers import Integral, Real
from typing import TypeGuard

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.files import MAXIMUM_BYTES, source_from_text, too_large
from jsrules.base.language import say
from jsrules.base.number import MAXIMUM_DIGITS, REASONS
from jsrules.base.source import Source
from jsrules.readers.reports.problems import MAXIMUM_PROBLEMS, shown
from jsrules.readers.reports.yaml_tree import MAXIMUM_DEPTH, MAXIMUM_NODES, too_many

_PLAIN = re.compile(r"-?[^\W_](?:[\w.%()（）“”、·/+ -]*[\w.%()（）“”])?")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

KeyPath = tuple[str, ...]


def written(values: Mapping[str, object], path: str) -> Source:
    """The text of a report that holds these values: nested mappings and lists of texts, integers, decimals and None.

    Raises `InputError` with everything in it that no report can hold, a binary float before all, or when it is too
    large.
    """
    writer = _Writer(path)
    text = "".join(writer.block(values, ())) or "{}"
    if writer.wrong:
        raise InputError(writer.wrong)
    return source_from_text(path, text)


class _Writer:
    """Writes values, and notes what cannot be written. It stops where they are too deep: the reader will say so."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.wrong: list[Diagnostic] = []
        self.full = False
        self._nodes = 0
        self._size = 0

    def block(self, values: Mapping[str, object], keys: KeyPath) -> Iterator[str]:
        """The lines of a mapping below these keys."""
        indent = "  " * len(keys)
        for key, value in values.items():
            if self.full:
                return
            below = (*keys, self._key(key, keys))
            head = f"{indent}{self._scalar(below[-1])}:"
            if isinstance(value, Mapping) and value and not self._is_too_deep(below):
                yield head + "\n"
                yield from self.block(value, below)
            else:
                yield f"{head} {self._flow(value, below)}\n"

    def _flow(self, value: object, keys: KeyPath) -> str:
        """A value on one line."""
        if isinstance(value, Mapping):
            self._count(2)
            entries = [] if self._is_too_deep(keys) else value.items()
            pairs = ((self._key(key, keys), each) for key, each in entries if not self.full)
            return f"{{{', '.join(f'{self._scalar(key)}: {self._flow(each, (*keys, key))}' for key, each in pairs)}}}"
        if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
            self._count(2)
            items = [] if self._is_too_deep(keys) else value
            places = ((str(number), each) for number, each in enumerate(items, 1) if not self.full)
            return f"[{', '.join(self._flow(each, (*keys, number)) for number, each in places)}]"
        return self._scalar(self._text(value, keys))

    def _is_too_deep(self, keys: KeyPath) -> bool:
        self.full |= len(keys) >= MAXIMUM_DEPTH
        return self.full

    def _scalar(self, text: str) -> str:
        """A text in quotes, where YAML needs them."""
        if text != "~" and not _PLAIN.fullmatch(text):
            text = _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
        self._count(len(text))
        return text

    def _count(self, size: int) -> None:
        """One more entry of that size. Raises `InputError` when it is one too many: lists may hold each other."""
        self._nodes += 1
        self._size += size
        if self._nodes > MAXIMUM_NODES:
            raise too_many(self.path)
        if self._size > MAXIMUM_BYTES:
            raise too_large(self.path)

    def _key(self, key: object, keys: KeyPath) -> str:
        if isinstance(key, str) or _is_integer(key):
            return self._text(key, keys)
        self._note(
            "E109",
            say("键是 {type}，不是名称", "a key is a {type}, not a name", type=type(key).__name__),
            keys,
            say("键用文字（str）", "keys are texts (str)"),
        )
        return ""

    def _text(self, value: object, keys: KeyPath) -> str:
        """A figure or text as it is printed."""
        if value is None:
            return "~"
        if isinstance(value, str):
            return value
        if isinstance(value, Decimal):
            if not value.is_finite():
                return self._refuse(value, str(value), keys)
            too_long = abs(value.adjusted()) > MAXIMUM_DIGITS or len(value.as_tuple().digits) > MAXIMUM_DIGITS
            return self._too_long(keys) if too_long else format(value, "f")
        if _is_integer(value):
            number = int(value)
            return self._too_long(keys) if abs(number) >= 10**MAXIMUM_DIGITS else str(number)
        return self._refuse(value, type(value).__name__, keys)

    def _refuse(self, value: object, what: str, keys: KeyPath) -> str:
        if isinstance(value, Real) and not isinstance(value, bool):
            remedy = say(
                '二进制数和分数没有印出的位数：写成 Decimal("0.10") 或文字 "0.10"',
                'binary floats and fractions have no printed places: give Decimal("0.10") or the text "0.10"',
            )
        else:
            remedy = say(
                "可以是 str、int、Decimal、None，或由它们组成的 dict 和 list",
                "it may be a str, an int, a Decimal, None, or a dict or list of these",
            )
        text = say("值是 {what}，不是印出的数或文字", "its value is {what}: no printed figure and no text", what=what)
        return self._note("E115", text, keys, remedy)

    def _too_long(self, keys: KeyPath) -> str:
        remedy = say("检查这个数", "check this figure")
        return self._note("E116", say(*REASONS["digits"]), keys, remedy)

    def _note(self, code: str, what: str, keys: KeyPath, remedy: str) -> str:
        place = ".".join(keys)
        text = say("“{place}”：{what}", "“{place}”: {what}", place=shown(place), what=what) if place else what
        self.wrong.append(Diagnostic(code, text, path=self.path, remedy=remedy))
        self.full |= len(self.wrong) >= MAXIMUM_PROBLEMS
        return ""


def _is_integer(value: object) -> TypeGuard[Integral]:
    """Whether a value is a whole number, of whatever library."""
    return isinstance(value, Integral) and not isinstance(value, bool)
