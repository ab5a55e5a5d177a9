"""Small systems with conditions, alternatives, bounds and unknown figures, drawn at random, and what brute force finds."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product

from jsrules.base.number import decimal_text
from support.elimination import Condition, feasible

Comparison = tuple[dict[str, int], int, str]
"""``sum(factor * figure) + constant operator 0``."""

OPPOSITE = {">=": "<", "<=": ">", ">": "<=", "<": ">=", "=": "<>", "<>": "="}
STEP = Fraction(1, 100)


@dataclass
class Drawn:
    """Figures as printed (None: nobody knows), whether they are counts, and rules: each is the ways in which it can hold,
    of comparisons that are conditions (read off the prints) or not.
    """

    figures: dict[str, Fraction | None]
    counts: bool
    rules: list[str] = field(default_factory=list)
    ways: list[list[list[tuple[Comparison, bool]]]] = field(default_factory=list)

    @property
    def report(self) -> str:
        """The report as YAML."""
        return "".join(f"{name}: {self._print(value)}\n" for name, value in self.figures.items())

    def _print(self, value: Fraction | None) -> str:
        if value is None:
            return "见附件"
        return f"{int(value)} 个" if self.counts else decimal_text(int(100 * value), 2)

    def add(self, text: str, ways: list[list[tuple[Comparison, bool]]]) -> None:
        if text not in self.rules:
            self.rules.append(text)
            self.ways.append(ways)


def draw_system(chance: random.Random) -> Drawn:
    names = "abcdef"[: chance.randint(4, 6)]
    counts = chance.random() < 0.5
    drawn = Drawn(
        {name: chance.randint(0, 4) * (1 if counts else Fraction(chance.choice([1, 51, 99]), 100)) for name in names},
        counts,
    )
    drawn.figures = {name: Fraction(value) if value is not None else None for name, value in drawn.figures.items()}
    for _ in range(chance.randint(1, 2)):
        total, *parts = chance.sample(names, 3)
        drawn.add(f"{total} = {' + '.join(parts)}", [[(({total: 1, parts[0]: -1, parts[1]: -1}, 0, "="), False)]])
    for _ in range(chance.randint(1, 3)):
        a, b = chance.sample(names, 2)
        kind = chance.choice(["if", "if", "if", "or", "bound"] + (["differ"] if counts else []))
        one, other = _bound(chance, a), _bound(chance, b)
        if kind == "if":
            negated = (one[1][0], one[1][1], OPPOSITE[one[1][2]])
            drawn.add(f"若 {one[0]} 则 {other[0]}", [[(negated, True)], [(other[1], False)]])
        elif kind == "or":
            drawn.add(f"{one[0]} 或 {other[0]}", [[(one[1], False)], [(other[1], False)]])
        elif kind == "bound":
            drawn.add(one[0], [[(one[1], False)]])
        else:
            drawn.add(f"{a} - {b} <> 0", [[(({a: 1, b: -1}, 0, "<"), False)], [(({a: 1, b: -1}, 0, ">"), False)]])
    if chance.random() < 0.4:
        drawn.figures[chance.choice(names)] = None
    return drawn


def _bound(chance: random.Random, name: str) -> tuple[str, Comparison]:
    operator, number = chance.choice([">=", "<=", ">", "<"]), chance.randint(0, 4)
    if chance.random() < 0.2:
        operator = "="
    return f"{name} {operator} {number}", ({name: 1}, -number, operator)


def conditions(
    drawn: Drawn, choice: tuple[list[tuple[Comparison, bool]], ...], freed: frozenset[str]
) -> list[Condition]:
    """All that must hold at once, of true amounts (numbers from 0) and prints (from 100)."""
    names = list(drawn.figures)
    half = Fraction(0) if drawn.counts else STEP / 2
    found: list[Condition] = []
    for number, (name, value) in enumerate(drawn.figures.items()):
        found += _both({number: Fraction(1), 100 + number: Fraction(-1)}, half)
        if value is not None and name not in freed:
            found += [({100 + number: Fraction(1)}, -value, False), ({100 + number: Fraction(-1)}, value, False)]
    for (terms, constant, operator), premise in (one for way in choice for one in way):
        room = half * sum(map(abs, terms.values())) if premise else Fraction(0)
        mine = {names.index(name) + 100 * premise: Fraction(factor) for name, factor in terms.items()}
        strict = operator in ("<", ">") and not room
        if operator in (">=", ">", "="):
            found.append((mine, constant + room, strict))
        if operator in ("<=", "<", "="):
            found.append(({each: -factor for each, factor in mine.items()}, room - constant, strict))
        if operator == "<>" and not room:
            raise AssertionError("two ways")
    return found


def _both(terms: dict[int, Fraction], half: Fraction) -> list[Condition]:
    """From -half, up to half."""
    return [(terms, half, False), ({each: -factor for each, factor in terms.items()}, half, half > 0)]


def brute_force(drawn: Drawn) -> tuple[int, set[frozenset[str]]] | None:
    """How many figures must be changed at least, and all sets of so many; None where nothing does."""
    known = [name for name, value in drawn.figures.items() if value is not None]
    ways = [_apart(each, drawn.counts) for each in drawn.ways]
    for size in range(len(known) + 1):
        found = {
            frozenset(chosen)
            for chosen in combinations(known, size)
            if any(feasible(conditions(drawn, choice, frozenset(chosen))) for choice in product(*ways))
        }
        if found:
            return size, found
    return None


def _apart(ways: list[list[tuple[Comparison, bool]]], counts: bool) -> list[list[tuple[Comparison, bool]]]:
    """With what is different as less or more; of rounded prints it may always be."""
    found = []
    for way in ways:
        (comparison, premise), *_ = way
        if comparison[2] != "<>":
            found.append(way)
        elif counts:
            found += [[((comparison[0], comparison[1], operator), premise)] for operator in ("<", ">")]
        else:
            found.append([])
    return found


def z3_minimum(drawn: Drawn) -> int | None:
    """The same least number by Z3, which splits the cases itself."""
    import z3

    names = list(drawn.figures)
    known = [name for name, value in drawn.figures.items() if value is not None]
    solver = z3.Optimize()
    variables = {number: z3.Real(f"v{number}") for each in range(len(names)) for number in (each, 100 + each)}

    def holds(condition: Condition) -> object:
        terms, constant, strict = condition
        total = sum(
            (z3.Q(k.numerator, k.denominator) * variables[i] for i, k in terms.items()), z3.RealVal(str(constant))
        )
        return total > 0 if strict else total >= 0

    changed = {name: z3.Bool(f"c{name}") for name in known}
    for condition in conditions(drawn, (), frozenset(known)):
        solver.add(holds(condition))
    for name in known:
        number, value = 100 + names.index(name), drawn.figures[name]
        solver.add(z3.Or(changed[name], variables[number] == z3.RealVal(str(value))))
        solver.add_soft(z3.Not(changed[name]))
    base = len(conditions(drawn, (), frozenset(known)))
    for ways in drawn.ways:
        options = [
            z3.And([holds(one) for one in conditions(drawn, (way,), frozenset(known))[base:]])
            for way in _apart(ways, drawn.counts)
        ]
        solver.add(z3.Or(options))
    if solver.check() != z3.sat:
        return None
    model = solver.model()
    return sum(z3.is_true(model.eval(each, model_completion=True)) for each in changed.values())
