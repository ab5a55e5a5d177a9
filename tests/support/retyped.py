"""A report as text with the figures that are offered typed in, verified by the road that the command line takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jsrules.base.source import Source
from jsrules.model.outcome import Outcome
from jsrules.model.reconciliation import Cause, Correction, Reconciliation
from jsrules.model.report import Cell, Report
from jsrules.model.result import Result
from jsrules.verification.verifier import Verifier

Key = tuple[object, ...]
Values = dict[int, str]
"""What is to be typed, by the number of the cell."""


def offers(claim: Reconciliation) -> Iterator[tuple[Cause, Values, bool]]:
    """Every report that a reconciliation offers: each correction and each value of its cause beside the best of the
    others, and whether every figure in it has a value.
    """
    best = [_values(cause.corrections[0]) for cause in claim.causes]
    for number, cause in enumerate(claim.causes):
        others: Values = {}
        for at, each in enumerate(best):
            others.update(each if at != number else {})
        whole = all(
            suspect.proposals
            for at, other in enumerate(claim.causes)
            for suspect in other.corrections[0].suspects
            if at != number
        )
        for correction in cause.corrections:
            valued = whole and all(each.proposals for each in correction.suspects)
            values = {**others, **_values(correction)}
            yield cause, values, valued
            for suspect in correction.suspects:
                for proposal in suspect.proposals[1:]:
                    yield cause, {**values, suspect.cell.index: proposal.amount.text}, valued


def _values(correction: Correction) -> Values:
    return {each.cell.index: each.proposals[0].amount.text for each in correction.suspects if each.proposals}


def retyped(report: Report, values: Mapping[int, str]) -> str | None:
    """The text of the report with these figures typed where they stand; None where one has no place of its own."""
    lines = report.source.text.split("\n")
    edits: dict[tuple[int, int], tuple[Cell, str]] = {}
    for index, value in values.items():
        if index >= len(report.cells) or report.cells[index].origin:
            return None
        edits.update({(each.line, each.place): (each, value) for each in report.alike(report.cells[index])})
    for (line, place), (cell, value) in sorted(edits.items(), key=lambda each: each[0], reverse=True):
        text, old = lines[line - 1], _typed(cell)
        old = old or "~" * text[place - 1 :].startswith("~")
        assert text[place - 1 :].startswith(old), (text, place, old)
        quoted = text[: place - 1].endswith('"')
        lines[line - 1] = text[: place - 1] + (value if quoted else f'"{value}"') + text[place - 1 + len(old) :]
    return "\n".join(lines)


def _typed(cell: Cell) -> str:
    return cell.amount.text if cell.amount is not None else cell.problem


def found(outcomes: Sequence[Outcome]) -> set[Key]:
    """What readers are told is wrong, of what is no hint and not only plausible."""
    return {
        _key(each)
        for each in outcomes
        if (each.verdict == "violation" or each.kind == "same_amount" or each.judgement.is_grave)
        and each.rule.severity != "info"
        and each.rule.nature != "plausibility"
    }


def _key(outcome: Outcome) -> Key:
    place = outcome.ground.place
    return outcome.rule.name, place.form, place.block, place.row, place.column, place.unit


def breaches(verifier: Verifier, result: Result) -> list[str]:
    """What the corrections offered of a result do not do: findings that they leave, and new ones. Those that leave a
    figure without value are to make no new ones.
    """
    claim, report = result.reconciliation, result.report
    assert report is not None
    if claim is None:
        return []
    before = found(result.outcomes)
    wrong = []
    moved = {each.cell.index: each for part in claim.structure for each in part.moved}
    if not all(each.known for each in moved.values()):
        return []  # what belongs in some cells nobody knows
    put_right = {index: each.amount.text if each.amount is not None else "" for index, each in moved.items()}
    for cause, offered, whole in offers(claim):
        values = {**put_right, **offered}
        text = retyped(report, values)
        if text is None:
            continue
        source = Source(report.source.path, text)
        after = verifier.verify(source)
        if after.report is None:
            wrong.append(f"{values}: {[each.message for each in after.diagnostics]}")
            continue
        left = found(after.outcomes)
        claimed = {_key(result.outcomes[each]) for each in cause.findings} if whole else set()
        if left & claimed & before or (whole and left - before):
            wrong.append(f"{values} leaves {left & claimed}, makes {left - before}")
    return wrong
