"""Binding checked rules to the cells of a report: rules become ground identities."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.checks.definitions import turned
from jsrules.checks.places import is_text
from jsrules.engine.algebra import Algebra
from jsrules.engine.ranges import Absent, NoAnswer
from jsrules.engine.truth import is_numeric, truth_of
from jsrules.model.form import BlockPlace
from jsrules.model.ground import (
    Ground,
    GroundCondition,
    Place,
    Unbound,
)
from jsrules.model.linear import Beyond
from jsrules.model.origins import SUBORDINATES
from jsrules.model.reason import Reason, Subject
from jsrules.model.report import Report
from jsrules.model.statements import Rule
from jsrules.model.syntax import Call, Cells, Children, Compare, Details, Expression, If, Logic, Unknown
from jsrules.model.tree import adds, walk


def _has_counts(report: Report) -> bool:
    """Whether any figure of a report without a form set is a whole count, as 5 件 is."""
    if not report.forms.inferred:
        return False
    return any(cell.amount is not None and cell.amount.unit.is_whole for cell in report.cells)


def _restated(report: Report) -> dict[BlockPlace, list[int]]:
    """The numbers of the figures that are stated several times, by their blocks: a rule looks at those of its own."""
    found: dict[BlockPlace, list[int]] = {}
    for number in report.restated:
        cell = report.cells[number]
        found.setdefault((cell.form, cell.block), []).append(number)
    return found


BlocksOfRule = tuple[Rule, frozenset[BlockPlace]]
"""A rule, which is kept so that no other one has its identity, and the blocks that it looks at."""


class Binder(Algebra):
    """Binds rules to one report. ``blocks`` are what rules look at, by their identities, for
    `jsrules.engine.statements`.
    """

    def __init__(
        self,
        report: Report,
        alike: Algebra | None = None,
        divided: dict[int, bool] | None = None,
        blocks: dict[int, BlocksOfRule] | None = None,
    ) -> None:
        super().__init__(report, alike, divided)
        self._rates: dict[tuple[int, int, int], bool] = {}
        self.has_counts: bool = alike.has_counts if isinstance(alike, Binder) else _has_counts(report)
        self.restated: dict[BlockPlace, list[int]] = alike.restated if isinstance(alike, Binder) else _restated(report)
        self.blocks: dict[int, BlocksOfRule] = (
            alike.blocks if isinstance(alike, Binder) else {} if blocks is None else blocks
        )

    def holds(self, condition: Expression, place: Place) -> bool:
        """Whether a condition holds at a place, for the figures as printed."""
        return truth_of(self, condition, place)

    def bind(self, rule: Rule) -> Iterator[Ground]:
        """The ground identities of one resolved rule, in the order of the report's rows and columns.

        A rule that binds to nothing yields one `Unbound` that says why.
        """
        places = self.places(rule)
        if isinstance(places, Unbound):
            yield places
            return
        self.reach.work = 0
        for place in places:
            yield from self.bind_at(rule, place)

    def without(self, node: Unknown, optional: bool) -> Unbound:
        """A rule that has a name which the report does not have; ``optional``: it says that it does not apply then."""
        subject = Subject("name", name=node.name)
        if node.elsewhere:
            return Unbound(Place(), Reason("other_forms", subject))
        return Unbound(
            Place(), Reason("not_written", subject) if optional else Reason("unknown_name", subject, node.near)
        )

    def bind_at(self, rule: Rule, place: Place) -> Iterator[Ground]:
        """The ground identities of a rule at one of its places."""
        self.reach.missing = rule.missing
        if isinstance(rule.body, Unknown):
            yield self.without(rule.body, rule.missing == "skip")
            return
        implied = rule.quantifier is not None and rule.quantifier.implied
        if place.column >= 0 and self._is_rate(place) and (implied or adds(rule.body)):
            yield Unbound(place, Reason("rate_column"))
            return
        if implied and place.column < 0 and self.report.forms.is_rate_row(place.form, place.block, place.row):
            yield Unbound(place, Reason("rate_row"))
            return
        body = turned(rule.body, place.unit, SUBORDINATES) if place.unit else rule.body
        yield from self._ground(body, place)

    def _is_rate(self, place: Place) -> bool:
        """Whether the current column of a rule (每栏) holds rates: shares and growth add up to nothing."""
        at = place.form, place.block, place.column
        if at not in self._rates:
            self._rates[at] = self.report.forms.is_rate(*at)
        return self._rates[at]

    # -- quantifiers

    def places(self, rule: Rule) -> list[Place] | Unbound:
        """Where a rule is bound, in the order of the report: at least one place, or why there is none.

        What is printed in the cells plays no part in it, only which tables and rows are written.
        """
        try:
            places = self._places(rule)
        except Absent as absent:
            return Unbound(Place(), absent.reason)
        return places or Unbound(Place(), Reason("no_place"))

    def _places(self, rule: Rule) -> list[Place]:
        quantifier = rule.quantifier
        if quantifier is None:
            return [Place()]
        if quantifier.axes == ("unit",):
            return [Place(unit=unit) for unit in self.reach.units()]
        if len(quantifier.blocks) == 1:
            form, block = quantifier.blocks[0]
            rows = self._with_children(rule, self.reach.ranged_rows(quantifier, form, block))
            columns = self.reach.ranged_columns(quantifier, form, block) if "column" in quantifier.axes else [-1]
            return [Place(form, block, row, column) for row in rows for column in columns]
        union: dict[str, None] = {}
        absent: Absent | None = None
        for form, block in quantifier.blocks:
            try:
                union.update(dict.fromkeys(self.reach.ranged_rows(quantifier, form, block)))
            except Absent as error:
                absent = absent or error
        if absent is not None:
            raise absent
        return [Place(-1, -1, row, -1) for row in self._with_children(rule, list(union))]

    def _with_children(self, rule: Rule, rows: list[str]) -> list[str]:
        """The rows that have children wherever the rule refers to them (下级, 各明细): a sum over none would be a
        wrong 0.
        """
        for each in walk(rule.body) if rows else ():
            if isinstance(each, Cells) and isinstance(each.rows, Children):
                children = self.reach.family(each.form, each.block, each.origin).children
                rows = [row for row in rows if row in children]
            elif isinstance(each, Cells) and isinstance(each.rows, Details) and not each.rows.of:
                rows = [row for row in rows if self.reach.details(each.form, each.block, row, each.origin)]
        return rows

    # -- bodies

    def _ground(self, node: Expression, place: Place) -> Iterator[Ground]:
        if type(node) is Compare:
            yield self._guarded(node, place)
        elif type(node) is Logic and node.operator == "and":
            for each in node.operands:
                yield from self._ground(each, place)
        elif type(node) is If:
            yield from self._conditional(node, place)
        elif type(node) is Call and node.function == "consistent":
            yield from self._agreeing(node, place)
        else:
            yield GroundCondition(place, node)

    def _agreeing(self, node: Call, place: Place) -> Iterator[Ground]:
        """前后一致: the first statement of a figure equals each of the others that is printed otherwise."""
        from jsrules.engine.agreement import pairs_of

        try:
            pairs, texts = pairs_of(self, node, place)
        except NoAnswer as nothing:
            yield Unbound(place, nothing.reason)
            return
        if texts:
            yield GroundCondition(place, node)
        else:
            yield from pairs

    def _conditional(self, node: If, place: Place) -> Iterator[Ground]:
        try:
            applies = truth_of(self, node.condition, place)
        except NoAnswer as unknown:
            yield Unbound(place, unknown.reason, node)
            return
        if applies:
            for ground in self._ground(node.consequence, place):
                ground.under = (node.condition, *ground.under)
                yield ground
        else:
            yield Unbound(place, Reason("condition_false"), node)

    def _guarded(self, node: Compare, place: Place) -> Ground:
        if is_text(node.left) or is_text(node.right):
            return GroundCondition(place, node)
        try:
            return self.compare(node, place)
        except NoAnswer as nothing:
            if not is_numeric(node, self, place):
                return GroundCondition(place, node)
            return Unbound(place, nothing.reason, node)
        except Beyond:
            return GroundCondition(place, node)
