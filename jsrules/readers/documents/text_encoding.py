"""The encodings in which Chinese texts are published, told by the bytes."""

from __future__ import annotations

import codecs
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = {
    "utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
    # What says that it is of the older ones holds characters of the newer.
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "hz-gb-2312": "hz", "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
}  # fmt: skip
"""Names that pages declare; no other is tried: Python's names of encodings include compressions."""

_MUCH = 5
"""A text of which more than one in so many characters is lost was not read."""

_GOOD_PER_BAD = 20
"""A text with fewer readable Chinese characters to one that is not, is of another encoding."""


class Decoded(NamedTuple):
    """A text; U+FFFD stands for what could not be read."""

    text: str

    @property
    def bad(self) -> int:
        """How many characters could not be read."""
        return self.text.count("\ufffd")


def decoded(data: bytes, declared: str = "", cut: bool = False) -> Decoded | None:
    """The text, by its mark, by what it declares, or by what it can be; None when it can be no text.

    ``cut``: the bytes may end within a character.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding, cut)
    # What can be UTF-8 is: texts of other encodings hardly ever can, and pages say that they are of others.
    guesses = ["utf-8", _DECLARED.get(declared.lower(), "gb18030"), "gb18030"]
    if b"\0" in data[:1000]:
        # In UTF-16 the zero bytes of ASCII characters, line ends at least, stand at one side.
        guesses = ["utf-16-be" if data[:1000:2].count(0) > data[1:1000:2].count(0) else "utf-16-le"]
    found = [each for encoding in guesses if (each := _decode(data, encoding, cut)) is not None]
    return min(found, key=lambda each: each.bad, default=None)


def loss_of(text: str) -> str:
    """What is said of a text with characters that nobody can read: some are lost (W416), or a good part is (W411)."""
    return "W411" if text.count("\ufffd") * _MUCH > len(text) else "W416"


def _decode(data: bytes, encoding: str, cut: bool) -> Decoded | None:
    text = codecs.getincrementaldecoder(encoding)("replace").decode(data, not cut)
    found = Decoded(text)
    if found.bad and found.bad * _GOOD_PER_BAD > sum(map(_is_chinese, text)):
        return None
    return found


def _is_chinese(letter: str) -> bool:
    return "\u3000" <= letter <= "\u303f" or "\u4e00" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"
