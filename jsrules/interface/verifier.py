"""Verifying reports and checking rules from Python."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from os.path import isdir, isfile
from threading import Lock
from typing import Literal

from jsrules.base.dates import is_date
from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.source import Source
from jsrules.interface.inputs import (
    FormsInput,
    PackInput,
    PathInput,
    RulesInput,
    forms_of,
    one_or_several,
    pack_of,
    path_of,
    text_of,
)
from jsrules.interface.report import Report, ReportInput, open_input, source_of_input
from jsrules.interface.result import Result
from jsrules.model.given_head import GivenHead
from jsrules.packs.library import Pack, find_pack
from jsrules.verification import verifier as verification


class Verifier:
    """Verifies any number of reports; rules are read and resolved once.

    ``rules`` are rule files: paths or open texts, one or several. ``packs`` are rule packs: names, titles, paths or
    what `open_pack` gave. With no packs, the pack that is made for a report's kind and year is chosen, and the rules
    come on top. ``forms`` are form sets: paths of files or folders, or open texts; they go before those of packs.

    Packs that are locked go before those that are shipped, as for the command: ``lock`` is the lock file, by default
    ``jsrules.lock`` in the current folder, if there is one; False uses none. There is no clock: give ``today``
    (``2026-11-26``) to be told the age of the proof that a locked pack is current, and ``require_fresh`` with it, the
    greatest age in days to be accepted; waivers count as they hold on that day. ``require_lock`` accepts only packs
    that are locked.

    ``kind`` and ``year`` are those of published documents: they go before what titles say and what is inferred. A
    report in YAML, an open text or a mapping says them itself; `InputError` when it says otherwise.

    Threads may share one, and take turns; processes need one each. Raises `InputError` when rules or packs cannot be
    used.
    """

    def __init__(
        self,
        rules: RulesInput | Iterable[RulesInput] = (),
        packs: PackInput | Iterable[PackInput] = (),
        *,
        forms: FormsInput | Iterable[FormsInput] = (),
        lock: PathInput | Literal[False] | None = None,
        today: str = "",
        require_fresh: int | None = None,
        require_lock: bool = False,
        kind: str = "",
        year: int | None = None,
    ) -> None:
        if today and not is_date(today):
            raise ValueError(f"a date is like 2026-11-26, not {today!r}")
        if require_fresh is not None and not today:
            raise ValueError("require_fresh needs today")
        if require_lock and lock is False:
            raise ValueError("require_lock needs a lock")
        rule_list: list[RulesInput] = one_or_several(rules)
        pack_list: list[PackInput] = one_or_several(packs)
        self._verifier = verification.Verifier(
            [_rules(each) for each in rule_list],
            [pack_of(each) for each in pack_list],
            forms_of(forms),
            lock=path_of(lock) if lock else "",
            now=today,
            require_fresh=require_fresh,
            require_lock=require_lock,
            held={} if lock is False else None,
            as_of=today,
            given=_given(kind, year),
        )
        self._today = today
        self._turn = Lock()

    def verify(
        self,
        report: ReportInput,
        *,
        prior: ReportInput | None = None,
        subordinates: Iterable[ReportInput] = (),
        reconcile: int = 2,
        keep: str | Iterable[str] = (),
        waivers: RulesInput | None = None,
    ) -> Result:
        """The result for one report: a path, of a published document, too, an open text, a mapping, or what `read`
        gave.

        ``prior`` is the prior-year report and ``subordinates`` are those of the subordinate units (a path may be a
        folder of them), when the report's head does not name them. Where an identity does not hold
        exactly, ``result.reconciliation`` says which figures are wrong and what they should be; it takes at most the
        work of ``reconcile`` seconds, and 0 leaves it out. ``keep`` are figures known from elsewhere, named as in
        rules: ``总计`` is not changed, and changing ``表[行, 栏]=3`` counts as three. ``waivers`` are a path or an open
        text, by default the file beside the report; they count as they hold ``today``, and not at all without that.

        Raises `InputError` when the report, the prior one, the rules or the packs cannot be used, or what is to be kept
        is no figure of the report; there is no result then.
        """
        if isinstance(report, str | PathLike) and isfile(path_of(report)):
            with self._turn:
                opened, imported = self._verifier.opened(path_of(report))
        else:
            opened, imported = open_input(report, "<report>"), None
            self._verifier.hold_to_given(opened)
        before = source_of_input(prior, "<prior>") if prior is not None else ""
        units = [_unit(each, number) for number, each in enumerate(subordinates, 1)]
        if waivers is not None and not self._today:
            raise ValueError("waivers need today")
        given: str | Source = ""
        if waivers is not None:
            given = path_of(waivers) if isinstance(waivers, str | PathLike) else _waivers(waivers)
        with self._turn:
            found = self._verifier.verify(
                opened, before, reconcile, subordinates=units, keep=one_or_several(keep), waivers=given
            )
        if found.report is None:
            raise InputError(found.diagnostics)
        if imported is not None:
            found.imported, found.diagnostics = imported, [*imported.faults, *found.diagnostics]
        return Result(found, report if isinstance(report, Report) else Report(opened))


def verify(
    report: ReportInput,
    *,
    rules: RulesInput | Iterable[RulesInput] = (),
    packs: PackInput | Iterable[PackInput] = (),
    forms: FormsInput | Iterable[FormsInput] = (),
    prior: ReportInput | None = None,
    subordinates: Iterable[ReportInput] = (),
    reconcile: int = 2,
    keep: str | Iterable[str] = (),
    kind: str = "",
    year: int | None = None,
) -> Result:
    """The result for one report, as `Verifier` and `Verifier.verify` explain; for many reports make one `Verifier`."""
    return Verifier(rules, packs, forms=forms, kind=kind, year=year).verify(
        report, prior=prior, subordinates=subordinates, reconcile=reconcile, keep=keep
    )


def _given(kind: object, year: object) -> GivenHead:
    if isinstance(kind, str) and isinstance(year, int | None):
        return GivenHead(kind, year)
    raise TypeError("kind is a text and year an integer")


def _unit(given: ReportInput, number: int) -> str | Source:
    """The report of a subordinate unit, or the path of a folder of them."""
    if isinstance(given, str | PathLike) and isdir(given):
        return path_of(given)
    return source_of_input(given, f"<subordinate {number}>")


def check(
    rules: RulesInput | PackInput | Iterable[RulesInput | PackInput],
    *,
    purpose: tuple[str, int] | None = None,
    forms: FormsInput | Iterable[FormsInput] = (),
    deep: bool = False,
) -> list[Diagnostic]:
    """What is wrong with rules, or hardly meant, without a report: what ``jsrules check`` says of files and packs.

    ``purpose`` is the kind and year of the form set that names and units are checked against, by default all that a
    pack is for; ``forms`` are form sets that go before those of packs. ``deep`` also analyses the rules as a whole.
    Raises `InputError` when something cannot even be read.
    """
    from jsrules.authoring.checking import check_paths
    from jsrules.packs.form_files import given_form_files

    several: list[RulesInput | PackInput] = one_or_several(rules)
    given = [pack_of(each) if isinstance(each, str | PathLike | Pack) else _rules(each) for each in several]
    found: list[Diagnostic] = []
    for checked in check_paths(given, purpose, given_form_files(forms_of(forms)), deep=deep):
        if checked.unusable:
            raise InputError(list(checked.diagnostics))
        found += checked.diagnostics
    return found


def open_pack(pack: PathInput) -> Pack:
    """The pack of a name or title that comes with jsrules, or in a folder or archive; ``pack.manifest`` says what it
    is for.

    Raises `InputError` when there is none, or it cannot be used.
    """
    return find_pack(path_of(pack))


def _waivers(given: RulesInput) -> Source:
    return text_of(given, "<waivers>", "waivers are a path or an open text")


def _rules(given: RulesInput) -> Source:
    return text_of(given, "<rules>", "rules are a path or an open text")
