"""Tables drawn from a form set at random are recognised as they were drawn; damaged ones never give other figures."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from support.drawn_documents import DrawnTable, damaged, drawn_tables
from support.printed_tables import imported, uses
from support.published import imported_cells
from support.reading import form_set

from jsrules.model.document import Grid
from jsrules.readers.documents.amount_tokens import numbers_in


@given(drawn_tables())
@settings(deadline=None)
def test_a_table_is_recognised_as_it_was_drawn(drawn: DrawnTable) -> None:
    report = imported(*drawn.parts)
    (table,) = report.tables
    assert table.form == drawn.form
    assert all(row.known for block in table.blocks for row in block.rows)
    assert all(known for block in table.blocks for known in block.known_columns)
    assert imported_cells(report, form_set()) == drawn.wanted
    assert uses(report, "unread") == []


@given(
    st.lists(drawn_tables(), min_size=1, max_size=2).flatmap(
        lambda drawn: damaged([p for each in drawn for p in each.parts])
    )
)
@settings(deadline=None)
def test_of_damaged_tables_no_figure_is_invented_and_none_is_lost(parts: list[Grid | str]) -> None:
    """Each number of the document stands once in the ledger; those that are in cells are those that the report has."""
    report = imported(*parts)
    shown = [
        text for part in parts for text in ([part] if isinstance(part, str) else [cell.text for cell in part.cells])
    ]
    assert Counter(entry.text for entry in report.ledger) == Counter(
        each for text in shown for each in numbers_in(text)
    )
    cells = [cell for table in report.tables for block in table.blocks for row in block.rows for cell in row.cells]
    held = Counter(each for cell in cells for each in numbers_in(cell.text + cell.seen))
    assert held == Counter(uses(report, "cell"))
