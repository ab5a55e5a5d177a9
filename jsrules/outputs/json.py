"""Results as JSON objects. The keys and their order are stable; ``spec/results.md`` and ``spec/result.schema.json``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.number import decimal_text
from jsrules.base.system import slashed
from jsrules.engine.measure import Term
from jsrules.model.outcome import FormSetInfo
from jsrules.model.report import Cell, Report
from jsrules.model.result import Result
from jsrules.outputs.compose import Told
from jsrules.outputs.document_places import document_object, position_object
from jsrules.outputs.fingerprints import fingerprints
from jsrules.outputs.formula import rational_text
from jsrules.outputs.json_text import json_text
from jsrules.outputs.reasons import chosen_by
from jsrules.outputs.severity import is_finding
from jsrules.outputs.subjects import ReasonSubject, reason_subject

SCHEMA = "jsrules/result/1"

Object = dict[str, object]


def render_json(result: Result, *, everything: bool = False, indent: int | None = None) -> str:
    """One result as JSON text; on one line unless ``indent`` is given.

    ``everything`` adds what holds or does not apply.
    """
    return "".join(json_pieces(result, everything=everything, indent=indent))


def json_pieces(result: Result, *, everything: bool = False, indent: int | None = None) -> Iterator[str]:
    """The same text, a finding after the other: all of them as objects would take ten times the room."""
    whole, findings = _parts(result, everything)
    # Outside of texts a line feed begins a line, and within them there is none.
    end, begin, deeper = ("", "", "") if indent is None else ("\n", "\n" + " " * indent, "\n" + " " * 2 * indent)
    joint = "," + (begin or " ")
    keys = list(whole)
    at = keys.index("findings")
    before, after = ({key: whole[key] for key in part} for part in (keys[:at], keys[at + 1 :]))
    yield json_text(before, indent=indent).removesuffix(end + "}") + f'{joint}"findings": ['
    empty = True
    for each in findings:
        yield ("" if empty else "," + ("" if deeper else " ")) + deeper
        yield json_text(each, indent=indent).replace("\n", deeper)
        empty = False
    yield ("" if empty else begin) + "]" + joint + json_text(after, indent=indent).removeprefix("{" + begin)


def result_object(result: Result, *, everything: bool = False) -> Object:
    """One result as an object."""
    whole, findings = _parts(result, everything)
    return whole | {"findings": [*findings]}


def _parts(result: Result, everything: bool) -> tuple[Object, Iterator[Object]]:
    """One result as an object without its findings, and these."""
    report, counts = result.report, result.counts()
    listed = [number for number, each in enumerate(result.outcomes) if everything or is_finding(each)]
    reconciliation: Object | None = None
    suspects: dict[int, list[str]] = {}
    if result.reconciliation is not None:
        from jsrules.outputs.reconciliation import reconciliation_object, suspects_of

        reconciliation = reconciliation_object(result, {number: place for place, number in enumerate(listed)})
        suspects = suspects_of(result.reconciliation)
    imported: Object | None = None
    if result.imported is not None:
        from jsrules.outputs.importing import imported_object

        imported = imported_object(result.imported)
    whole: Object = {
        "schema": SCHEMA,
        "report": {
            "path": slashed(result.path),
            "unit": (report.unit or None) if report else None,
            "year": report.year if report else None,
        },
        "imported": imported,
        "packs": [
            {
                "name": pack.name,
                "title": pack.title,
                "version": pack.version,
                "sha256": pack.sha256,
                "origin": pack.origin,
                "why": chosen_by(pack.why) or None,
                "signer": pack.signer or None,
                "fresh": pack.fresh or None,
                "age": pack.age,
                "newer": pack.newer or None,
                "replaces": pack.replaces or None,
                "missing": pack.missing if pack.replaces else None,
            }
            for pack in result.packs
        ],
        "forms": _forms_object(result.forms),
        "summary": {
            verdict: counts[verdict]
            for verdict in ("pass", "rounding", "violation", "undetermined", "not_applicable", "waived")
        },
        "findings": [],
        "diagnostics": [diagnostic_object(diagnostic) for diagnostic in result.diagnostics],
        "reconciliation": reconciliation,
    }
    if report is None:
        return whole, iter(())
    findings = (
        finding_object(Told(report, result.outcomes[number]), fingerprint, suspects.get(number, ()))
        for number, fingerprint in fingerprints(result, listed).items()
    )
    return whole, findings


def _forms_object(forms: FormSetInfo | None) -> Object | None:
    """The form set that a report was read with."""
    if forms is None:
        return None
    return {
        "kind": forms.kind,
        "title": forms.title,
        "year": forms.year,
        "pack": forms.pack or None,
        "version": forms.version or None,
        "origin": forms.origin,
        "path": None if forms.pack else slashed(forms.path),
        "sha256": forms.digest,
        "why": chosen_by(forms.why),
        "runs_on": forms.runs_on,
    }


def finding_object(outcome: Told, fingerprint: str, suspects: Sequence[str] = ()) -> Object:
    """One outcome as an object; what means nothing for it is null. ``suspects`` are the figures that it comes from."""
    rule = outcome.rule
    line, column = rule.source.locate(rule.span.start)
    reason = outcome.outcome.judgement.reason
    return {
        "rule": rule.identifier,
        "verdict": outcome.verdict,
        "kind": outcome.kind or None,
        "severity": outcome.severity,
        "nature": rule.nature or None,
        "message": outcome.message,
        "where": {
            "table": outcome.table or None,
            "row": outcome.row or None,
            "column": outcome.column or None,
        },
        "left": outcome.left or None,
        "right": outcome.right or None,
        "difference": outcome.difference or None,
        "allowance": outcome.allowance or None,
        "beyond": outcome.beyond or None,
        "unit": outcome.unit or None,
        "formula": outcome.formula or None,
        "reason": outcome.reason or None,
        "reason_code": reason.code if reason is not None else None,
        "reason_subject": _subject_object(reason_subject(outcome.report, reason)),
        "missing": outcome.missing or None,
        "cells": [cell_object(term, outcome.report) for term in outcome.terms],
        "source": {"file": slashed(rule.source.path), "line": line, "column": column},
        "basis": rule.basis or None,
        "explanation": outcome.explanation or None,
        "suspects": list(suspects),
        "fingerprint": fingerprint,
        "waiver": _waiver_object(outcome),
    }


def _waiver_object(told: Told) -> Object | None:
    """Why a finding stands, and what it was judged."""
    waiver = told.outcome.waiver
    if waiver is None:
        return None
    return {
        "verdict": told.judged,
        "reason": waiver.reason,
        "approver": waiver.approver,
        "from": waiver.since,
        "through": waiver.through,
        "path": slashed(waiver.source.path),
        "line": waiver.line,
    }


def _subject_object(subject: ReasonSubject | None) -> Object | None:
    """What a reason is about."""
    if subject is None:
        return None
    return {
        "kind": subject.kind,
        "whose": subject.whose,
        "table": subject.table or None,
        "block": subject.block or None,
        "row": subject.row or None,
        "column": subject.column or None,
        "name": subject.name or None,
        "path": slashed(subject.path) or None,
    }


def cell_object(term: Term, report: Report) -> Object:
    """One cell of an identity as an object."""
    cell = term.cell
    return {
        "ref": report.cell_path(cell),
        "text": cell.amount.text if cell.amount else cell.problem,
        "value": _value(cell),
        "unit": cell.amount.unit.name or None if cell.amount else None,
        "coefficient": rational_text(term.coefficient, False) or None,
        **position_object(cell, report),
        "path": slashed(report.path_of(cell)) if cell.origin else None,
        "document": document_object(cell, report),
    }


def _value(cell: Cell) -> str | None:
    """The value in the unit of the cell: a percentage in percent, a blank 0, nothing for what is no figure."""
    amount = cell.amount
    if amount is None:
        return None if cell.problem else "0"
    return decimal_text(amount.mantissa, amount.printed_decimals)


def diagnostic_object(diagnostic: Diagnostic) -> Object:
    """One diagnostic as an object."""
    path, line, column = diagnostic.place()
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "path": slashed(path) or None,
        "line": line or None,
        "column": column or None,
        "notes": list(diagnostic.notes),
        "remedy": diagnostic.remedy or None,
    }
