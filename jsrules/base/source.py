"""Source texts and places in them. Lines and columns count from 1, in code points."""

from __future__ import annotations

from bisect import bisect_right

from jsrules.base.record import Record, field


class Span(Record):
    """A half-open range of code-point offsets in one source text."""

    start: int
    end: int

    def to(self, other: Span) -> Span:
        """The smallest span that holds this one and ``other``."""
        return Span(min(self.start, other.start), max(self.end, other.end))


NOWHERE = Span(0, 0)


class Source(Record, frozen=False):
    """A text with the path it was read from; the path is what messages print. ``made``: it was made of the document at
    that path, in which its lines are none.
    """

    path: str
    text: str
    _starts: list[int] = field(default_factory=list, repr=False)
    made: bool = False

    def _line_starts(self) -> list[int]:
        if not self._starts:
            starts = [0]
            find = self.text.find
            position = find("\n")
            while position >= 0:
                starts.append(position + 1)
                position = find("\n", position + 1)
            self._starts = starts
        return self._starts

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column (both from 1) of an offset."""
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1; past the end it is the end."""
        starts = self._line_starts()
        if line > len(starts):
            return len(self.text)
        return min(starts[line - 1] + column - 1, len(self.text))

    def line_text(self, line: int) -> str:
        """The text of a line, without its line end."""
        starts = self._line_starts()
        if line > len(starts):
            return ""
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        return self.text[starts[line - 1] : end].rstrip("\r")

    def span(self, line: int, column: int, length: int) -> Span:
        """A span of ``length`` code points from a line and column, both from 1."""
        start = self.offset(line, column)
        return Span(start, start + length)
