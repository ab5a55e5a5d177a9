"""Units of measurement, their dimension and size.

Amounts of one dimension convert into each other; adding two dimensions is an error. Counts and years are exact: they
are never rounded, so their interval is a point.
"""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """A unit: ``power`` tells its size as a power of ten of the dimension's base unit (万元 is 10**4 元)."""

    name: str
    dimension: str
    power: int = 0
    exact: bool = False


_UNITS = [
    Unit("元", "money", 0),
    Unit("千元", "money", 3),
    Unit("万元", "money", 4),
    Unit("百万元", "money", 6),
    Unit("亿元", "money", 8),
    Unit("%", "ratio", -2),
    Unit("分", "score"),
    Unit("年", "year", 0, True),
    *(
        Unit(name, name, 0, True)
        for name in ("个", "辆", "人", "人次", "批次", "台", "台(套)", "套", "项", "次", "户", "张")
    ),
]

UNITS: dict[str, Unit] = {unit.name: unit for unit in _UNITS}

NO_UNIT = Unit("", "")
"""Of a report without units: its figures go with each other."""


UNSTATED = "~"
"""In the place of a unit's name: nothing is printed there that has one, so it goes with every unit."""


def find_unit(name: str) -> Unit | None:
    """The unit of that name; brackets may be full-width."""
    return UNITS.get(name) or UNITS.get(name.replace("（", "(").replace("）", ")").replace("％", "%"))
