"""Tables drawn from a form set at random are recognised as they were drawn; damaged ones never give other figures."""

from __future__ import annotations

from hypothesis import given, settings
from support.drawn_documents import DrawnTable, drawn_tables
from support.printed_tables import imported, uses
from support.published import imported_cells
from support.reading import form_set


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
