"""Diagnostics as a page: what is wrong, the lines of the source that are meant, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.model.outcome import SEVERITY_WORDS
from jsrules.outputs.page import Blocks, Entry, Excerpt, Inline, Nested, Page, Paragraph, SourcePlace, Styled

FULL_DIAGNOSTICS = 20
"""So many are shown with their source; a flood of further ones takes one line each."""


def compose_diagnostics(diagnostics: Sequence[Diagnostic]) -> Page:
    """All diagnostics."""
    page = [_in_full(diagnostic) for diagnostic in diagnostics[:FULL_DIAGNOSTICS]]
    rest = diagnostics[FULL_DIAGNOSTICS:]
    if rest:
        title = say("另有 {count} 条，每条一行：", "{count} more, one line each:", count=len(rest))
        texts: list[Inline] = [(SourcePlace(*each.place()), f" [{each.code}] {each.message}") for each in rest]
        page.append([Paragraph(title), Nested([Paragraph(text, hanging=True) for text in texts])])
    return page


def _in_full(diagnostic: Diagnostic) -> Blocks:
    """One diagnostic: title, excerpt, notes."""
    role = diagnostic.severity
    title = Styled(f"{say(*SEVERITY_WORDS[role])}[{diagnostic.code}] ", role)
    notes = [Entry(say("说明：", "note: "), note) for note in diagnostic.notes]
    notes.append(Entry(say("改法：", "remedy: "), diagnostic.remedy))
    excerpt = Excerpt(diagnostic.labels, diagnostic.path, role, notes)
    return [Entry(title, Styled(diagnostic.message, "strong"), hanging=True), excerpt]
