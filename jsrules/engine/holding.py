"""Whether a comparison holds, by the sign of a difference."""

from __future__ import annotations


def holds(operator: str, sign: int) -> bool:
    """Whether ``x operator 0`` for a number with that sign."""
    if operator in ("=", "=="):
        return sign == 0
    if operator == "<>":
        return sign != 0
    if operator == "<":
        return sign < 0
    if operator == "<=":
        return sign <= 0
    if operator == ">":
        return sign > 0
    return sign >= 0
