"""What a locked pack that stands in for the shipped one leaves out: rules of the shipped one that it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jsrules.base.names import fold
from jsrules.packs.choice import PackChain
from jsrules.packs.library import Pack

_RULE = re.compile(r"^[ \t]*(?:规则|rule)[ \t]+([^:：\n]+)[:：]", re.MULTILINE)


def rules_missing(chosen: PackChain, shipped: PackChain) -> int:
    """How many rules of the shipped pack no pack of the chosen chain has a rule of the same name for; none when the
    chosen one builds on it.
    """
    if any(member.pack.manifest.identifier == shipped.identifier for member in chosen.chain):
        return 0
    return len(_names([shipped.chain[-1].pack]) - _names(member.pack for member in chosen.chain))


def _names(packs: Iterable[Pack]) -> set[str]:
    """The names of the rules of packs, as their files write them. (They are counted only; nothing is judged by it.)"""
    return {fold(name.strip()) for pack in packs for source in pack.sources for name in _RULE.findall(source.text)}
