"""Diagnostics as a page: what is wrong, the lines of the source that are meant, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.model.outcome import SEVERITY_WORDS
from jsrules.outputs.page import Blocks, Entry, Excerpt, Nested, Page, Paragraph, Place, Span, Text

FULL_DIAGNOSTICS = 20
"""So many are shown with their source; a flood of further ones takes one line each."""


def compose_diagnostics(diagnostics: Sequence[Diagnostic]) -> Page:
    """All diagnostics."""
    page = [_diagnostic(diagnostic) for diagnostic in diagnostics[:FULL_DIAGNOSTICS]]
    rest = diagnostics[FULL_DIAGNOSTICS:]
    if rest:
        title = say("另有 {count} 条，每条一行：", "{count} more, one line each:", count=len(rest))
        page.append([Paragraph(title), Nested([Paragraph(_brief(each), hanging=True) for each in rest])])
    return page


def _brief(diagnostic: Diagnostic) -> Text:
    return Place(*diagnostic.place()), f" [{diagnostic.code}] {diagnostic.message}"


def _diagnostic(diagnostic: Diagnostic) -> Blocks:
    """One diagnostic: title, excerpt, notes."""
    role = diagnostic.severity
    title = Span(f"{say(*SEVERITY_WORDS[role])}[{diagnostic.code}] ", role)
    notes = [Entry(say("说明：", "note: "), note) for note in diagnostic.notes]
    if diagnostic.remedy:
        notes.append(Entry(say("改法：", "remedy: "), diagnostic.remedy))
    return [
        Entry(title, Span(diagnostic.message, "strong"), hanging=True),
        Excerpt(diagnostic.labels, diagnostic.path, role, notes),
    ]
