"""What whoever asks says of a document, held against what the document, or a report, says itself."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import InputError, Label, fail
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.model.document import PublishedDocument
from jsrules.model.given_head import GivenHead, HeadEntry
from jsrules.model.imported import HeadSource
from jsrules.readers.documents.recognition.head import DocumentHead
from jsrules.readers.reports.header import KIND, YEAR
from jsrules.readers.reports.problems import span_of
from jsrules.readers.reports.report_reader import OpenReport
from jsrules.verification.inferring import KnownHead

_OPTIONS: dict[HeadEntry, str] = {"kind": "--kind", "year": "--year"}
_KEYS: dict[HeadEntry, str] = {"kind": KIND, "year": YEAR}


def with_given(head: DocumentHead, given: GivenHead, kinds: Sequence[str], document: PublishedDocument) -> KnownHead:
    """The head of a document with what is given. Raises `InputError` (E119) for a kind that no form set is for."""
    if given.kind and given.kind not in kinds:
        raise fail(
            "E119",
            say("没有“{kind}”的表样", "no form set is for “{kind}”", kind=given.kind),
            path=document.name,
            remedy=say("--kind 可以写：{kinds}", "--kind can be: {kinds}", kinds=say("、", ", ").join(kinds)),
        )
    printed: dict[HeadEntry, str] = {"kind": head.kind, "year": "" if head.year is None else str(head.year)}
    sources = tuple(
        HeadSource(entry, "given", value, printed=printed[entry] if printed[entry] != value else "")
        for entry, value in given.entries()
    )
    year = given.year if given.year is not None else head.year
    return KnownHead(replace(head, kind=given.kind or head.kind, year=year), sources)


def refuse_given(opened: OpenReport, given: GivenHead) -> None:
    """Raises `InputError` (E110) when a report, which says its kind and year itself, does not say what is given."""
    header = opened.header
    own = GivenHead(header.kind, header.year)
    says = dict(own.entries())
    wrong = [(entry, value) for entry, value in given.entries() if says.get(entry, "") != value]
    if not wrong:
        return
    found = []
    for entry, value in wrong:
        place = header.places.get(_KEYS[entry])
        labels = (Label(opened.source, span_of(opened.source, place)),) if place is not None else ()
        option = _OPTIONS[entry]
        text = (
            say(
                "报告写的是 {own}，{option} 给的是 {value}",
                "the report says {own}, {option} says {value}",
                own=says[entry],
                option=option,
                value=value,
            )
            if entry in says
            else say(
                "报告没有写“{key}”，{option} 给的是 {value}",
                "the report does not say “{key}”, {option} says {value}",
                key=_KEYS[entry],
                option=option,
                value=value,
            )
        )
        found += fail(
            "E110",
            text,
            *labels,
            path=opened.path,
            remedy=say(
                "--kind、--year 只用于公布的文件；报告的写在它的表头，要改就改那里",
                "--kind and --year are for published documents; a report says it in its head: change it there",
            ),
        ).diagnostics
    raise InputError(found)
