"""A page: what people are to read, as values that mean something and have no layout.

Composers (``compose_…`` in this folder) turn results into pages. A writer turns any page into one kind of text, and
alone knows of widths, indents, colours or tags: `jsrules.outputs.terminal`, `jsrules.outputs.markdown`. The next, for
HTML say, handles

- **blocks** (`PageBlock` names all): `Item` and `Entry` hold blocks that belong to them, `Nested` those that belong to
  the block before it; `written` leaves out paragraphs and entries that say nothing, so that composers need not ask;
- their **contents**: an `Inline`, or a `Flow` of items in a row;
- the pieces of a **text**: strings, `Styled` (a role, for its colour), `SourcePlace`, `CellReference`, `Numeral`,
  `Reference` (to the `Item` of that number), or a tuple of these. `pieces` takes texts and flows apart, `plain` makes
  a string of them.

A page is a list of groups, a group a list of blocks that stand together: on a terminal with an empty line behind.
Strings are as they come from files: a writer makes them safe for its medium (`clean`, the escapes of HTML).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from jsrules.base.diagnostic import Label
from jsrules.base.language import get_language, say
from jsrules.base.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.model.outcome import Outcome

Role = Literal["", "error", "warning", "info", "waived", "good", "strong", "faint", "rules"]
"""What a text is: how grave, that it stands although it is not right, how good, what stands out or back, or the text
of rules, with colours of its own.
"""


# -- the pieces of a text


class Styled(Record):
    """A text in a role; ``whole`` asks for it not to be broken, where it stands alone or as an item of a flow."""

    text: Inline
    role: Role = ""
    whole: bool = False


class SourcePlace(Record):
    """Where something stands; never broken, since people click on it.

    ``short`` leaves out the path of the place before. ``printed``: where a published document prints it, in words.
    """

    path: str
    line: int = 0
    column: int = 0
    short: bool = False
    printed: str = ""

    @property
    def text(self) -> str:
        """``reports/a.yaml:12:9``, without what is not known, and what is ``printed`` behind it or alone."""
        place, printed = self.parts
        return say("{place}{printed}", "{place} {printed}", place=place, printed=printed) if printed else place

    @property
    def parts(self) -> tuple[str, str]:
        """What people click on, and in brackets what may stand on another line."""
        if not self.line:
            return self.printed or self.path, ""
        place = f"{self.line}:{self.column}" if self.column else str(self.line)
        if not self.short:
            place = f"{self.path}:{place}"
        return place, say("（{printed}）", "({printed})", printed=self.printed) if self.printed else ""


class CellReference(Record):
    """A cell by its full name, and where it stands, if it does; ``cell`` is its number in the report, or -1."""

    text: str
    place: SourcePlace | None = None
    cell: int = -1


class Numeral(Record):
    """A figure as printed, or as it should be."""

    text: str


class Reference(Record):
    """The number of an item of this page."""

    text: str


Piece: TypeAlias = str | Styled | SourcePlace | CellReference | Numeral | Reference
Inline: TypeAlias = "Piece | tuple[Inline, ...]"


class Flow(Record):
    """Items in a row. A line is broken between them, inside of them only where one is longer than a line."""

    items: Sequence[Inline]
    separator: str = "  "


Content: TypeAlias = "Inline | Flow"


# -- blocks


class Heading(Record):
    """What opens a section."""

    text: Inline


class Paragraph(Record):
    """A paragraph. ``hanging``: one of several in a list, or the title of what follows; its first line stands out."""

    content: Content
    role: Role = ""
    hanging: bool = False


class Entry(Record):
    """A label and what it says, then blocks that belong to it. Labels that end in a colon or space say where they end.

    ``columns``: the least width of the label, so that several are lined up. ``hanging`` as in `Paragraph`.
    """

    label: str | Styled
    content: Content
    body: Sequence[PageBlock] = ()
    role: Role = ""
    columns: int = 0
    hanging: bool = False


class Item(Record):
    """A finding, cause or proposal under its number (a bullet, where it has none): its title, then what it says.

    ``about`` are the outcomes that it tells, and ``cells`` the numbers of the report's cells that it points at, for
    media in which one can go there.
    """

    number: int | str
    title: Content
    body: Sequence[PageBlock] = ()
    role: Role = ""
    about: Sequence[Outcome] = ()
    cells: Sequence[int] = ()


class Nested(Record):
    """Blocks that belong to the one before them; ``close``: a list of short ones, set in by little."""

    blocks: Sequence[PageBlock]
    close: bool = False


class TextTable(Record):
    """Rows of cells; ``right`` says which columns lean to the right, ``roles`` the roles of rows as far as they go.

    ``head``: the first row names the columns. ``named``: the last cell of each row is a name, which may be long.
    ``joint``: where the table is too wide each row may be a line, this between the cells behind the first.
    """

    rows: Sequence[Sequence[Inline]]
    right: Sequence[bool]
    roles: Sequence[Role] = ()
    head: bool = False
    named: bool = False
    joint: str = ""


class Code(Record):
    """Text whose lines stay as they are."""

    text: str


class Excerpt(Record):
    """The lines of sources that labels mark, with the marks (carets, on a terminal), and notes on them.

    Without labels it is the ``path`` of the file that is meant, if any.
    """

    labels: Sequence[Label]
    path: str = ""
    role: Role = "warning"
    notes: Sequence[Entry] = ()


class Divider(Record):
    """A line between the pages of two reports."""


PageBlock: TypeAlias = Heading | Paragraph | Entry | Item | Nested | TextTable | Code | Excerpt | Divider
Blocks: TypeAlias = Sequence[PageBlock]
Page: TypeAlias = list[Blocks]


def written(blocks: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """The blocks without entries and paragraphs that say nothing."""
    return (each for each in blocks if not isinstance(each, (Entry, Paragraph)) or _says(each.content))


def _says(content: Content) -> bool:
    """Whether there is anything in it."""
    if isinstance(content, str):
        return bool(content)
    if isinstance(content, Flow):
        return any(map(_says, content.items))
    return any(map(_says, content)) if isinstance(content, tuple) else _says(content.text)


def section(title: Inline, *blocks: PageBlock) -> Blocks:
    """Blocks under a heading; nothing where there are none."""
    return [Heading(title), *blocks] if blocks else []


def pieces(content: Content) -> Iterator[Piece]:
    """The pieces of a text or flow in order. A span with a role is one piece, whose text has pieces of its own."""
    if isinstance(content, Flow):
        content = joined(content.items, content.separator)
    if isinstance(content, tuple):
        for part in content:
            yield from pieces(part)
    elif isinstance(content, Styled) and not content.role:
        yield from pieces(content.text)
    elif content:
        yield content


def plain(content: Content) -> str:
    """All of a text or flow as one string."""
    if isinstance(content, str):
        return content
    if isinstance(content, tuple):
        return "".join(map(plain, content))
    return plain(joined(content.items, content.separator) if isinstance(content, Flow) else content.text)


def joined(items: Sequence[Inline], separator: str) -> Inline:
    """Texts as one, with a separator between those that say something."""
    said = [item for item in items if _says(item)]
    return tuple((separator, item) if number else item for number, item in enumerate(said))


def tell(chinese: str, english: str, /, **values: Inline) -> Inline:
    """Like `say`, for texts: one message in the current language, its placeholders filled with pieces of text."""
    parts = say(chinese, english).format(**{name: f"\0{name}\0" for name in values}).split("\0")
    return tuple(values[part] if number % 2 else part for number, part in enumerate(parts))


def word(words: Mapping[str, tuple[str, str]], key: str) -> str:
    """A word of the catalogue in the current language; a key that it does not know stands for itself."""
    pair = words.get(key)
    return pair[get_language() == "en"] if pair else key


NAMES_SHOWN = 6
"""So many names stand in a list before it says that there are more."""


def list_names(names: list[str]) -> str:
    """Names in a row; of many only the first ones."""
    text = say("、", ", ").join(names[:NAMES_SHOWN])
    if len(names) > NAMES_SHOWN:
        text += say("等", " and others")
    return text
