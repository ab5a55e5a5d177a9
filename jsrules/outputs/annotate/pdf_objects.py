"""Small makers of the objects that PDF files consist of. Lengths are whole hundredths of a point."""

from __future__ import annotations

from typing import Any

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from jsrules.model.annotation import MarkLevel
from jsrules.model.document import Box
from jsrules.outputs.annotate.helvetica import is_latin

COLOURS: dict[MarkLevel, tuple[int, int, int]] = {
    "error": (80, 5, 10),
    "warning": (85, 45, 0),
    "info": (5, 35, 80),
    "waived": (45, 45, 45),
}
"""Red, green and blue, in percent."""

LATIN_FONT, CHINESE_FONT = "Latin", "Chinese"
"""The names of the fonts in the resources of what is drawn."""


def decimal(hundredths: int) -> str:
    """A length as PDF writes it."""
    sign, whole = "-" * (hundredths < 0), abs(hundredths)
    return f"{sign}{whole // 100}.{whole % 100:02d}"


def length(hundredths: int) -> FloatObject:
    """A length as an object."""
    return FloatObject(decimal(hundredths))


def dictionary(entries: dict[str, Any]) -> DictionaryObject:
    """A dictionary; strings are names, and whole numbers are numbers."""
    return DictionaryObject({NameObject(f"/{key}"): _object(value) for key, value in entries.items()})


def array(*values: Any) -> ArrayObject:
    """An array, its values as in `dictionary`."""
    return ArrayObject([_object(value) for value in values])


def rectangle(box: Box) -> ArrayObject:
    """A box in a page's own coordinates, ``top`` being its lower side."""
    return array(*map(length, (box.left, box.top, box.right, box.bottom)))


def text_object(text: str) -> TextStringObject:
    """A text that people read."""
    return TextStringObject(text)


def stream(entries: dict[str, Any], operators: list[str]) -> Any:
    """A stream of operators."""
    return stream_of(entries, "\n".join(operators).encode("ascii"))


def stream_of(entries: dict[str, Any], data: bytes) -> Any:
    """A stream of bytes, which are packed."""
    made = DecodedStreamObject()
    made.update(dictionary(entries))
    made.set_data(data)
    return made.flate_encode()


def _object(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, (NumberObject, FloatObject)):
        return NumberObject(value)
    return NameObject(f"/{value}") if type(value) is str else value


def colour(level: MarkLevel) -> str:
    """A level's colour as operands."""
    return " ".join(map(decimal, COLOURS[level]))


def shown(text: str, size: int) -> list[str]:
    """The operators that show a text from where the pen is: what Helvetica has in it, all else in a Chinese font."""
    operators: list[str] = []
    run = ""
    for each in [*text, ""]:
        if run and (not each or is_latin(each) != is_latin(run[0])):
            latin = is_latin(run[0])
            font = LATIN_FONT if latin else CHINESE_FONT
            code = run.encode("ascii" if latin else "utf-16-be", "replace").hex()
            operators.append(f"/{font} {decimal(size)} Tf <{code}> Tj")
            run = ""
        run += each
    return operators


def latin_font() -> DictionaryObject:
    """Helvetica."""
    entries = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica", "Encoding": "WinAnsiEncoding"}
    return dictionary(entries)


def chinese_font(add: Any) -> DictionaryObject:
    """A Chinese font that is not embedded: every reader takes one of the system's for it, by its character collection.

    ``add`` makes an object of the file of its parts.
    """
    descriptor = {
        "Type": "FontDescriptor",
        "FontName": "STSong-Light",
        "Flags": 6,
        "FontBBox": array(-25, -254, 1000, 880),
        "ItalicAngle": 0,
        "Ascent": 880,
        "Descent": -120,
        "CapHeight": 880,
        "StemV": 93,
    }
    system = {"Registry": _ascii("Adobe"), "Ordering": _ascii("GB1"), "Supplement": 4}
    descendant = {
        "Type": "Font",
        "Subtype": "CIDFontType0",
        "BaseFont": "STSong-Light",
        "CIDSystemInfo": dictionary(system),
        "DW": 1000,
        "FontDescriptor": add(dictionary(descriptor)),
    }
    return dictionary(
        {
            "Type": "Font",
            "Subtype": "Type0",
            "BaseFont": "STSong-Light-UniGB-UTF16-H",
            "Encoding": "UniGB-UTF16-H",
            "DescendantFonts": array(add(dictionary(descendant))),
        }
    )


def _ascii(text: str) -> TextStringObject:
    return TextStringObject(text)
