"""Documents damaged in what they say, in files of every kind, imported and verified: no traceback, no figure that does not
stand there, no finding that the whole document does not have.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.damaged import Damage, damaged, said_damages
from support.exported import REAL, report_at
from support.produced import pdf_of, text_of

from jsrules.base.record import replace
from jsrules.model.document import Grid
from jsrules.model.result import Result
from jsrules.outputs.export.kinds import exported
from jsrules.outputs.export.layout import LaidReport, lay_out
from jsrules.readers.documents.amount_tokens import numbers_in
from jsrules.readers.documents.open_document import document_of
from jsrules.verification.verifier import Verifier

FEW = settings(
    max_examples=max(settings.default.max_examples // 10, 8), phases=[Phase.explicit, Phase.generate], deadline=None
)
FILES = ("pdf", "xlsx", "docx", "html", "txt")
Violation = tuple[str, str, str]


@cache
def laid(number: int) -> LaidReport:
    return lay_out(report_at(REAL[number]))


def written(report: LaidReport, kind: str) -> bytes:
    if kind == "pdf":
        return pdf_of(report)
    return text_of(report).encode() if kind == "txt" else exported(report, f"a.{kind}")


def verified(data: bytes, kind: str) -> Result:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"决算.{kind}")
        path.write_bytes(data)
        return Verifier().verify(str(path))


def violations(result: Result) -> set[Violation]:
    return {
        (each.rule.identifier, each.ground.place.row, str(each.ground.place.form))
        for each in result.outcomes
        if each.verdict == "violation"
    }


@cache
def sound(number: int, kind: str) -> set[Violation]:
    """What is found in the whole document."""
    result = verified(written(laid(number), kind), kind)
    assert result.report is not None and result.imported is not None
    return violations(result)


@given(damage=said_damages(), kind=st.sampled_from(FILES), number=st.sampled_from(range(len(REAL))))
@FEW
def test_what_is_lost_is_no_finding_and_nothing_is_added(damage: Damage, kind: str, number: int) -> None:
    data = written(damaged(laid(number), damage), kind)
    result = verified(data, kind)
    assert all(each.code != "E900" for each in result.diagnostics)
    if result.report is None:
        assert {each.code for each in result.diagnostics if each.severity == "error"} <= {"E410", "E304"}
        return
    shown = {
        each
        for part in document_of(data, f"a.{kind}").parts
        for text in ([cell.text for cell in part.cells] if isinstance(part, Grid) else [part.text])
        for each in numbers_in(text)
    }
    for cell in result.report.cells:
        if cell.amount is not None:
            assert set(numbers_in(cell.amount.text)) <= shown
    if damage.kind in ("no title", "no heading"):
        assert violations(result) <= sound(number, kind)
    if damage.kind == "table lost":
        own = {each for each in violations(result) if "compulsory" not in each[0] and "须有公开的表" not in each[0]}
        assert own <= sound(number, kind)


@pytest.mark.parametrize(("number", "kind"), [(1, "pdf"), (0, "xlsx"), (0, "docx"), (1, "html"), (0, "txt")])
def test_every_table_in_turn_without_its_title(number: int, kind: str) -> None:
    """A table is known without its title, or not known; it is never called missing."""
    whole = laid(number)
    for at, table in enumerate(whole.tables):
        bare = replace(
            whole,
            tables=tuple(
                replace(each, title="", captions=()) if place == at else each for place, each in enumerate(whole.tables)
            ),
        )
        result = verified(written(bare, kind), kind)
        assert result.report is not None
        assert violations(result) <= sound(number, kind), table.title
