"""Markdown, as it is shown in a comment on a change: the page of a result, with headings, lists and tables."""

from __future__ import annotations

from jsrules.model.result import Result
from jsrules.outputs.exchange.writer import WriterOptions
from jsrules.outputs.markdown import write_markdown
from jsrules.outputs.text import compose_result


class MarkdownWriter:
    """The page of each report, one after another."""

    def __init__(self, options: WriterOptions) -> None:
        self._everything = options.everything
        self._any = False

    def opening(self) -> str:
        """Nothing."""
        return ""

    def result(self, result: Result) -> str:
        """The page of a report."""
        between = "\n---\n\n" if self._any else ""
        self._any = True
        return between + write_markdown(compose_result(result, everything=self._everything))

    def closing(self) -> str:
        """Nothing."""
        return ""
