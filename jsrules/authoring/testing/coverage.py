"""What the tests of a pack cover: for each rule the verdicts that they saw, of those that it can give.

A rule is covered by what it was seen to say, never by lines that were run: layout does not count.
"""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.authoring.testing.run import PackTests, Seen
from jsrules.base.record import Record
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.form import FormSet, RowForm
from jsrules.model.functions import FUNCTIONS
from jsrules.model.outcome import Verdict
from jsrules.model.syntax import Call, Cells, Compare, Existing, Expression, Header, If, Note
from jsrules.model.tree import claims_of, parts, walk

ASKED: tuple[Verdict, ...] = ("pass", "rounding", "violation", "undetermined", "not_applicable")
"""The verdicts that coverage asks about, in the order in which it shows them."""


class RuleCoverage(Record):
    """One rule: in how many cases it gave each verdict, and which of those that are due nobody saw.

    ``exempt`` are verdicts that its tests say, with a reason, it can never give.
    """

    rule: ResolvedRule
    seen: dict[Verdict, int]
    due: tuple[Verdict, ...]
    exempt: dict[Verdict, str]

    @property
    def lacking(self) -> tuple[Verdict, ...]:
        """The verdicts that are due and were not seen."""
        return tuple(each for each in self.due if not self.seen.get(each))


class Coverage(Record):
    """The coverage of a pack's rules, in their order."""

    rules: tuple[RuleCoverage, ...]

    @property
    def due(self) -> int:
        """How many verdicts of rules are due."""
        return sum(len(each.due) for each in self.rules)

    @property
    def lacking(self) -> int:
        """How many of them were not seen."""
        return sum(len(each.lacking) for each in self.rules)

    @property
    def percent(self) -> int:
        """What was seen of what is due, in whole percent, rounded down: 100 is all of it."""
        return 100 * (self.due - self.lacking) // self.due if self.due else 0


def measure(tests: PackTests) -> Coverage:
    """What the tests of a pack cover."""
    exempt: dict[str, dict[Verdict, str]] = {}
    for (rule, verdict), exemption in tests.prepared.exemptions.items():
        exempt.setdefault(rule, {})[verdict] = exemption.reason
    return Coverage(
        tuple(
            _of_rule(rule, forms, tests.seen, exempt.get(name, {}))
            for name, (rule, forms) in tests.prepared.rules.items()
        )
    )


def _of_rule(rule: ResolvedRule, forms: FormSet, seen: Seen, exempt: dict[Verdict, str]) -> RuleCoverage:
    due = tuple(each for each in _due(rule, forms) if each not in exempt)
    return RuleCoverage(rule, seen.get(rule.info.name, {}), due, exempt)


def _due(rule: ResolvedRule, forms: FormSet) -> Iterator[Verdict]:
    """The verdicts that tests should show: it holds, it is rounded, it fails, something is missing, its condition is
    false.

    A rule whose sides may differ in scope (口径 可不同) cannot fail: it is undetermined then.
    """
    bodies = [variant.body for variant in rule.variants]
    yield "pass"
    if any(_rounds(body, forms) for body in bodies):
        yield "rounding"
    if rule.info.comparable:
        yield "violation"
    if not rule.info.comparable or any(_may_lack(body, forms) for body in bodies):
        yield "undetermined"
    if any(isinstance(node, If) for body in bodies for node in walk(body)):
        yield "not_applicable"


def _rounds(body: Expression, forms: FormSet) -> bool:
    """Whether a figure that is rounded in print stands in a comparison that allows for it."""
    counts = (each for each in walk(body) if isinstance(each, Call) and FUNCTIONS[each.function].linear == "count")
    counted = {id(inner) for each in counts for inner in walk(each)}
    return any(
        isinstance(part, Compare)
        and part.operator != "=="
        and any(id(each) not in counted and _is_rounded(each, forms) for each in walk(part))
        for _, claim in claims_of(body)
        for part in walk(claim)
    )


def _is_rounded(node: Expression, forms: FormSet) -> bool:
    if not isinstance(node, Cells):
        return False
    block = forms.forms[node.form].blocks[node.block]
    columns = range(len(block.columns))
    units = [forms.unit_of(node.form, node.block, None, column) for column in columns]
    units += [forms.unit_of(node.form, node.block, row, column) for row in _rows(node, forms) for column in columns]
    number = getattr(node.columns, "number", None)
    if number is not None:
        rows = _rows(node, forms)
        units = [forms.unit_of(node.form, node.block, row, number) for row in rows or (None,)]
    return not all(unit.exact for unit in units)


def _rows(node: Cells, forms: FormSet) -> list[RowForm]:
    """The declared rows that a reference names, or all of them when it ranges."""
    block = forms.forms[node.form].blocks[node.block]
    keys = getattr(node.rows, "keys", None)
    if keys is None:
        return list(block.rows)
    return [row for row in map(block.row, keys) if row is not None]


def _may_lack(body: Expression, forms: FormSet) -> bool:
    """Whether something that the rule needs can be absent without its being allowed to be.

    Without a form set a report has whatever its rules were resolved against.
    """
    return any(
        isinstance(node, Header)
        or (
            isinstance(node, Cells | Existing | Note)
            and (node.origin or not (forms.inferred or forms.forms[node.form].optional))
        )
        for node in walk(body, parts)
    )
