"""The board: all equalities, rates and logical inequalities of a report at once, each with its value, its slack and its
number of unknown figures. Setting a figure renews its own rows only, and can be undone, so that guesses are cheap.
"""

from __future__ import annotations

from jsrules.base.record import Record
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.identities import Identities, Identity
from jsrules.model.ground import GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.report import Amount

State = tuple[int, int] | None
"""What a figure is: its value and the unit of its last place (0 where it is exact), both in the grain of the board;
None where nobody knows.
"""

BLANK = (0, 0)

WORK = 6
"""What renewing one row costs, in entries of a tableau."""

_SPARE = 4
"""So many more decimals than are printed has the grain, so that a figure divided by 10,000 still is a whole number."""


class BoardRow(Record, frozen=False):
    """A row of the board: ``top operator 0``, or ``rate = top / bottom`` where ``bottom`` is there.

    The values are sums of whole coefficients times figures; ``slack`` is twice what rounding may make of them.
    """

    operator: str
    top: dict[int, int]
    rate: int = -1
    bottom: dict[int, int] | None = None
    scales: tuple[int, int] = (1, 1)
    value: int = 0
    slack: int = 0
    base: int = 0
    base_slack: int = 0
    unknown: int = 0


class Board:
    """The rows over the figures of a report; ``figures`` are their states by the numbers of the cells, ``violated``
    the numbers of the rows that no true amounts can satisfy. A row with an unknown figure is satisfied.
    """

    def __init__(self, identities: Identities, budget: Budget) -> None:
        self.report = identities.report
        self.budget = budget
        amounts = [cell.amount for cell in self.report.cells]
        self.places = max((each.decimals for each in amounts if each is not None), default=0) + _SPARE
        self.figures: list[State] = [self.state_of(each) for each in amounts]
        for cell in self.report.cells:
            if cell.amount is None and not cell.problem:
                self.figures[cell.index] = BLANK
        for index in identities.unknown:
            self.figures[index] = None
        self.grains = [10 ** (self.places - (each.decimals if each is not None else 2)) for each in amounts]
        self.lines: list[BoardRow] = []
        self.lines_of: dict[int, list[int]] = {}
        self.violated: dict[int, None] = {}
        self._parts: dict[int, list[tuple[int, BoardRow, int, int]]] = {}
        self._cells: list[tuple[int, ...]] = []
        self._masks: list[int] = []
        self._beside: dict[int, frozenset[int]] = {}
        self._rows: dict[int, int] = {}
        self._log: list[tuple[int, State]] = []
        known: set[object] = set()
        for entry in identities.entries:
            line = self._line(entry)
            if line is None:
                continue
            key = (line.operator, line.rate, *sorted(line.top.items()), *sorted((line.bottom or {}).items()))
            if key not in known:
                known.add(key)
                self._add(line)

    def state_of(self, amount: Amount | None) -> State:
        """What a printed amount is on this board."""
        if amount is None:
            return None
        grain: int = 10 ** (self.places - amount.decimals)
        return amount.mantissa * grain, 0 if amount.exact else grain

    def _line(self, entry: Identity) -> BoardRow | None:
        rule, ground = entry.rule, entry.short or entry.ground
        if not rule.comparable or rule.severity == "info" or rule.nature == "plausibility":
            return None
        if isinstance(ground, GroundLinear):
            equal = ground.operator in ("=", "==")
            if ground.tolerance is not None or ground.operator == "<>" or not (equal or rule.nature):
                return None
            return (
                BoardRow(ground.operator[0], _terms(ground.row), value=self._constant(ground.row))
                if self._has(ground.row)
                else None
            )
        if isinstance(ground, GroundRatio) and self._has(ground.numerator) and self._has(ground.denominator):
            scales = ground.numerator.denominator, ground.denominator.denominator
            line = BoardRow("rate", _terms(ground.numerator), ground.cell, _terms(ground.denominator), scales)
            line.value, line.base = self._constant(ground.numerator), self._constant(ground.denominator)
            return line
        return None

    def _constant(self, form: Linear) -> int:
        power: int = 10**self.places
        return form.constant * power

    def _has(self, form: Linear) -> bool:
        """Whether all of a form is on this board: amounts and what is unknown, no years."""
        amounts = (self.report.cells[each].amount for each in form.terms)
        return bool(form.terms) and not any(each is not None and each.unit.dimension == "year" for each in amounts)

    def _add(self, line: BoardRow) -> None:
        number = len(self.lines)
        self.lines.append(line)
        cells = dict.fromkeys((*line.top, *(line.bottom or ()), *([line.rate] if line.rate >= 0 else [])))
        self._cells.append(tuple(cells))
        self._masks.append(sum(1 << each for each in cells))
        for cell in cells:
            self.lines_of.setdefault(cell, []).append(number)
            top, bottom = line.top.get(cell, 0), (line.bottom or {}).get(cell, 0)
            self._parts.setdefault(cell, []).append((number, line, top, bottom))
            value, unit = self.figures[cell] or BLANK
            line.unknown += self.figures[cell] is None
            line.value += top * value
            line.slack += abs(top) * unit
            line.base += bottom * value
            line.base_slack += abs(bottom) * unit
        self._judge(number)

    # -- figures

    def set(self, cell: int, state: State) -> None:
        """Make a figure something else."""
        old = self.figures[cell]
        if old == state:
            return
        self._log.append((cell, old))
        self._put(cell, old, state)

    def _put(self, cell: int, old: State, state: State) -> None:
        """Renew the rows of a figure: this is where the time goes."""
        self.figures[cell] = state
        parts = self._parts.get(cell, ())
        self.budget.spend(WORK * (len(parts) + 1))
        before, after = old or BLANK, state or BLANK
        value, unit = after[0] - before[0], after[1] - before[1]
        unknown = (state is None) - (old is None)
        violated = self.violated
        for number, line, top, bottom in parts:
            if unknown:
                line.unknown += unknown
            line.value = now = line.value + top * value
            if unit:
                line.slack += abs(top) * unit
            if line.bottom is not None:
                line.base += bottom * value
                line.base_slack += abs(bottom) * unit
                self._judge(number)
            elif not line.unknown and (
                2 * (now if now > 0 else -now) > line.slack
                and (line.operator == "=" or (now > 0) is (line.operator == "<"))
            ):
                violated[number] = None
            elif number in violated:
                del violated[number]

    def mark(self) -> int:
        """Where to go back to with `undo`."""
        return len(self._log)

    def undo(self, mark: int) -> None:
        """Go back to what was."""
        first: dict[int, State] = {}
        for cell, old in self._log[mark:]:
            first.setdefault(cell, old)
        del self._log[mark:]
        for cell, old in first.items():
            if self.figures[cell] != old:
                self._put(cell, self.figures[cell], old)

    def _judge(self, number: int) -> None:
        line = self.lines[number]
        if line.unknown:
            is_violated = False
        elif line.bottom is None:
            is_violated = _is_beyond(line.operator, line.value, line.slack)
        else:
            rate = self.figures[line.rate]
            is_violated = self._is_no_rate(line, line.value, line.slack, line.base, line.base_slack, rate)
        if is_violated:
            self.violated[number] = None
        else:
            self.violated.pop(number, None)

    def _is_no_rate(self, line: BoardRow, value: int, slack: int, base: int, base_slack: int, rate: State) -> bool:
        """Whether a row is beyond what rounding explains that is of a rate."""
        if 2 * abs(base) <= base_slack:
            return False  # a rate on nothing
        printed, unit = rate or BLANK
        power: int = 10**self.places
        top, bottom = line.scales
        residual = value * bottom * power - printed * base * top
        slack = slack * bottom * power + (unit * abs(base) + abs(printed) * base_slack) * top
        return 2 * abs(residual) > slack + unit * base_slack * top

    # -- what the rows want

    def cells_of(self, number: int) -> tuple[int, ...]:
        """The figures of a row, each once."""
        return self._cells[number]

    def rows_apart(self) -> int:
        """How many violated rows there are at least that share no figure, those with few figures first."""
        masks = self._masks
        self.budget.spend(len(self.violated))
        taken = count = 0
        for _, number in sorted(zip(map(len, map(self._cells.__getitem__, self.violated)), self.violated, strict=True)):
            if not taken & masks[number]:
                taken |= masks[number]
                count += 1
        return count

    def rows_of(self, cell: int) -> int:
        """The rows of a figure, as a set of bits."""
        found = self._rows.get(cell)
        if found is None:
            found = self._rows[cell] = sum(1 << number for number in self.lines_of.get(cell, ()))
        return found

    def beside(self, cell: int) -> frozenset[int]:
        """The figures that are in a row with a figure, itself among them."""
        found = self._beside.get(cell)
        if found is None:
            found = frozenset(each for number in self.lines_of[cell] for each in self._cells[number])
            self._beside[cell] = found
        return found

    def wanted(self, number: int, cell: int) -> int | None:
        """The value, rounded to its last place, that would satisfy a row in which nothing else is unknown;
        None where the row cannot say.
        """
        line = self.lines[number]
        value = (self.figures[cell] or BLANK)[0]
        factor = line.top.get(cell, 0)
        grain = self.grains[cell]
        if line.bottom is None:
            return _nearest(value * factor - line.value, factor * grain) * grain if factor else None
        power: int = 10**self.places
        top, bottom = line.scales
        if cell == line.rate:
            return _nearest(line.value * bottom * power, line.base * top * grain) * grain if line.base else None
        factor = factor * bottom * power - (self.figures[line.rate] or BLANK)[0] * line.bottom.get(cell, 0) * top
        residual = line.value * bottom * power - (self.figures[line.rate] or BLANK)[0] * line.base * top
        return _nearest(value * factor - residual, factor * grain) * grain if factor else None

    def violated_with(self, cell: int, state: State) -> int:
        """How many rows of a figure would be violated if it were something else, which is known."""
        old = self.figures[cell]
        was_unknown = old is None
        before, after = old or BLANK, state or BLANK
        value, unit = after[0] - before[0], after[1] - before[1]
        parts = self._parts.get(cell, ())
        self.budget.spend(WORK * (len(parts) + 1))
        count = 0
        for _, line, top, bottom in parts:
            if line.unknown != was_unknown:
                continue
            new, slack = line.value + top * value, line.slack + abs(top) * unit
            if line.bottom is None:
                count += _is_beyond(line.operator, new, slack)
                continue
            base, base_slack = line.base + bottom * value, line.base_slack + abs(bottom) * unit
            rate = state if line.rate == cell else self.figures[line.rate]
            count += self._is_no_rate(line, new, slack, base, base_slack, rate)
        return count


def _is_beyond(operator: str, value: int, slack: int) -> bool:
    """Whether a value is beyond what rounding explains: of a row that is no rate."""
    if operator == "=":
        return 2 * value > slack or -2 * value > slack
    return 2 * (value if operator == "<" else -value) > slack


def _terms(form: Linear) -> dict[int, int]:
    return {index: value for index, value in form.terms.items() if value}


def _nearest(numerator: int, denominator: int) -> int:
    """The whole number next to a fraction."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    return (2 * numerator + denominator) // (2 * denominator)
