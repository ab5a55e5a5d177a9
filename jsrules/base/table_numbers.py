"""The numbers that tables print: 公开09表, 财决01-1表, 表4-4, alone, or before or behind a title.

Imported when a name is not that of a table as it stands.
"""

from __future__ import annotations

import re

from jsrules.base.names import fold

_NUMBER = r"(?:公开|财决|附)?第?0*([0-9]{1,2})(?:[-—–]0*([0-9]{1,2}))?号?表|(?:附|公开)?表0*([0-9]{1,2})(?:[-—–]0*([0-9]{1,2}))?"
_PARTS = (
    re.compile(rf"(?P<number>{_NUMBER})(?![-—–0-9])[:、.,]?(?P<title>.+)"),
    re.compile(rf"(?P<title>.+?)\((?P<number>{_NUMBER})\)"),
)
_ALONE = re.compile(rf"{_NUMBER}|(?:公开)?0*([0-9]{{1,2}})(?:[-—–]0*([0-9]{{1,2}}))?")

TableNumber = tuple[int, int]
"""The number of a table and, of a part of one (表4-4), that of the part, or 0."""


def table_number(text: str) -> TableNumber | None:
    """The number that a text is: of 公开09表, 09表, 公开09, 09 it is (9, 0). None for any other text."""
    match = _ALONE.fullmatch(fold(text))
    if match is None:
        return None
    several = [each for each in match.groups() if each is not None]
    return int(several[0]), int(several[1]) if len(several) > 1 else 0


def numbered_title(text: str) -> tuple[str, str]:
    """The number before or behind a title, and the title (folded): ``公开09表 收入决算表``, ``收入决算表（公开09表）``. The
    number is empty where there is none.
    """
    for each in _PARTS:
        match = each.fullmatch(fold(text))
        if match is not None and match["title"].strip("表"):
            return match["number"], match["title"]
    return "", fold(text)
