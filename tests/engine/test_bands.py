"""Rows that are weighed together come to what each comes to by itself."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from jsrules.engine.bands import Band, LoneRow, RowTerms, bands_of
from jsrules.model.linear import holds

FIGURES = 12
PATTERNS = ((1, -1, -1), (-1, 1, 1), (1, -1), (1,), (-1,), (2, -1, 1), (100, -3), (1, 1, 1, 1, -1, -1, 2))


@st.composite
def drawn_rows(draw: st.DrawFn) -> list[RowTerms]:
    """Rows of few patterns, so that many are alike."""
    rows = []
    for number in range(draw(st.integers(1, 30))):
        factors = draw(st.sampled_from(PATTERNS))
        cells = draw(st.permutations(range(FIGURES)))[: len(factors)]
        operator = draw(st.sampled_from(("=", "=", "=", "<=", ">=")))
        rows.append(RowTerms(number, tuple(cells), factors, draw(st.sampled_from((0, 0, 5))), operator))
    return rows


@settings(max_examples=100)
@given(
    drawn_rows(),
    st.lists(st.sampled_from((-3, -1, 0, 0, 1, 1, 2, 10**25)), min_size=FIGURES, max_size=FIGURES),
    st.sampled_from((1, 100)),
)
def test_what_fails_is_what_fails_row_by_row(rows: list[RowTerms], values: list[int], scale: int) -> None:
    expected = []
    for row in rows:
        value = sum(values[cell] * factor for cell, factor in zip(row.cells, row.factors, strict=True))
        value += row.constant * scale
        if not holds(row.operator, value):
            expected.append((row.number, value))
    assert sorted(each for band in bands_of(rows) for each in band.failing(values, scale)) == expected


def test_rows_that_are_alike_are_together() -> None:
    alike = [RowTerms(number, (number, number + 1, number + 2), (-1, 1, -1), 0, "=") for number in range(5)]
    found = bands_of([*alike, RowTerms(5, (0, 1), (1, -1), 0, "=")])
    assert [type(each) for each in found] == [Band, LoneRow]
    assert [list(each.failing(range(7), 1)) for each in found] == [[(n, -n - 1) for n in range(5)], [(5, -1)]]
