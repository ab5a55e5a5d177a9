"""What mutating a report showed, as JSON: ``spec/mutation.md`` and ``spec/mutation.schema.json``."""

from __future__ import annotations

from jsrules.authoring.detection.detector import STATUSES
from jsrules.authoring.detection.power import Counts, Power, Unnoticed
from jsrules.authoring.detection.report_mutants import PrintedFigure, figure_text
from jsrules.base.number import decimal_text
from jsrules.base.system import slashed
from jsrules.model.changes import CellPlace, cell_at
from jsrules.model.report import Report
from jsrules.outputs.detection_words import path_of, text_of
from jsrules.outputs.json import Object
from jsrules.outputs.json_text import json_text

SCHEMA = "jsrules/mutation/1"


def render_detection_json(power: Power) -> str:
    """All of it as one JSON object."""
    return json_text(detection_object(power), indent=2) + "\n"


def detection_object(power: Power) -> Object:
    """All of it as an object; what means nothing is null."""
    report = power.result.report
    assert report is not None
    percent = power.counts.percent(2)
    return {
        "schema": SCHEMA,
        "report": {"path": slashed(power.result.path), "unit": report.unit or None, "year": report.year},
        "packs": [
            {"name": pack.name, "title": pack.title, "version": pack.version, "sha256": pack.sha256}
            for pack in power.result.packs
        ],
        "made": power.made,
        "judged": power.counts.total,
        "summary": _counts(power.counts),
        "detection": None if percent is None else decimal_text(percent, 2),
        "kinds": [{"kind": kind, **_counts(counts)} for kind, counts in power.kinds.items()],
        "tables": [
            {"table": report.forms.forms[form].path, **_counts(counts)} for form, counts in power.tables.items()
        ],
        "unnoticed": [_unnoticed(report, each) for each in power.unnoticed],
        "rules": [{"rule": each.rule, "noticed": each.noticed, "alone": each.alone} for each in power.rules],
        "proposals": [
            {
                "rule": each.text,
                "terms": each.terms,
                "places": each.places,
                "notices": len(each.mutants),
                "cells": [path_of(report, place) for place in each.cells],
            }
            for each in power.proposals
        ],
    }


def _counts(counts: Counts) -> Object:
    return {status: counts[status] for status in STATUSES}


def _unnoticed(report: Report, each: Unnoticed) -> Object:
    return {
        "kind": each.mutant.kind,
        "status": each.status,
        "reason": each.reason or None,
        "changes": [_change(report, place, figure, each.mutant.statement) for place, figure in each.mutant.changes],
    }


def _change(report: Report, place: CellPlace, figure: PrintedFigure | None, statement: int) -> Object:
    cell = cell_at(report, place, statement)
    amount = cell.amount if cell is not None else None
    if figure is None or amount is not None:
        text = figure_text(amount, figure) if amount is not None else ""
    else:
        text = decimal_text(*figure)
    return {
        "ref": path_of(report, place, statement),
        "text": text_of(report, place, statement),
        "to": text,
        "line": cell.line if cell is not None else None,
        "column": cell.place if cell is not None else None,
    }
