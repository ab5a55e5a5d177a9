"""What results are written as, and where to: any number of formats in one run, each to a file or to standard output."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Protocol

from jsrules.base.language import say
from jsrules.base.named import NamedTuple
from jsrules.cli.result_formats import BINARY_FORMATS
from jsrules.cli.sink import Sink, open_sink, open_target
from jsrules.cli.terminal import terminal_for
from jsrules.cli.trouble import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

    from jsrules.base.diagnostic import Severity
    from jsrules.cli.result_formats import OutputFormat
    from jsrules.cli.trouble import ColorChoice
    from jsrules.model.result import Result
    from jsrules.outputs.exchange.writer import ResultWriter
    from jsrules.outputs.summary import SummaryLine


class OutputTarget(NamedTuple):
    """A format, and the file that is written in it; empty for standard output."""

    format: OutputFormat
    path: str


def targets_of(formats: Sequence[tuple[OutputFormat, str]], output: str, template: str = "") -> list[OutputTarget]:
    """What is to be written: text on standard output unless formats are named; ``output`` is the file of the one that
    has none.

    Raises `UsageError` when several have none, a file is named for none of them, or one for two of them, or there is a
    ``template`` for none of them.
    """
    targets = [OutputTarget(*each) for each in formats or [("text", "")]]
    bare = [each for each in targets if not each.path]
    if len(bare) > 1:
        names = say("、", ", ").join(each.format for each in bare)
        raise UsageError(
            say(
                "只有一种格式可以写到屏幕：{names} 里，其余的写明文件，如 --format {name}=结果.{name}",
                "only one format can go to standard output: of {names}, name files for the others, like "
                "--format {name}=result.{name}",
                names=names,
                name=bare[-1].format,
            )
        )
    if output and not bare:
        raise UsageError(
            say(
                "--output 没有可写的：每种格式都已写明文件",
                "--output has nothing to write: each format has a file of its own",
            )
        )
    targets = [each if each.path else OutputTarget(each.format, output) for each in targets]
    unnamed = next((each.format for each in targets if each.format in BINARY_FORMATS and not each.path), None)
    if unnamed is not None:
        raise UsageError(
            say(
                "{name} 要写到文件：--format {name}={file}",
                "{name} goes to a file: --format {name}={file}",
                name=unnamed,
                file=say(*next(words for kind, words in BINARY_FORMATS.items() if kind == unnamed)),
            )
        )
    if template and not any(each.format == "docx" for each in targets):
        raise UsageError(
            say(
                "--template 是 docx 的模板，要与 --format docx=底稿.docx 一起写",
                "--template is for docx: give --format docx=paper.docx, too",
            )
        )
    places = [os.path.realpath(each.path) for each in targets if each.path]
    twice = next((each.path for each in targets if each.path and places.count(os.path.realpath(each.path)) > 1), "")
    if twice:
        raise UsageError(say("两种格式写到同一个文件：{path}", "two formats go to one file: {path}", path=twice))
    return targets


class Layout(NamedTuple):
    """How results are told. ``story``: of reconciliation alone; ``many``: there may be several reports;
    ``template`` is the Word template of a working paper, empty for our own.
    """

    everything: bool
    explain: bool
    story: bool
    many: bool
    color: ColorChoice
    fail_on: Severity
    template: str = ""


class ResultOutput(Protocol):
    """Takes results as they come and writes them to a sink."""

    sink: Sink

    def take(self, result: Result) -> None:
        """Writes a result, or nothing at all when that fails."""

    def finish(self) -> None:
        """Writes what stands behind all results."""


class TextOutput:
    """For people; several reports are parted by a line and followed by a table of all."""

    def __init__(self, sink: Sink, layout: Layout) -> None:
        self.sink = sink
        self._layout = layout
        self._terminal = terminal_for(sink.stream, layout.color)
        self._tallies: list[SummaryLine] = []

    def take(self, result: Result) -> None:
        """Writes a result, or nothing at all when that fails."""
        layout = self._layout
        if layout.story:
            from jsrules.outputs.story import compose_story

            self.sink.write(self._terminal.write(compose_story(result)))
            return
        from jsrules.outputs.text import compose_result

        text = self._terminal.write(compose_result(result, everything=layout.everything, explain=layout.explain))
        if layout.many:
            from jsrules.outputs.page import Divider
            from jsrules.outputs.summary import SummaryLine

            text = (f"\n{self._terminal.write([[Divider()]])}\n" if self._tallies else "") + text
            self._tallies.append(SummaryLine.of(result))
        self.sink.write(text)

    def finish(self) -> None:
        """Writes the table of all reports, where there are several."""
        if len(self._tallies) > 1:
            from jsrules.outputs.summary import compose_summary

            self.sink.write("\n" + self._terminal.write(compose_summary(self._tallies)))


_MOST_KEPT = 2_000
"""So many pieces of a result are kept in memory until the last one is made."""


class JsonOutput:
    """For programs: an object, on a line of its own where there may be several."""

    def __init__(self, sink: Sink, layout: Layout) -> None:
        self.sink = sink
        self._layout = layout

    def take(self, result: Result) -> None:
        """Writes a result, or nothing at all when that fails."""
        from jsrules.outputs.json import json_pieces

        layout = self._layout
        pieces = json_pieces(result, everything=layout.everything, indent=None if layout.many else 2)
        kept: list[str] = []
        for each in pieces:
            kept.append(each)
            if len(kept) > _MOST_KEPT:  # there may be a hundred thousand findings: these wait on the disk
                from jsrules.cli.spooled import spooled

                pieces = spooled(chain(kept, pieces))
                kept = []
                break
        else:
            pieces = iter(kept)
        for each in pieces:
            self.sink.write(each)
        self.sink.write("\n")

    def finish(self) -> None:
        """Nothing stands behind them."""


class ExchangeOutput:
    """For other programs, in a format that they have in common."""

    def __init__(self, sink: Sink, writer: ResultWriter) -> None:
        self.sink = sink
        self._writer = writer
        sink.write(writer.opening())

    def take(self, result: Result) -> None:
        """Writes a result, or nothing at all when that fails."""
        self.sink.write(self._writer.result(result))

    def finish(self) -> None:
        """Writes what stands behind all results."""
        self.sink.write(self._writer.closing())


class FileOutput:
    """For people who open a file with another program: it is written when all results are known."""

    def __init__(self, file: BinaryIO, paper: ResultPaper) -> None:
        self.sink = Sink(None)
        self._file = file
        self._paper = paper

    def take(self, result: Result) -> None:
        """Keeps what the file needs of a result."""
        self._paper.take(result)

    def finish(self) -> None:
        """Writes the file."""
        self._file.write(self._paper.data())


class ResultPaper(Protocol):
    """A file made of results."""

    def take(self, result: Result) -> None:
        """Takes a result."""

    def data(self) -> bytes:
        """The file."""


@contextmanager
def opened_output(target: OutputTarget, inputs: list[str], layout: Layout) -> Iterator[ResultOutput]:
    """What writes results to a target, while it is open. Raises `InputError` as `open_sink` does."""
    if target.format in BINARY_FORMATS:
        used = [*inputs, layout.template] if layout.template else inputs
        paper = _paper(target.format, layout)
        with open_target(target.path, used) as file:
            yield FileOutput(file, paper)
        return
    with open_sink(target.path, inputs, as_json=target.format != "text") as sink:
        yield output_for(target.format, sink, layout)


def _paper(name: OutputFormat, layout: Layout) -> ResultPaper:
    if name == "xlsx":
        from jsrules.outputs.papers.findings_book import FindingsBook

        return FindingsBook(everything=layout.everything)
    if name == "checklist":
        from jsrules.outputs.papers.check_form import CheckForm

        return CheckForm()
    if layout.template:
        from jsrules.outputs.papers.letterhead import TemplatePaper

        return TemplatePaper(layout.template, everything=layout.everything)
    from jsrules.outputs.papers.working_paper import WorkingPaper

    return WorkingPaper(everything=layout.everything)


def output_for(name: OutputFormat, sink: Sink, layout: Layout) -> ResultOutput:
    """What writes results in a format that is text."""
    if name == "text":
        return TextOutput(sink, layout)
    if name == "json":
        return JsonOutput(sink, layout)
    from jsrules.outputs.exchange.writer import WriterOptions
    from jsrules.outputs.exchange.writers import writer_of

    assert name != "xlsx" and name != "docx" and name != "checklist"
    options = WriterOptions(everything=layout.everything, fail_on=layout.fail_on)
    return ExchangeOutput(sink, writer_of(name, options))
