"""Where a passage begins to explain: the words that open reasons, purposes, lists of names and accounts of events."""

from __future__ import annotations

from jsrules.model.prose import ProseReason
from jsrules.readers.prose.grammar import Grammar


class Explanations:
    """The openers of one passage, by where they begin."""

    def __init__(self, grammar: Grammar, text: str) -> None:
        self._found: dict[int, tuple[ProseReason, int]] = {}
        for kind, words in grammar.explanations:
            for match in words.finditer(text):
                known = self._found.get(match.start())
                if known is None or known[1] < match.end():
                    self._found[match.start()] = (kind, match.end())

    def at(self, place: int) -> tuple[ProseReason, int] | None:
        """What begins at a place, and where its opener ends."""
        return self._found.get(place)
