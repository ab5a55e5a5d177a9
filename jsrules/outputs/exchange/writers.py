"""The writer of each format; the others are not loaded."""

from __future__ import annotations

from typing import assert_never

from jsrules.outputs.exchange.writer import ExchangeFormat, ResultWriter, WriterOptions


def writer_of(name: ExchangeFormat, options: WriterOptions) -> ResultWriter:
    """A writer of that format."""
    if name == "html":
        from jsrules.outputs.exchange.html import HtmlWriter

        return HtmlWriter(options)
    if name == "sarif":
        from jsrules.outputs.exchange.sarif import SarifWriter

        return SarifWriter(options)
    if name == "junit":
        from jsrules.outputs.exchange.junit import JunitWriter

        return JunitWriter(options)
    if name == "csv":
        from jsrules.outputs.exchange.csv_rows import CsvWriter

        return CsvWriter(options)
    if name == "jsonl":
        from jsrules.outputs.exchange.json_lines import JsonLinesWriter

        return JsonLinesWriter(options)
    if name == "github":
        from jsrules.outputs.exchange.annotations import AnnotationWriter

        return AnnotationWriter(options)
    if name == "markdown":
        from jsrules.outputs.exchange.markdown import MarkdownWriter

        return MarkdownWriter(options)
    assert_never(name)
