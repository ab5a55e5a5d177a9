"""Originals damaged in their bytes: marking them ends in a copy or in a message, never in anything else."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.annotated import WRONG, marked, wrong_report
from support.damaged import Damage, byte_damages, damaged_bytes
from support.produced import pdf_of

from jsrules.base.diagnostic import InputError
from jsrules.model.annotation import Annotations
from jsrules.model.document import Box, DocumentPlace
from jsrules.outputs.export.kinds import exported

pytest.importorskip("pypdf")
pytest.importorskip("lxml")

PLACES = {
    "pdf": DocumentPlace(3, Box(0, 0, 84200, 84200)),
    "xlsx": DocumentPlace(sheet="收入决算表", cell="C11"),
    "docx": DocumentPlace(paragraph=216, cell="C8"),
}


@cache
def original(kind: str) -> bytes:
    return pdf_of(wrong_report()) if kind == "pdf" else exported(wrong_report(), f"a.{kind}")


def copy_of(data: bytes, kind: str, annotations: Annotations) -> bytes:
    from jsrules.outputs.annotate.pdf_marks import annotated_pdf
    from jsrules.outputs.annotate.word_marks import annotated_word
    from jsrules.outputs.annotate.workbook_marks import annotated_workbook

    make = {"pdf": annotated_pdf, "xlsx": annotated_workbook, "docx": annotated_word}[kind]
    return make(data, f"决算.{kind}", annotations)


@given(damage=byte_damages(), kind=st.sampled_from(sorted(PLACES)))
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
def test_a_copy_or_a_message(damage: Damage, kind: str) -> None:
    codes: set[str] = set()
    made = b""
    try:
        made = copy_of(damaged_bytes(original(kind), damage), kind, marked(PLACES[kind], WRONG))
    except InputError as error:
        codes = {each.code for each in error.diagnostics}
    assert bool(made) != bool(codes) and codes <= {"E410", "E413", "E105"}


@pytest.mark.parametrize("kind", sorted(PLACES))
def test_parts_that_are_lost(kind: str) -> None:
    for length in (10, 100, 1000, 5000):
        with pytest.raises(InputError):
            copy_of(original(kind)[:length], kind, marked(PLACES[kind], WRONG))
