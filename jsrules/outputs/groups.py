"""Putting outcomes together that a reader should see together."""

from __future__ import annotations

from jsrules.base.diagnostic import SEVERITIES, Severity
from jsrules.base.language import say
from jsrules.base.record import Record, field
from jsrules.engine.measure import Term
from jsrules.model.result import Result
from jsrules.outputs.compose import Teller, Told
from jsrules.outputs.figures import printed
from jsrules.outputs.unstated import home_of, unstated_text


def by_table(result: Result, outcomes: list[Told]) -> dict[str, list[Told]]:
    """Outcomes by their table, tables in the order of the forms, those about no single table last."""
    order: dict[str, int] = {}
    if result.report is not None:
        for number, form in enumerate(result.report.forms.forms):
            order.setdefault(form.path, number)
    last = len(order)
    groups: dict[str, list[Told]] = {}
    for outcome in sorted(outcomes, key=lambda each: order.get(each.table, last + (not each.table))):
        groups.setdefault(outcome.table, []).append(outcome)
    return groups


def alike(outcomes: list[Told]) -> list[list[Told]]:
    """Outcomes that say the same of one place together: the same figure is often checked by several rules."""
    groups: dict[tuple[str, ...], list[Told]] = {}
    for number, outcome in enumerate(outcomes):
        key: tuple[str, ...] = (
            outcome.table,
            outcome.row,
            outcome.column,
            outcome.verdict,
            outcome.judged,
            outcome.kind,
            outcome.severity,
        )
        if (waiver := outcome.outcome.waiver) is not None:
            key += (waiver.reason, waiver.approver, waiver.since, waiver.through)
        # Without a message nothing tells that two say the same.
        groups.setdefault((*key, outcome.message or str(number)), []).append(outcome)
    return list(groups.values())


class SeenViolations(Record):
    """The violations of a result as readers see them: ``found`` are the entries of the list, each with the formulas
    that say the same; ``absent`` are tables that should be there, in one entry for each rule.
    """

    found: list[list[Told]]
    absent: list[list[Told]]

    @property
    def absent_tables(self) -> dict[str, Severity]:
        """The tables that should be there, each with the gravest level that a rule gives it."""
        levels: dict[str, Severity] = {}
        for each in (each for group in self.absent for each in group):
            before = levels.get(each.absent_table, each.severity)
            levels[each.absent_table] = max(before, each.severity, key=SEVERITIES.index)
        return levels


def seen_violations(teller: Teller) -> SeenViolations:
    """The violations of a result as its sections list them: under the first cause that explains them, else under their
    table, those of plausibility apart.
    """
    result = teller.result
    causes: dict[int, int] = {}
    if result.reconciliation is not None and result.reconciliation.status != "consistent":
        from jsrules.outputs.causes import ordered

        for place, cause in enumerate(ordered(result)):
            for each in cause.findings:
                causes.setdefault(each, place)
    apart: dict[tuple[int, bool], list[Told]] = {}
    absent: dict[str, list[Told]] = {}
    for number, outcome in enumerate(result.outcomes):
        if outcome.verdict != "violation":
            continue
        told, home = teller.tell(outcome), causes.get(number, -1)
        if told.absent_table and home < 0:
            absent.setdefault(told.rule.identifier, []).append(told)
        else:
            apart.setdefault((home, home < 0 and told.rule.nature == "plausibility"), []).append(told)
    return SeenViolations([group for members in apart.values() for group in alike(members)], list(absent.values()))


class Opposition(Record, frozen=False):
    """Two figures that print one amount in two ways, and all places where they face each other.

    ``pairs`` go by the place on the first side; each holds the place on the other side and the outcome.
    """

    first: str
    second: str
    outcomes: list[Told] = field(default_factory=list)
    pairs: dict[int, tuple[Term, list[tuple[Term, Told]]]] = field(default_factory=dict)


def oppositions(outcomes: list[Told]) -> tuple[list[Opposition], list[Told]]:
    """`same_amount` findings by the two figures that they oppose;
    those that do not show two figures come back apart.
    """
    groups: dict[tuple[str, str], list[tuple[Term, Term, Told]]] = {}
    others: list[Told] = []
    for outcome in outcomes:
        figures = [term for term in outcome.terms if term.cell.amount is not None]
        if len(figures) != 2:
            others.append(outcome)
            continue
        low, high = sorted(figures, key=_figure)
        groups.setdefault((_figure_text(low), _figure_text(high)), []).append((low, high, outcome))
    return [_opposition(members) for members in groups.values()], others


def _opposition(members: list[tuple[Term, Term, Told]]) -> Opposition:
    """Gathers the pairs under the side with fewer places, so that each line says something new."""
    if len({high.cell.index for _, high, _ in members}) < len({low.cell.index for low, _, _ in members}):
        members = [(high, low, outcome) for low, high, outcome in members]
    group = Opposition(printed(members[0][0]), printed(members[0][1]))
    for anchor, other, outcome in members:
        group.outcomes.append(outcome)
        group.pairs.setdefault(anchor.cell.index, (anchor, []))[1].append((other, outcome))
    return group


def _figure(term: Term) -> tuple[int, int]:
    amount = term.cell.amount
    assert amount is not None
    return amount.mantissa, amount.decimals


def _figure_text(term: Term) -> str:
    """The figure as printed, thousands separators aside: 1,668.99 in a table and 1668.99 in prose are the same."""
    amount = term.cell.amount
    assert amount is not None
    return amount.text.replace(",", "").replace("，", "").strip()


def by_missing(outcomes: list[Told]) -> list[tuple[str, list[Told]]]:
    """Undetermined outcomes by the table or section that does not state what they need, or else by what is missing, or
    by the reason; each group with the sentence that tells it. Those that weigh as violations come first.
    """
    groups: dict[object, list[Told]] = {}
    for outcome in outcomes:
        home = home_of(outcome.report, outcome.outcome.judgement.reason)
        groups.setdefault(home or (outcome.missing, outcome.reason), []).append(outcome)
    ordered = sorted(groups.values(), key=lambda members: not any(each.outcome.judgement.is_grave for each in members))
    return [(_missing_in(members), members) for members in ordered]


def _missing_in(members: list[Told]) -> str:
    first = members[0]
    home = home_of(first.report, first.outcome.judgement.reason)
    if home is not None:
        reasons = (each.outcome.judgement.reason for each in members)
        return unstated_text(first.report, home, [each for each in reasons if each is not None])
    if first.missing:
        return say("缺 {missing}", "missing: {missing}", missing=first.missing)
    return first.reason or first.message or say("原因不明", "no reason given")


def rule_names(outcomes: list[Told]) -> list[str]:
    """The names of the rules behind outcomes, each once."""
    return list(dict.fromkeys(outcome.rule.name or outcome.rule.identifier for outcome in outcomes))
