"""Empty reports after every form set of the shipped pack, as they are and filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from support.sources import ROOT

from jsrules.authoring.empty_report import empty_report
from jsrules.base.source import Source
from jsrules.model.report import Cell, Report
from jsrules.model.result import Result
from jsrules.packs.form_choice import ChosenForms
from jsrules.packs.form_listing import example_of, latest_forms, listed_forms
from jsrules.packs.library import find_pack
from jsrules.readers.reports.header import REGION
from jsrules.verification.verifier import Verifier

LISTED = listed_forms(find_pack("final-accounts"))
VERIFIER = Verifier()
PUBLISHED = sorted((ROOT / "tests" / "published").glob("*.yaml"))


def named(listed: ChosenForms) -> str:
    return f"{listed.title}-{listed.year}"


@pytest.mark.parametrize("listed", LISTED, ids=named)
def test_an_empty_report_approves_of_nothing(listed: ChosenForms) -> None:
    places = {REGION: example_of(listed.file.head.regions[0])} if listed.file.head.regions else {}
    result = VERIFIER.verify(Source("空表.yaml", empty_report(listed, "部门决算", listed.year, places)))
    assert result.forms is not None and (result.forms.title, result.forms.year) == (listed.title, listed.year)
    assert [each.code for each in result.diagnostics] == ["W130"]
    wrong = {each.rule.name for each in result.outcomes if each.verdict == "violation"}
    assert wrong <= {"空的政府性基金表须说明", "空的国有资本经营预算表须说明"} and wrong
    passed = {each.rule.name for each in result.outcomes if each.verdict in ("pass", "rounding")}
    assert passed <= {"须有公开的表", "空的国有资本经营预算表须说明"}, passed


def printed(cell: Cell) -> Any:
    texts = [each.amount.text if each.amount is not None else each.problem or "~" for each in cell.statements]
    return texts if len(texts) > 1 else texts[0]


def filled_in(empty: str, report: Report) -> str:
    """The empty report with the figures of another one: what that does not state is deleted, as the first line says,
    and rows that are blank are left as they are.
    """
    blank: dict[str, Any] = yaml.load(empty, yaml.BaseLoader)
    tree: dict[str, Any] = {key: value for key, value in blank.items() if not isinstance(value, dict)}
    tree |= {"单位": report.unit, **report.header}
    prose: dict[str, Any] = {}
    for number, table in report.tables.items():
        form = report.forms.forms[number]
        parts: dict[str, Any] = {"说明": table.note} if table.note else {}
        for shape, block in zip(form.blocks, table.blocks, strict=True):
            if not block.stated:
                continue
            columns = [at for at in range(len(shape.columns)) if at not in block.unlisted]
            rows: dict[str, Any] = {}
            left = blank.get(form.title, {})
            left = left.get(shape.name, {}) if len(form.blocks) > 1 else left
            here = {row.code or row.key: row for row in block.rows.values()}
            is_blank = block.whole or (shape.blank_rows and all(r.key in block.rows for r in shape.rows if r.expected))
            for name in left.get("行", left):
                declared = next((r for r in shape.rows if name in (r.name, f"{r.code} {r.name}")), None)
                if declared is not None and declared.key not in here and is_blank:
                    rows[name] = ["~" for _ in columns]
                elif declared is not None and declared.key in here:
                    cells = here.pop(declared.key).cells
                    rows[name] = [printed(cell) if (cell := cells[at]) is not None else "~" for at in columns]
            for row in here.values():
                if form.is_prose:
                    names = [each.name for each in shape.columns]
                    rows[row.label] = {n: printed(c) for n, c in zip(names, row.cells, strict=True) if c is not None}
                else:
                    rows[row.label] = [printed(cell) if (cell := row.cells[at]) is not None else "~" for at in columns]
            whole = {} if block.whole is None else {"列全": str(block.whole).lower()}
            names = [shape.columns[at].name for at in columns]
            if form.is_prose and names != [""]:
                part: dict[str, Any] = {**whole, "行": rows}
            elif names == [""]:
                part = {**whole, "行": {name: row[0] if isinstance(row, list) else row for name, row in rows.items()}}
            else:
                part = {**whole, "栏": names, "行": rows}
            if rows:
                parts |= {shape.name: part} if len(form.blocks) > 1 else part
        (prose if form.is_prose else tree)[form.title] = parts or "~"
    return yaml.dump(tree | {"情况说明": prose}, allow_unicode=True, sort_keys=False)


def said(result: Result) -> list[tuple[str, str, str, str]]:
    """All verdicts but that something does not apply: rows that are written, and blank, have that more."""
    assert result.report is not None, result.diagnostics
    return sorted(
        (each.rule.name, each.ground.place.row, str(each.ground.place.column), each.verdict)
        for each in result.outcomes
        if each.verdict != "not_applicable"
    )


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_filled_in_it_is_the_report(path: Path) -> None:
    published = VERIFIER.verify(str(path))
    report = published.report
    assert report is not None and report.year is not None
    places = {key: report.header[key] for key in (REGION,) if key in report.header}
    empty = empty_report(latest_forms(report.kind, report.year, places=places), report.kind, report.year, places)
    again = VERIFIER.verify(Source("空表.yaml", filled_in(empty, report)))
    assert said(again) == said(published)


def test_words_are_no_figures() -> None:
    """What the template left in a text says nothing of an amount."""
    text = "报告: 部门决算\n单位: 某局\n年度: 2021\n情况说明:\n  措辞:\n    XX: {words}\n"
    result = Verifier().verify(Source("report.yaml", text.replace("{words}", "模板的字")))
    assert [each.code for each in result.diagnostics] == ["W130"]
