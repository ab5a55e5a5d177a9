"""How wide the characters of Helvetica are, a font that every reader of PDF has. In thousandths of its size."""

from __future__ import annotations

_WIDTHS = tuple(
    map(
        int,
        "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 "
        "556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 "
        "667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 "
        "556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584".split(),
    )
)
"""From the space to the tilde."""

_FULL = 1000


def is_latin(character: str) -> bool:
    """Whether Helvetica has a character, as far as it is used here."""
    return " " <= character <= "~"


def helvetica_width(text: str, size: int) -> int:
    """How wide a text is at a size, in the unit of the size; what Helvetica does not have is as wide as high."""
    return sum(_WIDTHS[ord(each) - 32] if is_latin(each) else _FULL for each in text) * size // 1000
