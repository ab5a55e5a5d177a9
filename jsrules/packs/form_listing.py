"""All form sets that a pack is for: those that some report would be given with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.model.pack import PackManifest
from jsrules.packs.choice import Installed, Member, PackChain, fit_places, kinds_of
from jsrules.packs.form_choice import ChosenForms, FormChooser, choose_form_set
from jsrules.packs.form_files import GIVEN, FormFile, form_files, given_form_files
from jsrules.packs.library import Pack
from jsrules.readers.reports.form_head import FormSetHead, read_form_head
from jsrules.readers.reports.form_validity import last_turn
from jsrules.readers.reports.header import REGION, UNIT_KIND, ReportHeader

FormKey = tuple[str, int, str]
"""A kind of report, a fiscal year, and the regions and kinds of unit that a form set is for: by this, form sets of two
versions of a pack are compared.
"""


def key_of(forms: ChosenForms) -> FormKey:
    """What a form set is for."""
    head = forms.file.head
    return forms.kind, forms.year, "、".join((*head.regions, *head.unit_kinds))


FormPurpose = tuple[str, int]
"""A kind of report and a fiscal year."""


def forms_for(
    purpose: FormPurpose, pack: Pack | None = None, given: Sequence[FormFile] = (), base: Pack | None = None
) -> ChosenForms:
    """The form set for a kind of report and a year: one that is given, else of a pack, else of any that is installed.
    ``base`` is what the pack builds on, by default the installed one.

    Raises `InputError` (E119) when there is none.
    """
    kind, year = purpose
    chains = [standing_on(pack, base)] if pack is not None else []
    found = FormChooser(Installed().all, given).choose(ReportHeader(kind=kind, year=year), chains)
    assert found is not None, "a header with kind and year has a form set, or it is an error"
    return found


def latest_forms(
    kind: str,
    year: int | None,
    packs: Sequence[str] = (),
    given: Sequence[str | Source] = (),
    places: Mapping[str, str] | None = None,
) -> ChosenForms:
    """The form set for a kind of report (or the id of its form sets) and a year, by default the latest one there is:
    in these packs, else in any that is installed; those that are ``given`` by path go before all. ``places`` are the
    region and the kind of unit, as reports say them in their heads.

    Raises `InputError` (E119) when there is none.
    """
    installed = Installed("", packs)
    chains = installed.named(packs)
    files = given_form_files(given)
    chooser = FormChooser(installed.all, files)
    heads = [each.head for each in chooser.candidates(ReportHeader(kind=kind), chains)]
    heads = [each for each in heads if kind in (*each.kinds, each.identifier)]
    if heads and kind not in {name for each in heads for name in each.kinds}:
        kind = heads[0].kind
    if year is None:
        year = max((each for head in heads for each in head.years.named), default=0)
    chosen = chooser.choose(ReportHeader(kind=kind, year=year, extra=dict(places or {})), chains)
    assert chosen is not None, "a header with kind and year has a form set, or it is an error"
    return chosen


def listed_forms(pack: Pack | None, base: Pack | None = None, given: Sequence[FormFile] = ()) -> list[ChosenForms]:
    """The form sets that the rules of a pack are read under, by year, those for a region before those for all; without
    a pack all that are given. Of several years that nothing in a form set tells apart there is the last.

    ``base`` is the pack that it builds on, by default the installed one. Form sets that are ``given`` go before those
    of packs; where a chain of packs has none of its kind, those of all installed packs count. Raises `InputError` for
    a wrong form set.
    """
    chains = [standing_on(pack, base)] if pack is not None else []
    chain = [member.pack for each in chains for member in each.chain]
    kinds = kinds_of(chain)
    if pack is None:
        kinds = tuple(each.head.kind for each in given)
    for source in pack.forms if pack is not None and kinds else ():
        _refuse_other_kind(read_form_head(source), kinds)
    files = [*given, *form_files(chains)]
    if not any(set(kinds) & set(each.head.kinds) for each in files):
        files += form_files(Installed().all())
    own = [each for each in files if each.rank >= GIVEN and set(kinds) & set(each.head.kinds)]
    found: dict[tuple[object, ...], ChosenForms] = {}
    for header in _headers(chain, kinds, own or files):
        chosen = choose_form_set(own or files, header, among=files)
        if chosen is not None:
            found[(*(id(each) for each in chosen.sources), last_turn(chosen.sources, chosen.year))] = chosen
    return sorted(found.values(), key=lambda each: (each.year, not each.file.head.regions, each.title))


def _refuse_other_kind(head: FormSetHead, kinds: Sequence[str]) -> None:
    """Raises `InputError` (E303) for a form set in a pack that is for no report of its kind: it would never be used."""
    if set(kinds) & set(head.kinds):
        return
    raise fail(
        "E303",
        say(
            "这是“{kind}”的表样，规则包只用于{kinds}：永远用不上",
            "this form set is for “{kind}”, and its pack only for {kinds}: it would never be used",
            kind=head.kind,
            kinds=say("、", ", ").join(f"“{each}”" for each in kinds),
        ),
        path=head.source.path,
        remedy=say(
            "改“表样”一行，或在清单的“报告”里加上这一种", "correct 表样, or add that kind to 报告 in the manifest"
        ),
    )


def standing_on(pack: Pack, base: Pack | None = None) -> PackChain:
    """A pack with what it builds on, as far as that is here; ``base`` is what it builds on directly, by default the
    installed one.
    """
    chain = [pack]
    seen = {pack.manifest.identifier}
    while (required := chain[0].manifest.requires) is not None:
        below = base if base is not None and chain[0] is pack else Installed().base(required)
        if below is None or below.manifest.identifier in seen:
            break
        seen.add(below.manifest.identifier)
        chain.insert(0, below)
    return PackChain(tuple(Member(each, "given") for each in chain))


def _headers(chain: Sequence[Pack], kinds: Sequence[str], files: Sequence[FormFile]) -> Iterator[ReportHeader]:
    """The heads of reports that tell the form sets apart: every kind, year and place that one of them names."""
    manifests = [each.manifest for each in chain]
    meant: list[FormSetHead | PackManifest] = [each.head for each in files if set(kinds) & set(each.head.kinds)]
    meant += manifests
    years = sorted({year for each in meant for year in each.years.named})
    places = dict.fromkeys(
        (region, unit_kind)
        for each in meant
        for region in ("", *map(example_of, each.regions))
        for unit_kind in ("", *map(example_of, each.unit_kinds))
    )
    for kind in kinds:
        for year in years:
            for region, unit_kind in places:
                fits = [
                    each.years.holds(year)
                    and fit_places(each.regions, region) != "no"
                    and fit_places(each.unit_kinds, unit_kind) != "no"
                    for each in manifests
                ]
                if all(fits):
                    yield ReportHeader(kind=kind, year=year, extra={REGION: region, UNIT_KIND: unit_kind})


def example_of(pattern: str) -> str:
    """A region, or a kind of unit, that fits a pattern."""
    return pattern.replace("*", "").replace("?", "某")
