"""PDF files written by hand: uncompressed operators, one font that is not embedded, boxes where a test wants them.

Every test's text can be read off the file with an editor. Coordinates are points from the lower left, as in PDF.
"""

from __future__ import annotations

from collections.abc import Sequence

FULL_WIDTH = 1000
HALF_WIDTH = 500

_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{ranges}
endcmap CMapName currentdict /CMap defineresource pop end end"""


def _to_unicode() -> bytes:
    blocks = []
    for start in range(0, 256, 64):
        rows = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(start, start + 64)]
        blocks.append("\n".join([f"{len(rows)} beginbfrange", *rows, "endbfrange"]))
    return _CMAP.format(ranges="\n".join(blocks)).encode()


def text(x: float, y: float, words: str, size: float = 10, *, mode: int = 0, gap: float = 0) -> str:
    """Words whose baseline begins at a point; ``mode`` 3 is invisible, ``gap`` is put between all characters."""
    codes = words.encode("utf-16-be").hex().upper()
    return f"BT /F1 {size} Tf {mode} Tr {gap} Tc 1 0 0 1 {x} {y} Tm <{codes}> Tj ET"


def width(words: str, size: float = 10) -> float:
    """How long words are."""
    return sum(HALF_WIDTH if each.isascii() else FULL_WIDTH for each in words) * size / 1000


def line(
    x0: float, y0: float, x1: float, y1: float, thick: float = 0.5, colour: str = "0 G", dash: str = "[] 0 d"
) -> str:
    """A stroked line."""
    return f"q {colour} {dash} {thick} w {x0} {y0} m {x1} {y1} l S Q"


def bar(x0: float, y0: float, x1: float, y1: float, colour: str = "0 g") -> str:
    """A filled rectangle."""
    return f"q {colour} {x0} {y0} {x1 - x0} {y1 - y0} re f Q"


def frame(x0: float, y0: float, x1: float, y1: float) -> str:
    """A stroked rectangle."""
    return f"q 0.5 w {x0} {y0} {x1 - x0} {y1 - y0} re S Q"


def picture(x0: float, y0: float, x1: float, y1: float) -> str:
    """A grey picture."""
    return f"q {x1 - x0} 0 0 {y1 - y0} {x0} {y0} cm /Im1 Do Q"


class Page:
    """A page to write: its operators, and drawings (form XObjects) by names that are its own in the file."""

    def __init__(
        self, *operators: str, size: tuple[float, float] = (595, 842), rotate: int = 0, origin: float = 0
    ) -> None:
        self.operators = list(operators)
        self.size = size
        self.rotate = rotate
        self.origin = origin
        self.forms: dict[str, str] = {}

    def add(self, *operators: str) -> None:
        self.operators += operators


def turned(operators: Sequence[str], size: tuple[float, float], rotate: int) -> Page:
    """A page seen as these operators draw it on paper of this size, but stored turned, with /Rotate to turn it back."""
    across, up = size
    matrices = {0: "1 0 0 1 0 0", 90: f"0 1 -1 0 {up} 0", 180: f"-1 0 0 -1 {across} {up}", 270: f"0 -1 1 0 0 {across}"}
    stored = (up, across) if rotate % 180 else size
    return Page(f"q {matrices[rotate]} cm", *operators, "Q", size=stored, rotate=rotate)


def write_pdf(*pages: Page, unicode_known: bool = True) -> bytes:
    """The file; without ``unicode_known`` its font does not say what its characters are."""
    objects: list[bytes] = []

    def add(body: str | bytes, stream: bytes | None = None) -> int:
        data = body.encode() if isinstance(body, str) else body
        if stream is not None:
            data = data[:-2] + b" /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
        objects.append(data)
        return len(objects)

    add("<< /Type /Catalog /Pages 2 0 R >>")
    add("")  # the list of pages, once they are known
    cmap = add("<< >>", _to_unicode())
    widths = " ".join([str(HALF_WIDTH)] * 95)
    descriptor = add(
        "<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -140 1000 860] /ItalicAngle 0 /Ascent 860"
        " /Descent -140 /CapHeight 700 /StemV 80 >>"
    )
    system = "/Registry (Adobe) /Ordering (Identity) /Supplement 0"
    descendant = add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << {system} >> /DW {FULL_WIDTH}"
        f" /W [32 [{widths}]] /FontDescriptor {descriptor} 0 R >>"
    )
    known = f"/ToUnicode {cmap} 0 R" if unicode_known else ""
    font = add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] {known} >>"
    )
    image = add(
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 >>", b"\x80"
    )
    resources = add("")  # one for all pages and drawings, so that drawings can hold each other
    drawings = f"/Im1 {image} 0 R"
    for page in pages:
        for name, operators in page.forms.items():
            form = f"<< /Type /XObject /Subtype /Form /BBox [0 0 2000 2000] /Resources {resources} 0 R >>"
            drawings += f" /{name} {add(form, operators.encode())} 0 R"
    objects[resources - 1] = f"<< /Font << /F1 {font} 0 R >> /XObject << {drawings} >> >>".encode()
    numbers = []
    for page in pages:
        content = add("<< >>", "\n".join(page.operators).encode())
        right, top = page.size[0] + page.origin, page.size[1] + page.origin
        numbers.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [{page.origin} {page.origin} {right} {top}]"
                f" /Rotate {page.rotate} /Contents {content} 0 R /Resources {resources} 0 R >>"
            )
        )
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(numbers)} >>".encode()
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
