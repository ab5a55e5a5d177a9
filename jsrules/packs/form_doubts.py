"""What in a report speaks against the form set that was chosen for it: another one that knows more of its names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.names import fold, quoted_list
from jsrules.base.record import Record, replace
from jsrules.base.source import Source
from jsrules.base.table_numbers import numbered_title, table_number
from jsrules.model.form import FormSet
from jsrules.packs.choice import fit_places
from jsrules.packs.form_choice import ChosenForms, with_its_bases
from jsrules.packs.form_files import FormFile
from jsrules.readers.reports.header import REGION, UNIT_KIND, ReportHeader
from jsrules.readers.reports.nodes import Mapping, Scalar
from jsrules.readers.reports.problems import shown, span_of
from jsrules.readers.reports.recognition import Recognition, recognise
from jsrules.readers.reports.yaml_words import in_yaml

_SHOWN = 3


class _Other(Record):
    """A form set that was not chosen, what it knows of the report, and the names that it knows and the chosen one
    does not.
    """

    forms: ChosenForms
    recognition: Recognition
    gained: list[Scalar]


def against(
    chosen: ChosenForms,
    header: ReportHeader,
    source: Source,
    tree: Mapping,
    files: Sequence[FormFile],
    read: Callable[[ChosenForms], FormSet],
) -> Diagnostic | None:
    """The warning (W324) that another form set of the kind, among ``files``, knows more names and printed numbers of
    tables of the report than the chosen one does, and most of those that this one does not know: a slip may happen to
    be a name elsewhere. None when there is none, or when several are as good. ``read`` reads a form set.
    """
    own = recognise(tree, read(chosen))
    doubtful = [*own.unknown, *own.differing]
    if not doubtful:
        return None
    best: list[_Other] = []
    for other in _others(chosen, header, own, files):
        try:
            found = recognise(tree, read(other))
        except InputError:
            continue  # one that is wrong itself speaks against nothing
        places = {(each.line, each.column) for each in (*found.known, *found.agreeing)} - {
            (each.line, each.column) for each in (*found.unknown, *found.differing)
        }
        gained = [each for each in doubtful if (each.line, each.column) in places]
        if 2 * len(gained) <= len(doubtful) or _weight(found) <= _weight(own):
            continue
        if len(found.unknown) > len(own.unknown) or len(found.differing) > len(own.differing):
            continue
        made = _Other(other, found, gained)
        if not best or _order(made, header) > _order(best[0], header):
            best = [made]
        elif _order(made, header) == _order(best[0], header):
            best.append(made)
    # Of several that fit as well nobody knows which one it is.
    return _warning(best[0], chosen, own, header, source, tree) if len(best) == 1 else None


def _weight(found: Recognition) -> int:
    """How much of a report a form set knows."""
    return len(found.known) + len(found.agreeing)


def _order(other: _Other, header: ReportHeader) -> tuple[int, ...]:
    """What of two form sets that are not chosen is the nearer one: the one that knows more, that is for a year nearer
    to the report's, that is for more reports, that of the upper pack.
    """
    year, head = header.year or 0, other.forms.file.head
    distance = abs(_year_near(other.forms.file, year) - year)
    narrow = bool(head.regions) + bool(head.unit_kinds)
    return _weight(other.recognition), -distance, -narrow, other.forms.file.rank


def _others(
    chosen: ChosenForms, header: ReportHeader, own: Recognition, files: Sequence[FormFile]
) -> Iterator[ChosenForms]:
    """The other form sets of the kind that hold one of the names that are not known."""
    year = header.year
    assert year is not None
    names = {digits or fold(each.text) for each in own.unknown for digits in (_digits(each.text),)}
    for file in files:
        if file.base_only:
            continue
        head = file.head
        if header.kind not in head.kinds or any(
            fit_places(patterns, header.extra.get(key, "")) == "no"  # the report says itself that it is from elsewhere
            for key, patterns in ((REGION, head.regions), (UNIT_KIND, head.unit_kinds))
        ):
            continue
        try:
            other = with_its_bases(file, files, replace(header, year=_year_near(file, year)))
        except InputError:
            continue
        if other.digest == chosen.digest:
            continue
        text = fold("".join(each.text for each in other.sources))
        if own.differing or any(each in text for each in names):
            yield other


def _digits(text: str) -> str:
    """Of a number of a table (公开09表) its digits without zeros before them; empty for any other text."""
    number = table_number(text)
    return str(number[0]) if number is not None else ""


def _year_near(file: FormFile, year: int) -> int:
    """The year nearest to this one that a form set is for."""
    ranges = file.head.years.ranges or ((year, year),)
    return min((min(max(year, first), last) for first, last in ranges), key=lambda each: abs(each - year))


def _warning(
    other: _Other, chosen: ChosenForms, own: Recognition, header: ReportHeader, source: Source, tree: Mapping
) -> Diagnostic:
    title = other.forms.title
    if title == chosen.title or other.forms.file.pack is not chosen.file.pack:
        title = other.forms.file.name
    moved = next(_moved(other, own, tree), None)
    if moved is not None:
        place, name = moved
        text = say(
            "这份报告的“{key}”是“{name}”，更像“{title}”的表样",
            "“{key}” of this report is “{name}”: it is more like the form set “{title}”",
            key=shown(numbered_title(place.text)[0] or place.text),
            name=name,
            title=title,
        )
    else:
        place = other.gained[0]
        names = list(dict.fromkeys(shown(each.text) for each in other.gained))
        text = say(
            "{names}{more}“{own}”里没有，“{title}”里有：这份报告更像“{title}”的表样",
            "{names}{more} not in “{own}” but in “{title}”: the report is more like the form set “{title}”",
            names=quoted_list(names[:_SHOWN], say("、", ", ")),
            more=say(" 等 {n} 个名称，", ", … ({n} names) are", n=len(names))
            if len(names) > _SHOWN
            else say("，", " are" if len(names) > 1 else " is"),
            own=chosen.title,
            title=title,
        )
    label = Label(source, span_of(source, place))
    return Diagnostic("W324", text, (label,), remedy=_remedy(other.forms, chosen, header))


def _moved(other: _Other, own: Recognition, tree: Mapping) -> Iterator[tuple[Scalar, str]]:
    """The tables that the two form sets take for different ones, where the other one knows what is in it, or it is one
    for the chosen one that is there already.
    """
    for key, node in tree.entries:
        was, now = own.tables.get(key.line), other.recognition.tables.get(key.line)
        if now is not None and key in other.gained and (key in own.differing or table_number(key.text) is not None):
            yield key, now.title
        if was is None or now is None or was.title == now.title:
            continue
        following = [each.line for each, _ in tree.entries if each.line > key.line]
        end = min(following, default=key.line + 10**6)
        if isinstance(node, Mapping) and any(key.line <= each.line < end for each in other.gained):
            yield key, now.title


def _remedy(other: ChosenForms, chosen: ChosenForms, header: ReportHeader) -> str:
    """What to write so that the other one is chosen."""
    head = other.file.head
    wanted = [
        f"{key}: {in_yaml(_example(patterns))}"
        for key, patterns in ((REGION, head.regions), (UNIT_KIND, head.unit_kinds))
        if fit_places(patterns, header.extra.get(key, "")) != "yes"
    ]
    if other.year != header.year and not head.years.holds(header.year or 0):
        wanted.append(f"年度: {other.year}")
    if wanted:
        return say(
            "是的话，在报告的表头写 {entries}",
            "if so, write in the report's head: {entries}",
            entries="；".join(wanted),
        )
    pack = other.file.pack
    if pack is not None and (
        chosen.file.pack is None or pack.manifest.identifier != chosen.file.pack.manifest.identifier
    ):
        return say("是的话，加上 --pack {name}", "if so, add --pack {name}", name=pack.manifest.identifier)
    path = head.source.path
    if os.path.exists(path):
        return say("是的话，加上 --forms {path}", "if so, add --forms {path}", path=path)
    return say("是的话，用 --forms 给出这一套", "if so, give that form set with --forms")


def _example(patterns: Sequence[str]) -> str:
    from jsrules.packs.form_listing import example_of

    return example_of(patterns[0])
