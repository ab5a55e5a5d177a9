"""Where marks are drawn on a page: a frame close round each figure, and its label where nothing stands. Pure.

In the coordinates of `DocumentPage`: hundredths of a point from the upper left, as a reader sees the page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from jsrules.base.figure_signs import figure_starts
from jsrules.model.annotation import Mark
from jsrules.model.document import Box, Character, DocumentPage, DocumentPlace
from jsrules.outputs.annotate.helvetica import helvetica_width

_PADDING = 120
"""How far a frame stands off its figure, where there is room."""
_SPACE = 30
"""A gap between characters, in percent of their height, that sets figures apart."""
_REDRAWN = 25
"""How far a character drawn again, to look bold, lies from the first, in percent of its width."""

_NUMBER = re.compile("[0-9][0-9.,]*")
_SIZES = (600, 500, 400)
"""Of the letters of labels."""
_INNER = 30
"""Between the letters and the edge of a label."""
_NEAR = (100, 200, 300, 500)
_FAR_STEP, _FAR_RINGS = 300, 60
_MOST_NUMBERS = 4
_LONGEST_PROPOSAL = 24


class MarkLabel(NamedTuple):
    """What stands at a frame: the numbers, and behind an arrow what should be there."""

    box: Box
    size: int
    numbers: str
    proposal: str


class LaidMark(NamedTuple):
    """A mark with its frame, and its label, None where there is no room for any on the page."""

    mark: Mark
    frame: Box
    label: MarkLabel | None


def lay_marks(page: DocumentPage, marks: Sequence[Mark]) -> list[LaidMark]:
    """The marks of a page, in their order."""
    taken = _Taken(page)
    drawn = [each for each in page.characters if not each.text.isspace()]
    for each in drawn:
        taken.add(Box(each.left, each.top, each.right, each.bottom))
    for line in page.lines:
        taken.add(Box(line.left, line.top, line.right, line.bottom))
    for image in page.images:
        taken.add(image)
    frames = []
    for mark in marks:
        assert mark.place.box is not None
        tight = figure_box(drawn, mark.place, mark.text)
        frames.append(taken.widened(tight) if tight != mark.place.box else tight)
    for frame in frames:
        taken.add(frame)
    laid = []
    for mark, frame in zip(marks, frames, strict=True):
        label = _label(taken, mark, frame)
        if label is not None:
            taken.add(label.box)
        laid.append(LaidMark(mark, frame, label))
    return laid


def figure_box(drawn: Iterable[Character], where: DocumentPlace, text: str) -> Box:
    """The box of a figure within the place where it is known to stand: of all characters there, where it cannot be told
    from others; the place itself where nothing is drawn in it.
    """
    place = where.box
    assert place is not None
    inside = [
        each
        for each in drawn
        if place.left <= (each.left + each.right) // 2 <= place.right
        and place.top <= (each.top + each.bottom) // 2 <= place.bottom
    ]
    if not inside:
        return place
    line, letters = _in_order(inside)
    found = _signs(line, "".join(text.split()), where)
    if found is not None:
        inside = [each for each in letters[found[0] : found[1]] if each is not None]
    return Box(
        min(each.left for each in inside),
        min(each.top for each in inside),
        max(each.right for each in inside),
        max(each.bottom for each in inside),
    )


def _signs(line: str, wanted: str, where: DocumentPlace) -> tuple[int, int] | None:
    """From where to where in a line a figure stands; None where nobody knows. A report may write more than the figure,
    增加 5.00 for 增加了 5.00: then its number counts.
    """
    starts = figure_starts(line, wanted)
    if len(starts) == 1 and not where.nth:
        return starts[0], starts[0] + len(wanted)
    number = _NUMBER.search(wanted)
    if number is None:
        return None
    starts = figure_starts(line, number[0])
    if 0 < where.nth <= where.among == len(starts):
        at = starts[where.nth - 1]
    elif len(starts) == 1:
        at = starts[0]
    else:
        return None
    return _with_words(line, at, at + len(number[0]), wanted[: number.start()], wanted[number.end() :])


def _with_words(line: str, start: int, end: int, before: str, behind: str) -> tuple[int, int]:
    """From where to where a figure stands with the words before and behind it, as far as they stand there."""
    first, last = start, end
    for sign in reversed(before):
        while first > 0 and line[first - 1] == " ":
            first -= 1
        if first == 0 or line[first - 1] != sign:
            first = start
            break
        first -= 1
    for sign in behind:
        while last < len(line) and line[last] == " ":
            last += 1
        if last == len(line) or line[last] != sign:
            last = end
            break
        last += 1
    return first, last


def _in_order(inside: list[Character]) -> tuple[str, list[Character | None]]:
    """Characters as they are read, with a space (of no character) where there is a gap or a new line."""
    rows: list[list[Character]] = []
    for each in sorted(inside, key=lambda each: (each.top + each.bottom, each.left)):
        if rows and (each.top + each.bottom) // 2 <= rows[-1][0].bottom:
            rows[-1].append(each)
        else:
            rows.append([each])
    text: list[str] = []
    letters: list[Character | None] = []
    for row in rows:
        row.sort(key=lambda each: (each.left, each.right))
        last: Character | None = None
        for each in row:
            again = last is not None and each.text == last.text
            if last is not None and again and (each.left - last.left) * 100 <= (each.right - each.left) * _REDRAWN:
                continue
            if last is None or (each.left - last.right) * 100 > (each.bottom - each.top) * _SPACE:
                text.append(" ")
                letters.append(None)
            text += each.text
            letters += [each] * len(each.text)
            last = each
    return "".join(text), letters


class _Taken:
    """The parts of a page where something stands already, by squares."""

    _SIDE = 2000

    def __init__(self, page: DocumentPage) -> None:
        self._page = page
        self._squares: dict[tuple[int, int], list[Box]] = defaultdict(list)
        self.full = False

    def _square_numbers(self, box: Box) -> Iterator[tuple[int, int]]:
        for across in range(max(box.left, 0) // self._SIDE, min(box.right, self._page.width) // self._SIDE + 1):
            for down in range(max(box.top, 0) // self._SIDE, min(box.bottom, self._page.height) // self._SIDE + 1):
                yield across, down

    def add(self, box: Box) -> None:
        """Something stands there now."""
        for square in self._square_numbers(box):
            self._squares[square].append(box)

    def around(self, box: Box) -> Iterator[Box]:
        """What stands there, or touches it; some of it several times."""
        for square in self._square_numbers(box):
            for each in self._squares.get(square, ()):
                if (
                    each.left <= box.right
                    and box.left <= each.right
                    and each.top <= box.bottom
                    and box.top <= each.bottom
                ):
                    yield each

    def is_free(self, box: Box) -> bool:
        """Whether it lies on the page and nothing stands there."""
        inside = box.left >= 0 and box.top >= 0 and box.right <= self._page.width and box.bottom <= self._page.height
        return inside and next(self.around(box), None) is None

    def widened(self, tight: Box) -> Box:
        """A box with room round it, half as far as the next thing on each side at most."""
        left = top = right = bottom = _PADDING
        for each in self.around(Box(tight[0] - 2 * left, tight[1] - 2 * top, tight[2] + 2 * left, tight[3] + 2 * top)):
            level = each.top < tight.bottom and tight.top < each.bottom
            above = each.left < tight.right and tight.left < each.right
            if level and each.left >= tight.right:
                right = min(right, (each.left - tight.right) // 2)
            elif level and each.right <= tight.left:
                left = min(left, (tight.left - each.right) // 2)
            if above and each.top >= tight.bottom:
                bottom = min(bottom, (each.top - tight.bottom) // 2)
            elif above and each.bottom <= tight.top:
                top = min(top, (tight.top - each.bottom) // 2)
        return Box(tight.left - left, tight.top - top, tight.right + right, tight.bottom + bottom)


def _label(taken: _Taken, mark: Mark, frame: Box) -> MarkLabel | None:
    """The label of a mark: within its own cell or line if it can, else as near to its frame as there is room.

    What should be there stands with it where that fits; the note says it in any case. A label in another cell could be
    taken for what is printed there, so that comes last.
    """
    home = mark.place.box
    assert home is not None
    numbers = ",".join(mark.numbers[:_MOST_NUMBERS]) + "+" * (len(mark.numbers) > _MOST_NUMBERS)
    proposal = mark.proposal if mark.proposal.isascii() and len(mark.proposal) <= _LONGEST_PROPOSAL else ""
    for own in (True, False):
        for shown in dict.fromkeys((proposal, "")):
            for size in _SIZES[: 2 if shown else 3]:
                wide, high = label_size(numbers, shown, size)
                for box in _near(frame, wide, high):
                    if (not own or _within(box, home)) and taken.is_free(box):
                        return MarkLabel(box, size, numbers, shown)
    if taken.full:
        return None
    wide, high = label_size(numbers, "", _SIZES[1])
    for box in _far(frame, wide, high):
        if taken.is_free(box):
            return MarkLabel(box, _SIZES[1], numbers, "")
    taken.full = True
    return None


def _within(box: Box, place: Box) -> bool:
    return place.left <= box.left and place.top <= box.top and box.right <= place.right and box.bottom <= place.bottom


def label_size(numbers: str, proposal: str, size: int) -> tuple[int, int]:
    """How wide and high a label is."""
    wide = helvetica_width(numbers, size)
    if proposal:
        wide += arrow_width(size) + helvetica_width(proposal, size)
    return wide + 2 * _INNER, size * 76 // 100 + 2 * _INNER


def arrow_width(size: int) -> int:
    """How wide the arrow is before what should be there, with the room on both sides."""
    return size * 13 // 10


def _near(frame: Box, wide: int, high: int) -> Iterator[Box]:
    """Places for a label beside a frame, from the best one on."""
    middle = (frame.top + frame.bottom - high) // 2
    for gap in _NEAR:
        after, before = frame.right + gap, frame.left - gap - wide
        above, below = frame.top - gap - high, frame.bottom + gap
        for left, top in (
            *((after, y) for y in (middle, frame.top, frame.bottom - high)),
            *((before, y) for y in (middle, frame.top, frame.bottom - high)),
            *((x, above) for x in (frame.right - wide, frame.left, (frame.left + frame.right - wide) // 2)),
            *((x, below) for x in (frame.right - wide, frame.left, (frame.left + frame.right - wide) // 2)),
            (after, above), (after, below), (before, above), (before, below),
        ):  # fmt: skip
            yield Box(left, top, left + wide, top + high)


def _far(frame: Box, wide: int, high: int) -> Iterator[Box]:
    """Places further and further off, at the height of the frame first."""
    middle = (frame.top + frame.bottom - high) // 2
    for ring in range(1, _FAR_RINGS + 1):
        off = ring * _FAR_STEP
        for up in range(0, off + 1, 2 * _FAR_STEP):
            for y in dict.fromkeys((middle - up, middle + up)):
                for left in (frame.right + off, frame.left - off - wide):
                    yield Box(left, y, left + wide, y + high)
