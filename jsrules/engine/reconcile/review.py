"""A report under correction: what its identities say once some figures are printed otherwise."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import cast

from jsrules.base.number import DIRECTIONS, OPPOSITE_DIRECTIONS, decimal_text, divide_half_up
from jsrules.base.record import Record, replace
from jsrules.engine.bind import Binder
from jsrules.engine.comparisons import rounded
from jsrules.engine.judge import judge
from jsrules.engine.reconcile.identities import Identity
from jsrules.engine.reconcile.system import System
from jsrules.engine.weigh import value_of
from jsrules.model.alike import claim_of
from jsrules.model.ground import Ground, GroundCondition, GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.outcome import Judgement
from jsrules.model.report import Amount, Cell, Report

Changes = Mapping[int, int]
"""Mantissas by the number of the figure."""


class Tally(Record):
    """What the identities of some figures say: how many equalities agree in print, how many only within rounding, and
    how many fail.

    An inequality that holds says nothing of what a figure should be.
    """

    agree: int
    nearly: int
    fail: int


def _repeated(system: System) -> set[int]:
    """The identities that say what one before them says."""
    first: dict[Hashable, int] = {}
    found: set[int] = set()
    for number in system.used:
        entry = system.entries[number]
        claim = claim_of(entry.ground) if entry.branches is None else None
        if claim is not None and first.setdefault(claim, number) != number:
            found.add(number)
    return found


class Review:
    """Judges the identities of a system with changed figures. ``identities`` are those that each figure is in; of
    several that say the same, the first. What one says depends on the figures that it was seen to look at, and on the
    rows that are written; so it is kept for the next time that these figures are so.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self.identities: dict[int, list[int]] = {}
        self._figures: dict[int, frozenset[int]] = {}
        self._cells: dict[tuple[int, int], Cell] = {}
        self._about: dict[int, tuple[int, ...]] = {}
        self._binder = Binder(system.report)
        self._read: dict[int, tuple[int, ...]] = {}
        self._judged: dict[tuple[int | None, ...], Judgement] = {}
        self._wanted: dict[tuple[int | None, ...], int | None] = {}
        repeated = _repeated(system)
        for row in system.rows:
            if row.side == "link" or row.identity in repeated:
                continue
            figures = {system.variables[variable].owner for variable, _ in row.terms}
            if figures & system.unknown:
                continue  # it says nothing of the others
            if row.rate >= 0:
                figures.add(row.rate)
            for figure in sorted(figures):
                known = self.identities.setdefault(figure, [])  # in the order of the identities
                if not known or known[-1] != row.identity:
                    known.append(row.identity)

    def of(self, figures: list[int]) -> list[int]:
        """The identities that some figures are in, each once."""
        return list(dict.fromkeys(each for figure in figures for each in self.identities.get(figure, ())))

    def figures_of(self, identity: int) -> frozenset[int]:
        """The figures of an identity, the rate included."""
        known = self._figures.get(identity)
        if known is None:
            system = self.system
            found: set[int] = set()
            for number in system.used.get(identity, ()):
                row = system.rows[number]
                found.update(system.variables[variable].owner for variable, _ in row.terms)
                if row.rate >= 0:
                    found.add(row.rate)
            known = self._figures[identity] = frozenset(found)
        return known

    def report(self, changes: Changes) -> Report:
        """The report with these figures."""
        report = self.system.report
        cells = list(report.cells)
        for figure, mantissa in changes.items():
            changed = self._cells.get((figure, mantissa))
            if changed is None:
                changed = replace(self.system.cells[figure], amount=self.printed(figure, mantissa))
                self._cells[figure, mantissa] = changed
            cells[changed.index] = changed
        return replace(report, cells=cells)

    def printed(self, figure: int, mantissa: int) -> Amount:
        """A figure printed anew, with the decimals of the old one."""
        return _printed_like(self.system.amount(figure), mantissa)

    def proposed(self, figure: int, changes: Changes) -> Amount:
        """A changed figure as it should be printed: with more decimals than it has, where the one figure that it
        equals has them.
        """
        old, mantissa = self.system.amount(figure), changes[figure]
        index = self.system.cells[figure].index
        for identity in self.identities.get(figure, ()):
            ground = self.system.entries[identity].ground
            other = partner_of(self.system.report, ground, index)
            if other is None or other not in self.system.figures:
                continue
            number = self.system.figures[other]
            amount = self.system.amount(number)
            value, more = changes.get(number, amount.mantissa), amount.decimals - old.decimals
            if more > 0 and amount.unit == old.unit and divide_half_up(value, 10**more) == mantissa:
                return _printed_like(replace(old, decimals=amount.decimals), value)
        return self.printed(figure, mantissa)

    def judgements(self, identities: list[int], changes: Changes) -> list[Judgement]:
        """What some identities say of the changed report."""
        found = []
        judging: _Judging | None = None
        for each in identities:
            key = each, *map(changes.get, self._read.get(each, ()))
            judgement = self._judged.get(key)
            if judgement is None:
                judging = judging or _Judging(self.report(changes), self._binder)
                judgement = judging.judge(self.system.entries[each])
                read = dict.fromkeys(self._figures_of_cells(judging.seen))
                self._read[each] = tuple({**dict.fromkeys(self._read.get(each, ())), **read})
                self._judged[each, *map(changes.get, self._read[each])] = judgement
            found.append(judgement)
        return found

    def wanted(self, figure: int, identity: int, changes: Changes) -> int | None:
        """The mantissa that an equality demands of a figure, the others as in ``changes``; None where it tells none."""
        ground = self.system.entries[identity].ground
        assert isinstance(ground, GroundLinear | GroundRatio)
        key = figure, identity, *map(changes.get, self._figures_in(identity, ground))
        if key not in self._wanted:
            self._wanted[key] = self._computed(figure, ground, self.report(changes))
        return self._wanted[key]

    def _figures_in(self, identity: int, ground: GroundLinear | GroundRatio) -> tuple[int, ...]:
        """The figures that a ground identity is about."""
        known = self._about.get(identity)
        if known is None:
            known = self._about[identity] = self._figures_of_cells(cells_of(ground))
        return known

    def _figures_of_cells(self, cells: Iterable[int]) -> tuple[int, ...]:
        figures = map(self.system.figures.get, cells)
        return tuple(dict.fromkeys(each for each in figures if each is not None))

    def _computed(self, figure: int, ground: GroundLinear | GroundRatio, report: Report) -> int | None:
        amount, index = self.system.amount(figure), self.system.cells[figure].index
        if isinstance(ground, GroundLinear):
            form = ground.row.copy()
            coefficient = form.terms.pop(index, 0)
            if not coefficient:
                return None  # only its condition is about the figure
            value, _, scale = value_of(report, form)
            # coefficient * x / denominator + value / scale = 0
            numerator, denominator = -value * form.denominator, scale * coefficient
            return divide_half_up(numerator * 10**amount.decimals, denominator)
        if ground.cell != index:
            return None
        top, _, top_scale = value_of(report, ground.numerator)
        bottom, _, bottom_scale = value_of(report, ground.denominator)
        return rounded(top * bottom_scale, bottom * top_scale, amount) if bottom else None

    def tally(self, identities: list[int], changes: Changes) -> Tally:
        """How many of some identities agree.

        Two figures that print one amount differently do not, for no rounding does that.
        """
        agree = nearly = fail = 0
        for identity, judgement in zip(identities, self.judgements(identities, changes), strict=True):
            close = judgement.verdict == "rounding" and judgement.kind != "same_amount"
            if judgement.verdict in ("violation", "rounding") and not close:
                fail += 1
            elif self.is_equality(identity):
                agree += judgement.verdict == "pass"
                nearly += close
        return Tally(agree, nearly, fail)

    def is_equality(self, identity: int) -> bool:
        """Whether an identity can say what a figure should be."""
        ground = self.system.entries[identity].ground
        return isinstance(ground, GroundRatio) or (isinstance(ground, GroundLinear) and ground.operator in ("=", "=="))


class _Judging:
    """Judges identities of one changed report; ``seen`` are the cells that the last one looked at."""

    def __init__(self, report: Report, alike: Binder) -> None:
        self.seen: set[int] = set()
        self._binder = Binder(replace(report, cells=cast("list[Cell]", _Seen(report.cells, self.seen))), alike)

    def judge(self, entry: Identity) -> Judgement:
        """What an identity says, with the conditions that it is under."""
        self.seen.clear()
        if entry.whole is None:
            return judge(self._binder, entry.ground)
        return judge(self._binder, GroundCondition(entry.ground.place, entry.whole))


class _Seen:
    """Cells by their numbers, of which those are kept that are looked at. No list, as in `jsrules.engine.watch`."""

    __slots__ = ("_cells", "_seen")

    def __init__(self, cells: list[Cell], seen: set[int]) -> None:
        self._cells = cells
        self._seen = seen

    def __len__(self) -> int:
        return len(self._cells)

    def __getitem__(self, index: int) -> Cell:
        self._seen.add(index)
        return self._cells[index]


def cells_of(ground: GroundLinear | GroundRatio) -> list[int]:
    """The numbers of the cells of an identity, the rate first."""
    if isinstance(ground, GroundLinear):
        return list(ground.row.terms)
    return [ground.cell, *ground.numerator.terms, *ground.denominator.terms]


def _printed_like(old: Amount, mantissa: int) -> Amount:
    return Amount(figure_text(mantissa, old), mantissa, old.decimals, old.unit, old.unit.is_exact(old.decimals))


def partner_of(report: Report, ground: Ground, index: int) -> int | None:
    """The only other printed figure of an equality, where the two must be equal."""
    if not isinstance(ground, GroundLinear) or ground.operator not in ("=", "==") or ground.tolerance is not None:
        return None
    terms, printed = ground.row.terms, printed_in(report, ground.row)
    if len(printed) != 2 or index not in printed or ground.row.constant:
        return None
    other = printed[index == printed[0]]
    return other if terms[other] == -terms[index] else None


def printed_in(report: Report, form: Linear) -> list[int]:
    """The cells of a form in which a figure is printed."""
    return [each for each, value in form.terms.items() if value and _is_printed(report, each)]


def _is_printed(report: Report, index: int) -> bool:
    amount = report.cells[index].amount
    return amount is not None and bool(amount.text)


def figure_text(mantissa: int, like: Amount) -> str:
    """A figure printed in the manner of another: thousands separators, the percent sign, and words of direction or
    brackets in place of a sign, where that has them.
    """
    word = next((each for each in DIRECTIONS if like.text.startswith(each)), "")
    if mantissa and word:
        plain = like.text[len(word) :]
        space = plain[: len(plain) - len(plain.lstrip())]
        said = word if (mantissa < 0) is (DIRECTIONS[word] < 0) else OPPOSITE_DIRECTIONS[word]
        return said + space + figure_text(abs(mantissa), replace(like, text=plain))
    if mantissa < 0 and like.text.startswith(("(", "（")):
        text = figure_text(-mantissa, replace(like, text=like.text.strip("()（）")))
        return f"{like.text[0]}{text}{')' if like.text[0] == '(' else '）'}"
    percent = like.unit.name == "%"
    text = decimal_text(mantissa, like.printed_decimals)
    whole, point, fraction = text.partition(".")
    if "," in like.text or (not like.text and like.unit.dimension == "money"):
        whole = f"{int(whole):,}" if whole != "-0" else whole
    text = whole + point + fraction
    unit = like.unit.name
    return text + ("%" if percent else f" {unit}" if unit and like.text.endswith(unit) and unit != "%" else "")
