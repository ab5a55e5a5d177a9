"""Reconciliation as JSON objects; ``spec/results.md`` and ``spec/result.schema.json``.

Amounts here are plain numbers: 1.68% is 0.0168.
"""

from __future__ import annotations

from collections.abc import Mapping

from jsrules.base.number import decimal_text, exact_text
from jsrules.base.record import replace
from jsrules.model.reconciliation import (
    Cause,
    Contradiction,
    Correction,
    ImpliedFigure,
    KeptFigures,
    Multiplier,
    Proposal,
    Reconciliation,
    StructuralCause,
    Suspect,
    TwoValues,
)
from jsrules.model.report import Amount, Cell, Report
from jsrules.model.result import Result
from jsrules.outputs.causes import ordered
from jsrules.outputs.document_places import document_object, position_object


def reconciliation_object(result: Result, findings: Mapping[int, int]) -> dict[str, object] | None:
    """What reconciliation says, or None; ``findings`` gives the places of outcomes, by their number,
    in the list of findings.
    """
    found = result.reconciliation
    if found is None:
        return None
    report = found.report
    return {
        "status": found.status,
        "figures": found.figures,
        "complete": found.complete,
        "structure": [_structure(each, result, findings) for each in found.structure],
        "causes": [_cause(each, report, findings) for each in ordered(result)],
        "conflicts": [conflict_object(each, report) for each in found.conflicts],
        "contradictions": [conflict_object(each, report) for each in found.contradictions],
        "kept": [_kept(each) for each in found.keeps],
        "unfit": [conflict_object(each, report) for each in found.unfit],
        "not_keeping": [
            {"names": [found.keeps[number].name for number in each.keeps], "figures": each.figures, "parts": each.parts}
            for each in found.not_keeping
        ],
        "implied": [_implied(each, report) for each in found.implied],
        "left_out": [each.identifier for each in found.left_out],
        "witness": [
            {"ref": report.cell_path(each.cell), "value": exact_text(each.numerator, each.denominator)}
            for each in found.witness
        ],
    }


def _kept(kept: KeptFigures) -> dict[str, object]:
    line, column = kept.source.locate(kept.span.start) if kept.source is not None else (0, 0)
    return {
        "name": kept.name,
        "weight": kept.weight or None,
        "basis": kept.basis or None,
        "source": {"file": kept.source.path, "line": line, "column": column} if kept.source is not None else None,
    }


def _structure(cause: StructuralCause, result: Result, findings: Mapping[int, int]) -> dict[str, object]:
    report = result.report
    assert report is not None
    shape = report.forms.forms[cause.form]
    block = shape.blocks[cause.block] if cause.block >= 0 else None
    columns = shape.blocks[max(cause.block, 0)].columns

    def label(key: str) -> str:
        return report.row_label(cause.form, max(cause.block, 0), key)

    return {
        "kind": cause.kind,
        "table": shape.path,
        "block": block.name or None if block is not None else None,
        "columns": [columns[each].name for each in cause.columns],
        "rows": [label(each) for each in cause.rows],
        "power": cause.power or None,
        "source": _source(cause, report),
        "slips": [
            {
                "first": label(each.first),
                "last": label(each.last),
                "step": each.step,
                "firsts": [label(row) for row in each.firsts],
                "lasts": [label(row) for row in each.lasts],
            }
            for each in cause.slips
        ],
        "moved": [
            {
                **_place(each.cell if each.cell.index >= 0 else replace(each.cell, line=0), report),
                "text": each.cell.amount.text if each.cell.amount is not None else "",
                "should_be": each.amount.text if each.amount is not None else "" if each.known else None,
                "document": document_object(each.cell, report),
            }
            for each in cause.moved
        ],
        "findings": [findings[each] for each in cause.findings if each in findings],
    }


def _source(cause: StructuralCause, report: Report) -> dict[str, object] | None:
    if cause.source is None:
        return None
    form, block, column = cause.source
    shape = report.forms.forms[form].blocks[block]
    name = shape.columns[column].name if column >= 0 else None
    return {"table": report.forms.forms[form].path, "block": shape.name or None, "column": name}


def suspects_of(found: Reconciliation | None) -> dict[int, list[str]]:
    """The names of the suspects behind each outcome, by its number."""
    suspects: dict[int, list[str]] = {}
    for cause in found.causes if found is not None else ():
        for number in cause.findings:
            names = suspects.setdefault(number, [])
            for each in cause.corrections[0].suspects:
                assert found is not None
                names.append(found.report.cell_path(each.cell))
    return suspects


def _cause(cause: Cause, report: Report, findings: Mapping[int, int]) -> dict[str, object]:
    return {
        "corrections": [_correction(each, report) for each in cause.corrections],
        "tied": cause.tied,
        "others": cause.others,
        "complete": cause.complete,
        "findings": [findings[each] for each in cause.findings if each in findings],
        "conflict": conflict_object(cause.conflict, report) if cause.conflict is not None else None,
        "two_values": _two_values(cause.two_values, report) if cause.two_values is not None else None,
    }


def _two_values(doubled: TwoValues, report: Report) -> dict[str, object]:
    return {
        "values": [
            {
                "text": each.amount.text,
                "value": _value(each.amount),
                "cells": [report.cell_path(cell) for cell in each.cells],
            }
            for each in doubled.values
        ],
        "value": _value(doubled.value),
        "figures": doubled.figures,
    }


def _correction(correction: Correction, report: Report) -> dict[str, object]:
    return {"suspects": [_suspect(each, report) for each in correction.suspects]}


def _suspect(suspect: Suspect, report: Report) -> dict[str, object]:
    cell = suspect.cell
    return {
        **_place(cell, report),
        "text": cell.amount.text if cell.amount else "",
        "value": _value(cell.amount),
        "unit": cell.amount.unit.name or None if cell.amount else None,
        "proposals": [_proposal(each, report) for each in suspect.proposals],
        "tied": suspect.tied,
        "least": _value(suspect.least),
        "most": _value(suspect.most),
        "path": report.path_of(cell) if cell.origin else None,
        "document": document_object(cell, report),
    }


def _place(cell: Cell, report: Report) -> dict[str, object]:
    return {"ref": report.cell_path(cell), **position_object(cell, report)}


def _proposal(proposal: Proposal, report: Report) -> dict[str, object]:
    balance = proposal.balance
    return {
        "text": proposal.amount.text,
        "value": _value(proposal.amount),
        "explanation": proposal.explanation or None,
        "votes": proposal.votes,
        "balance": None
        if balance is None
        else {"rule": balance.rule.identifier, "cells": [report.cell_path(each) for each in balance.cells]},
    }


def _value(amount: Amount | None) -> str | None:
    """In the unit of the cell: a percentage in percent."""
    if amount is None:
        return None
    return decimal_text(amount.mantissa, amount.printed_decimals)


def conflict_object(conflict: Contradiction, report: Report) -> dict[str, object]:
    """A conflict: its cells, and its identities with their multipliers."""
    return {
        "cells": [report.cell_path(each) for each in conflict.cells],
        "not_negative": [report.cell_path(each) for each in conflict.positive],
        "identities": [
            {
                "rule": each.rule.identifier,
                **_claim(each, report),
                "part": each.part,
                "factor": exact_text(*each.factor),
            }
            for each in conflict.identities
        ],
        "cases": [
            {
                "rule": each.assumed[0].rule.identifier,
                "assumed": [_claim(one, report) for one in each.assumed],
                "looked_at": [report.cell_path(cell) for cell in each.looked_at],
                "conflict": conflict_object(each.conflict, report),
            }
            for each in conflict.cases
        ],
    }


def _claim(claim: Multiplier, report: Report) -> dict[str, object]:
    """``terms + constant relation 0``."""
    form = claim.form
    return {
        "side": claim.side or None,
        "terms": [
            {"ref": report.cell_path(report.cells[index]), "coefficient": exact_text(value, form.denominator)}
            for index, value in form.terms.items()
            if value
        ],
        "constant": exact_text(form.constant, form.denominator),
        "relation": claim.relation,
        "freed_by": [report.cell_path(each) for each in claim.freed_by],
    }


def _implied(figure: ImpliedFigure, report: Report) -> dict[str, object]:
    return {
        **_place(figure.cell, report),
        "text": figure.text,
        "unit": figure.low.unit.name or None,
        "value": _value(figure.amount),
        "low": _value(figure.low),
        "high": _value(figure.high),
        "rules": [each.identifier for each in figure.rules],
        "path": report.path_of(figure.cell) if figure.cell.origin else None,
        "document": document_object(figure.cell, report),
    }
