"""An update written behind a PDF file: new objects, pages that get annotations, and further pages at the end.

The file itself stays as it is to the last byte, so nothing in it can get lost. pypdf reads it and writes the objects;
its own writer would read all objects of the file, which takes four times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject

from jsrules.outputs.annotate.pdf_objects import array, dictionary, stream_of


class PdfUpdate:
    """What is to be added to a file. pypdf raises whatever it likes for files that are not as they should be."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._reader: Any = PdfReader(BytesIO(data))
        self.is_encrypted = self._reader.is_encrypted
        self._objects: dict[int, Any] = {}
        self._generations: dict[int, int] = {}
        if self.is_encrypted:
            return
        known = (number for each in self._reader.xref.values() for number in each)
        size = self._reader.trailer.get("/Size", 0)
        self._next = max(int(size), max(known, default=0) + 1, max(self._reader.xref_objStm, default=0) + 1)
        self._pages = [self._reference(each.indirect_reference) for each in self._reader.pages]

    def _reference(self, reference: IndirectObject | None) -> IndirectObject:
        assert reference is not None
        return reference

    def add(self, made: Any) -> IndirectObject:
        """A new object; what refers to it."""
        number, self._next = self._next, self._next + 1
        self._objects[number] = made
        return IndirectObject(number, 0, self._reader)

    def page(self, number: int) -> IndirectObject:
        """A page, counted from 1."""
        return self._pages[number - 1]

    def annotate(self, page: IndirectObject, added: list[IndirectObject]) -> None:
        """Puts annotations on a page, behind those that it has."""
        changed = self._changed(page)
        before = changed.get("/Annots")
        before = before.get_object() if before is not None else None
        changed[NameObject("/Annots")] = ArrayObject([*(before if isinstance(before, ArrayObject) else ()), *added])

    def append(self, page: DictionaryObject) -> IndirectObject:
        """A new page, the last one."""
        root = self._reader.trailer["/Root"].get_object().raw_get("/Pages")
        tree: Any = self._changed(root)
        page[NameObject("/Parent")] = root
        reference = self.add(page)
        tree[NameObject("/Kids")] = ArrayObject([*tree["/Kids"].get_object(), reference])
        tree[NameObject("/Count")] = NumberObject(int(tree["/Count"]) + 1)
        return reference

    def _changed(self, reference: IndirectObject) -> DictionaryObject:
        """A dictionary of the file as it is to be from now on."""
        number = reference.idnum
        if number not in self._objects:
            now: Any = reference.get_object()
            self._objects[number] = DictionaryObject(now)
            self._generations[number] = reference.generation
        made: DictionaryObject = self._objects[number]
        return made

    def whole(self) -> bytes:
        """The file with the update behind it."""
        target = BytesIO()
        target.write(self._data)
        target.write(b"\n")
        places = {}
        for number, each in sorted(self._objects.items()):
            places[number] = target.tell()
            target.write(b"%d %d obj\n" % (number, self._generations.get(number, 0)))
            each.write_to_stream(target)
            target.write(b"\nendobj\n")
        before = self._data.rindex(b"startxref")
        previous = int(self._data[before + 9 :].split(None, 1)[0])
        start = target.tell()
        trailer = {"Size": self._next, "Root": self._reader.trailer.raw_get("/Root"), "Prev": previous}
        for name in ("Info", "ID"):
            if f"/{name}" in self._reader.trailer:
                trailer[name] = self._reader.trailer.raw_get(f"/{name}")
        if self._data[previous : previous + 20].lstrip().startswith(b"xref"):
            target.write(b"xref\n")
            for first, run in _runs(places):
                target.write(b"%d %d\n" % (first, len(run)))
                for number, place in enumerate(run, first):
                    target.write(b"%010d %05d n \n" % (place, self._generations.get(number, 0)))
            target.write(b"trailer\n")
            dictionary(trailer).write_to_stream(target)
        else:
            self._cross_references(target, places, start, trailer)
        target.write(b"\nstartxref\n%d\n%%%%EOF\n" % start)
        return target.getvalue()

    def _cross_references(self, target: BytesIO, places: dict[int, int], start: int, trailer: dict[str, Any]) -> None:
        """The table of what stands where as a stream, in a file whose own is one."""
        own = self._next
        places = {**places, own: start}
        index: list[int] = []
        rows = bytearray()
        for first, run in _runs(places):
            index += [first, len(run)]
            for number, place in enumerate(run, first):
                rows += b"\1" + place.to_bytes(5, "big") + self._generations.get(number, 0).to_bytes(2, "big")
        entries = {**trailer, "Type": "XRef", "Size": own + 1, "W": array(1, 5, 2), "Index": array(*index)}
        target.write(b"%d 0 obj\n" % own)
        stream_of(entries, bytes(rows)).write_to_stream(target)
        target.write(b"\nendobj\n")


def _runs(places: dict[int, int]) -> Iterator[tuple[int, list[int]]]:
    """The places of objects whose numbers follow one another: the first number of each run, and the places."""
    first, run = 0, list[int]()
    for number, place in sorted(places.items()):
        if run and number != first + len(run):
            yield first, run
            run = []
        if not run:
            first = number
        run.append(place)
    if run:
        yield first, run


def repaired(data: bytes) -> bytes:
    """A file written anew, from all that pypdf finds in it: in one that was cut off, without being told where."""
    from pypdf import PdfWriter

    made = BytesIO()
    end = b"" if b"startxref" in data[-2048:] else b"\nstartxref\n0\n%%EOF\n"
    PdfWriter(clone_from=BytesIO(data + end)).write(made)
    return made.getvalue()
