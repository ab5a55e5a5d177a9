"""Which form set is for a report: which, why, and never a guess."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from jsrules.base.diagnostic import InputError, Label, fail
from jsrules.base.digests import sha256
from jsrules.base.language import say
from jsrules.base.names import nearest
from jsrules.base.record import Record, replace
from jsrules.base.source import Source
from jsrules.model.form import FormSet
from jsrules.model.outcome import Criterion, FormSetInfo
from jsrules.packs.choice import Fit, PackChain, fit_places, weakest
from jsrules.packs.form_files import GIVEN, FormFile, form_files
from jsrules.readers.reports.form_head import SAME_YEAR, FormSetHead, find_base, with_bases
from jsrules.readers.reports.header import KIND, REGION, UNIT_KIND, YEAR, ReportHeader
from jsrules.readers.reports.problems import span_of


class ChosenForms(Record):
    """The form set that was chosen for a report: its files, the first base first, and the year that they are read for.

    ``why`` says by what it was chosen. ``runs_on``: it was made for earlier years than the report's, and is declared to
    be used for later ones. ``among`` are the files that it was chosen from, its bases among them.
    """

    file: FormFile
    sources: tuple[Source, ...]
    year: int
    why: tuple[Criterion, ...] = ()
    runs_on: bool = False
    among: tuple[FormFile, ...] = ()

    @property
    def digest(self) -> str:
        """The hash of all that it is read from."""
        digest = sha256(str(self.year).encode())
        for source in self.sources:
            data = source.text.encode("utf-8", "surrogatepass")
            digest.update(b" %d:" % len(data))
            digest.update(data)
        return digest.hexdigest()

    @property
    def kind(self) -> str:
        """The kind of report."""
        return self.file.head.kind

    @property
    def title(self) -> str:
        """What people call it."""
        return self.file.head.title

    @property
    def info(self) -> FormSetInfo:
        """What results say of it."""
        pack = self.file.pack
        return FormSetInfo(
            self.kind,
            self.title,
            self.year,
            pack.manifest.identifier if pack is not None else "",
            pack.manifest.version if pack is not None else "",
            self.file.origin,
            self.file.head.source.path,
            self.digest,
            self.why,
            self.runs_on,
        )

    @property
    def key(self) -> str:
        """What stands for the form set and for those that it was chosen from."""
        digest = sha256(self.digest.encode())
        for each in self._alike:
            digest.update(each.head.source.text.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    @property
    def _alike(self) -> list[FormFile]:
        kinds = {*self.file.head.kinds}
        return [each for each in self.among if kinds & {*each.head.kinds}]

    def others(self) -> Iterator[FormSet]:
        """The form sets of the same kind that it was chosen from, read one by one, each for all of its years: a rule
        may name what one of them has. One that cannot be read is passed over.
        """
        from jsrules.readers.reports.form_validity import last_turn

        for file in self._alike:
            turns: set[int] = set()
            for year in reversed(file.head.years.named or (self.year,)):
                try:
                    chosen = with_its_bases(file, self.among, ReportHeader(kind=self.kind, year=year))
                    turn = last_turn(chosen.sources, chosen.year)
                    if turn not in turns and (file is not self.file or year != self.year):
                        yield chosen.read()
                except InputError:
                    break
                turns.add(turn)

    def read(self) -> FormSet:
        """The form set itself. Raises `InputError` with everything that is wrong in it."""
        return _read(tuple((each.path, each.text) for each in self.sources), self.year)


@lru_cache(maxsize=64)
def _read(files: tuple[tuple[str, str], ...], year: int) -> FormSet:
    """By paths and texts. Rules are looked at under each form set of their kind, and under all others where one lacks a
    name: the same ones again and again.
    """
    from jsrules.readers.reports.form_reader import read_form_set

    return read_form_set([Source(path, text) for path, text in files], year)


def choose_form_set(
    files: Sequence[FormFile],
    header: ReportHeader,
    source: Source | None = None,
    among: Sequence[FormFile] = (),
) -> ChosenForms | None:
    """The form set for a report, and why; None when none is. ``source`` is the report's text, where errors are shown;
    bases are looked for ``among`` all of these, by default the files themselves.

    That of a pack goes before those of the packs it builds on, one for the report's region and kind of unit before one
    for all, one for its year before one that runs on. One whose region or kind of unit the report does not give is
    taken only when nothing else is for it. Raises `InputError` (E318) when several remain, and (E303) for a base that
    is not there.
    """
    found = _best(files, header, source)
    return with_its_bases(found, among or files, header) if found is not None else None


def _best(files: Sequence[FormFile], header: ReportHeader, source: Source | None = None) -> FormFile | None:
    fitting = [(each, fit_of(each.head, header)) for each in files if not each.base_only]
    for wanted in ("yes", "unknown"):
        several = [each for each, fit in fitting if fit == wanted]
        if several:
            ranks = {id(each): _rank(each, header) for each in several}
            highest = max(ranks.values())
            first = [each for each in several if ranks[id(each)] == highest]
            if len(first) > 1:
                raise _ambiguous(first, header, source)
            return first[0]
    return None


def fit_of(head: FormSetHead, header: ReportHeader) -> Fit:
    """Whether a form set is for a report with this head."""
    if header.kind not in head.kinds or header.year is None:
        return "no"
    if not head.years.holds(header.year) and not (head.runs_on and _last(head) < header.year):
        return "no"
    return _fit_of_place(head, header)


def _fit_of_place(head: FormSetHead, header: ReportHeader) -> Fit:
    """Whether it is for the report's region and kind of unit."""
    return weakest(
        fit_places(head.regions, header.extra.get(REGION, "")),
        fit_places(head.unit_kinds, header.extra.get(UNIT_KIND, "")),
    )


def _last(head: FormSetHead) -> int:
    return max((last for _, last in head.years.ranges), default=0)


def _rank(file: FormFile, header: ReportHeader) -> tuple[int, ...]:
    """What of two form sets for a report has the greater one is the more specific."""
    head = file.head
    assert header.year is not None
    own = head.years.holds(header.year)
    narrow = [max((len(each.strip("*")) for each in several), default=0) for several in (head.regions, head.unit_kinds)]
    return (
        file.rank,
        bool(head.regions),
        bool(head.unit_kinds),
        own,
        0 if own else _last(head),
        bool(head.years),
        *narrow,
    )


def with_its_bases(file: FormFile, files: Sequence[FormFile], header: ReportHeader) -> ChosenForms:
    """A form set with its bases, whatever they are for this report. Raises `InputError` (E119, E303) when one is not
    there.
    """
    head = file.head
    year = header.year
    assert year is not None
    runs_on = not head.years.holds(year)
    year = _last(head) if runs_on else year

    def find(other: FormSetHead) -> FormSetHead | None:
        nonlocal year, runs_on
        own = next(each for each in files if each.head is other)
        if other.base != SAME_YEAR:
            among = [each for each in files if each.rank <= own.rank]
            return find_base(other, (each.head for each in sorted(among, key=lambda each: -each.rank)))
        below = _best([each for each in files if each.rank < own.rank], replace(header, year=year))
        if below is None:
            raise _nothing_below(other, header)
        if year is not None and not below.head.years.holds(year):
            year, runs_on = _last(below.head), True
        return below.head

    heads = with_bases(head, find)
    assert year is not None
    return ChosenForms(file, tuple(each.source for each in heads), year, _why(head), runs_on, tuple(files))


def _why(head: FormSetHead) -> tuple[Criterion, ...]:
    asked: dict[Criterion, object] = {
        "kind": True,
        "year": head.years,
        "region": head.regions,
        "unit_kind": head.unit_kinds,
    }
    return tuple(each for each, is_asked in asked.items() if is_asked)


def _nothing_below(head: FormSetHead, header: ReportHeader) -> InputError:
    return fail(
        "E119",
        say(
            "“{title}”以同年的表样为基础，而它依赖的规则包没有 {year} 年度的",
            "“{title}” builds on the form set of the same year, and the packs below have none for {year}",
            title=head.title,
            year=header.year,
        ),
        *([head.base_label] if head.base_label is not None else []),
        path=head.source.path,
        remedy=say("在清单里写“依赖”，或写全这一年的表样", "name the pack below under 依赖, or write it in full"),
    )


def _ambiguous(found: Sequence[FormFile], header: ReportHeader, source: Source | None) -> InputError:
    names = [each.name for each in found]
    missing = [
        key
        for key, asked in (
            (REGION, any(each.head.regions for each in found)),
            (UNIT_KIND, any(each.head.unit_kinds for each in found)),
        )
        if asked and not header.extra.get(key)
    ]
    notes: tuple[str, ...] = ()
    if missing:
        text = say(
            "报告的表头没有写{keys}，写上就能分清",
            "the report's head does not say {keys}; saying it tells them apart",
            keys=say("、", ", ").join(missing),
        )
        notes = (text,)
    return fail(
        "E318",
        say(
            "{n} 套表样都适用于这份报告：{names}",
            "{n} form sets are for this report: {names}",
            n=len(found),
            names=say("、", ", ").join(names if len({*names}) == len(names) else [each.place for each in found]),
        ),
        *_label(header, KIND, source),
        path=found[-1].head.source.path,
        notes=notes,
        remedy=say(
            "用 --forms 给出其中一套，或用 --pack 说明用哪个规则包；写表样的，给它们不同的年度、地区或单位性质",
            "give one with --forms, or a pack with --pack; who writes them should tell them apart by year, region or "
            "kind of unit",
        ),
    )


class FormChooser:
    """Chooses form sets for reports: among those that are ``given`` by path, else those of the packs that are used,
    else those of all packs that are ``installed``.
    """

    def __init__(self, installed: Callable[[], Sequence[PackChain]], given: Sequence[FormFile] = ()) -> None:
        self._installed = installed
        self._given = list(given)
        self._files: dict[tuple[str, ...], list[FormFile]] = {}
        self._chosen: dict[tuple[object, ...], ChosenForms] = {}

    def choose(
        self, header: ReportHeader, chains: Sequence[PackChain] = (), source: Source | None = None
    ) -> ChosenForms | None:
        """The form set for a report that is verified with these packs; None for a report without a kind.

        ``source`` is the report's text, where errors are shown. Raises `InputError` (E119, E318) when none is, or
        several are.
        """
        if not header.kind or header.year is None:
            return None
        names = tuple(each.identifier for each in chains)
        key = header.kind, header.year, header.extra.get(REGION), header.extra.get(UNIT_KIND), names
        if key not in self._chosen:
            files = self.candidates(header, chains)
            given = [each for each in files if each.rank >= GIVEN and header.kind in each.head.kinds]
            found = choose_form_set(given or files, header, source, files)
            if found is None:
                raise _none(given or files, header, source)
            self._chosen[key] = found
        return self._chosen[key]

    def narrative(self, chosen: ChosenForms, chains: Sequence[PackChain] = ()) -> tuple[Source, ...]:
        """The files that tell how the prose of a report with this form set is read: those of the pack that has it, or
        is for its kind of report, and of all that it is built with; nothing where no such pack has any.
        """
        pack = chosen.file.pack
        for own in (True, False):
            for group in (chains, self._installed()):
                found = [
                    each.narrative
                    for each in group
                    if each.narrative
                    and (any(member.pack is pack for member in each.chain) if own else chosen.kind in _kinds(each))
                ]
                if found:
                    return max(found, key=len)
        return ()

    def all(self, chains: Sequence[PackChain] = ()) -> list[FormFile]:
        """Every form set that there is: those that are given, of these packs, and of the installed ones."""
        return [*self._given, *self._of((*chains, *self._installed()))]

    def candidates(self, header: ReportHeader, chains: Sequence[PackChain] = ()) -> list[FormFile]:
        """The form sets among which one is chosen for a report."""
        used = self._of(tuple(chains))
        if not any(header.kind in each.head.kinds for each in used):
            used = self._of((*chains, *self._installed()))
        return [*self._given, *used]

    def _of(self, chains: tuple[PackChain, ...]) -> list[FormFile]:
        key = tuple(each.identifier for each in chains)
        if key not in self._files:
            self._files[key] = form_files(chains)
        return self._files[key]


def _label(header: ReportHeader, key: str, source: Source | None) -> tuple[Label, ...]:
    """Where the head of a report says this."""
    place = header.places.get(key)
    return (Label(source, span_of(source, place)),) if source is not None and place is not None else ()


def _none(files: Sequence[FormFile], header: ReportHeader, source: Source | None) -> InputError:
    """E119, with what there is."""
    joint = say("、", ", ")
    of_kind = [each for each in files if header.kind in each.head.kinds]
    if not of_kind:
        known = list(dict.fromkeys(kind for each in files for kind in each.head.kinds))
        near = nearest(header.kind, known) or sorted(known)
        return fail(
            "E119",
            say("没有“{kind}”的表样", "there is no form set for “{kind}”", kind=header.kind),
            *_label(header, KIND, source),
            remedy=say(
                "已有：{names}；不按表样写的报告请删去“报告”一行",
                "there are: {names}; remove the entry 报告 from a report without a form set",
                names=joint.join(near) or say("（无）", "(none)"),
            ),
        )
    fitting = [each for each in of_kind if _fit_of_place(each.head, header) == "yes"] or of_kind
    fitting.sort(key=lambda each: (each.head.years.ranges, each.head.title))
    names = joint.join(dict.fromkeys(each.head.title for each in fitting))
    place = joint.join(filter(None, (header.extra.get(REGION), header.extra.get(UNIT_KIND))))
    return fail(
        "E119",
        say(
            "没有 {year} 年度“{kind}”的表样{place}",
            "there is no form set for “{kind}” of {year}{place}",
            kind=header.kind,
            year=header.year,
            place=say("（{place}）", " ({place})", place=place) if place and _only_place(of_kind, header) else "",
        ),
        *_label(header, YEAR, source),
        remedy=say("已有：{names}", "there are: {names}", names=names),
    )


def _only_place(files: Sequence[FormFile], header: ReportHeader) -> bool:
    """Whether there would be one, were it not for the region and the kind of unit."""
    anywhere = replace(header, extra={})
    return any(fit_of(each.head, anywhere) != "no" for each in files)


def _kinds(chain: PackChain) -> frozenset[str]:
    """The kinds of report that a pack, or one that it builds on, is for."""
    return frozenset(kind for member in chain.chain for kind in member.pack.manifest.kinds)
