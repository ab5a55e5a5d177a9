"""What a reader of prose has in mind at a place: of what the sentence speaks, and with what it compares."""

from __future__ import annotations

from jsrules.base.record import Record, field
from jsrules.model.prose import Base, ProseReason


class Context(Record, frozen=False):
    """The state between two words.

    ``items``: of what it speaks; ``stated``: they were named in this clause, with nothing unknown beside them;
    ``trusted``: a clause that begins with a pattern may speak of them. ``whole``: of what a list gives the parts;
    ``lost``: it is the list of something that was not read. ``listed`` is the measure of amounts in a list.
    ``loose``: nobody knows where its list ends. ``other_year``: it speaks of another year.
    ``unclosed``: it stands in a bracket that is not closed, and may stand behind it.
    ``base`` and ``budget``: with what changes are compared, and with which budget; ``base_fault`` why with nothing.
    """

    items: tuple[str, ...] = ()
    stated: bool = False
    trusted: bool = False
    whole: str = ""
    in_list: bool = False
    lost: bool = False
    listed: str = ""
    base: Base = ""
    budget: str = ""
    base_fault: ProseReason = "no_base"
    unknown: str = ""
    loose: bool = False
    other_year: bool = False
    unclosed: bool = False

    def copy(self) -> Context:
        """The same, to come back to."""
        return Context(
            self.items,
            self.stated,
            self.trusted,
            self.whole,
            self.in_list,
            self.lost,
            self.listed,
            self.base,
            self.budget,
            self.base_fault,
            self.unknown,
            self.loose,
            self.other_year,
            self.unclosed,
        )


class Sentence(Record, frozen=False):
    """What a sentence said so far: its main items, which budgets it states, the measure of its last amount, and the
    items that were named since something was compared.
    """

    mains: list[str] = field(default_factory=list)
    budgets: set[str] = field(default_factory=set)
    last_measure: str = ""
    uncompared: list[str] = field(default_factory=list)
    stated_items: set[str] = field(default_factory=set)
