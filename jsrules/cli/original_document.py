"""The published document that a report was imported from, as long as it lies beside the report and is the same."""

from __future__ import annotations

import os
import re

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import MAXIMUM_DOCUMENT_BYTES, beside, read_bytes, source_from_bytes
from jsrules.base.language import say
from jsrules.base.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.model.document import DocumentPlace, PublishedDocument
    from jsrules.model.report import Report

_NUMBER = re.compile("[0-9][0-9.,]*")


def original_path(path: str, data: bytes) -> str:
    """The path of the document that a report, which these bytes are, names in 出处; its own path where it names none,
    or several. Raises `InputError` (E413) when the document is not there.
    """
    from jsrules.readers.reports.report_reader import open_report

    try:
        places = open_report(source_from_bytes(path, data)).header.document_places
    except InputError:
        return path
    from jsrules.readers.reports.place_reader import ReadPlaces

    name = ReadPlaces(places).document if places else ""
    if not name:
        return path
    found = beside(path, name)
    if found is None or not os.path.isfile(found):
        raise fail(
            "E413",
            say(
                "报告是从 {name} 导入的，它不在报告旁边",
                "the report was imported from {name}, not beside it",
                name=name,
            ),
            path=path,
            remedy=say(
                "把原件放在报告旁边；或者直接给原件",
                "put the document beside the report, or give the document itself",
            ),
        )
    return found


def refuse_changed(report: Report, path: str) -> None:
    """Raises `InputError` (E413) when a document does not print, where the report says, what the report says: nine
    figures of ten, since some may have been corrected in the report.
    """
    from jsrules.readers.documents.open_document import guarded_document

    printed = _printed(guarded_document(read_bytes(path, MAXIMUM_DOCUMENT_BYTES), path))
    placed = right = 0
    for cell in report.cells:
        number = _NUMBER.search(cell.amount.text) if cell.amount is not None else None
        place = report.place_of(cell) if number is not None else None
        if number is not None and place is not None:
            placed += 1
            right += number[0] in printed.get(replace(place.place, nth=0, among=0), "")
    if placed and right * 10 >= placed * 9:
        return
    raise fail(
        "E413",
        say(
            "{path} 里的数不在报告的“出处”所说的地方：它变了，或不是导入时的那一份",
            "the figures of {path} are not where the report says: it was changed, or is another document",
            path=path,
        ),
        path=report.path,
        remedy=say("重新导入；或者直接给原件", "import it again, or give the document itself"),
    )


def _printed(document: PublishedDocument) -> dict[DocumentPlace, str]:
    """What a document prints at each place of a cell, or of a line of a paragraph."""
    from jsrules.model.document import Grid

    found: dict[DocumentPlace, str] = {}
    for part in document.parts:
        if isinstance(part, Grid):
            found.update((cell.place, found.get(cell.place, "") + cell.text) for cell in part.cells)
            continue
        ends = [*(start for start, _ in part.pieces[1:]), len(part.text)]
        for (start, place), end in zip(part.pieces, ends, strict=True):
            found[place] = found.get(place, "") + part.text[start:end]
    return found
