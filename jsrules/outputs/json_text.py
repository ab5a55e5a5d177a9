"""JSON as it is printed: UTF-8 as it is, save what would steer a terminal or an editor, which is escaped."""

from __future__ import annotations

import json
import re
from json.encoder import encode_basestring

_STEERING = re.compile(
    "[\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
"""Control and format characters, separators of lines, halves of characters (Unicode's Cc, Cf, Zl, Zp, Cs) that JSON
does not escape by itself."""


def json_text(value: object, *, indent: int | None = None) -> str:
    """A value as JSON; on one line unless ``indent`` is given. Any reader gives the same value back."""
    text = json.dumps(value, ensure_ascii=False) if indent is None else _laid(value, "\n", " " * indent)
    # Nearly all texts are done with the first look, which is forty times as fast.
    return text if all(map(str.isprintable, text.split("\n"))) else _STEERING.sub(_escape, text)


def _laid(value: object, begin: str, step: str) -> str:
    """A value over several lines, each of which begins with ``begin``, as the standard library lays it out.

    That makes functions anew for every value, which hold each other until cycles are collected, if they ever are.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict) and value:
        deeper = begin + step
        parts = [f"{deeper}{encode_basestring(key)}: {_laid(each, deeper, step)}" for key, each in value.items()]
        return "{" + ",".join(parts) + begin + "}"
    if isinstance(value, list | tuple) and value:
        deeper = begin + step
        return "[" + ",".join([deeper + _laid(each, deeper, step) for each in value]) + begin + "]"
    return json.dumps(value, ensure_ascii=False)


def _escape(found: re.Match[str]) -> str:
    return json.dumps(found.group())[1:-1]
