"""From the coordinates of a PDF page, in points from the lower left, to a page as a reader sees it. Pure."""

from __future__ import annotations

from jsrules.model.document import Box, DocumentPage, PageLine

Matrix = tuple[float, float, float, float, float, float]

PagePoint = tuple[float, float]

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top."""

EVERYWHERE: Rectangle = (-1e9, -1e9, 1e9, 1e9)
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_FARTHEST = 10_000_000
"""In hundredths of a point; what lies beyond is moved there."""


class PageView:
    """The page as a reader sees it: from its own coordinates, in points from the lower left, to ours."""

    def __init__(self, paper: Rectangle, turn: int) -> None:
        self.left, self.bottom, self.right, self.top = self.paper = paper
        self.turn = turn
        width, height = _hundredths(self.right - self.left), _hundredths(self.top - self.bottom)
        self.width, self.height = (height, width) if turn % 180 else (width, height)

    def box(self, area: Rectangle) -> Box:
        """An area of the page in the reader's coordinates."""
        return Box(*self.sides(area))

    def sides(self, area: Rectangle) -> tuple[int, int, int, int]:
        """The left, top, right and bottom of `box`: a document has many thousands."""
        x0, y0, x1, y1 = area
        if self.turn == 0:
            left, top, right, bottom = x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        elif self.turn == 90:
            left, top, right, bottom = y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        elif self.turn == 180:
            left, top, right, bottom = self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        else:
            left, top, right, bottom = self.top - y1, self.right - x1, self.top - y0, self.right - x0
        return _hundredths(left), _hundredths(top), _hundredths(right), _hundredths(bottom)

    @property
    def corner(self) -> tuple[int, int]:
        """The lower left corner of the paper in the page's own coordinates, in hundredths of a point."""
        return _hundredths(self.left), _hundredths(self.bottom)

    def line(self, area: Rectangle) -> PageLine | None:
        """A thin area as a line along it; None where it does not show within the page."""
        inside = cut(area, self.paper)
        if inside is None:
            return None
        left, top, right, bottom = self.sides(inside)
        if right - left >= bottom - top:
            middle = (top + bottom) // 2
            return PageLine(left, middle, right, middle)
        middle = (left + right) // 2
        return PageLine(middle, top, middle, bottom)


def own_area(page: DocumentPage, box: Box) -> Box:
    """A box of a page in the page's own coordinates, from the lower left: ``top`` is its lower side there. In
    hundredths of a point; the way back of `PageView.box`.
    """
    left, bottom = page.corner
    across, up = (page.height, page.width) if page.turn % 180 else (page.width, page.height)
    x0, y0, x1, y1 = box
    if page.turn == 0:
        sides = (x0, up - y1, x1, up - y0)
    elif page.turn == 90:
        sides = (y0, x0, y1, x1)
    elif page.turn == 180:
        sides = (across - x1, y0, across - x0, y1)
    else:
        sides = (across - y1, up - x1, across - y0, up - x0)
    return Box(left + sides[0], bottom + sides[1], left + sides[2], bottom + sides[3])


def _hundredths(points: float) -> int:
    scaled = points * 100
    if -_FARTHEST <= scaled <= _FARTHEST:
        return round(scaled)
    if scaled != scaled:  # not a number
        return 0
    return _FARTHEST if scaled > 0 else -_FARTHEST


def cut(area: Rectangle, within: Rectangle) -> Rectangle | None:
    """What of an area lies within another; None when nothing does."""
    x0, y0, x1, y1 = area
    left, bottom, right, top = within
    if left <= x0 <= x1 <= right and bottom <= y0 <= y1 <= top:  # nearly always; also several times faster
        return area
    x0, y0, x1, y1 = max(x0, left), max(y0, bottom), min(x1, right), min(y1, top)
    return (x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None


def times(first: Matrix, second: Matrix) -> Matrix:
    """The transformation that does the first and then the second."""
    if second == IDENTITY:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def bounds(points: list[PagePoint]) -> Rectangle:
    """The smallest area that holds these points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def moved(area: Rectangle, matrix: Matrix) -> Rectangle:
    """The smallest area that holds an area after a transformation."""
    if matrix == IDENTITY:
        return area
    a, b, c, d, e, f = matrix
    corners = [(area[i], area[j]) for i in (0, 2) for j in (1, 3)]
    return bounds([(a * x + c * y + e, b * x + d * y + f) for x, y in corners])


def turn_of(matrix: Matrix) -> int:
    """By how many degrees the page must be turned clockwise for a text of this matrix to stand upright."""
    a, b = matrix[0], matrix[1]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 180
    return 90 if b > 0 else 270
