"""What is said quickly of broken reports is what is said slowly: the cost of repairs, and what identities say."""

from __future__ import annotations

import random

import pytest
from support.checking import REAL_REPORT, load, resolve_text
from support.parts import loaded

from jsrules.base.record import replace
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.hitting import bits
from jsrules.engine.reconcile.identities import Identities, collect
from jsrules.engine.reconcile.review import Review, figure_text
from jsrules.engine.reconcile.structure.board import Board, State
from jsrules.engine.reconcile.structure.repair import FREED, SET, UNLIMITED, repair_cost
from jsrules.engine.reconcile.system import build
from jsrules.model.changes import with_cells
from jsrules.model.report import Report

SEEDS = range(6)


def broken(seed: int) -> Identities:
    """The ground identities of the real report with 5 to 40 figures printed otherwise."""
    report, rules = loaded(REAL_REPORT)
    chance = random.Random(seed)
    printed = [each for each in report.cells if each.amount is not None and each.amount.unit.dimension == "money"]
    cells = chance.sample(printed, chance.choice((5, 10, 20, 40)))
    changed: Report = report
    for cell in cells:
        amount = cell.amount
        assert amount is not None
        mantissa = amount.mantissa + chance.choice((-9000, -500, 20, 100, 7000))
        other = replace(amount, mantissa=mantissa, text=figure_text(mantissa, amount))
        changed = with_cells(changed, [replace(each, amount=other) for each in report.alike(cell)])
    return collect(changed, evaluate(changed, rules), Budget())


def gain_of(board: Board, cell: int) -> tuple[int, State]:
    """How many more rows hold with the best of the values that the violated rows of a figure want."""
    lines = [each for each in board.lines_of[cell] if each in board.violated]
    votes: dict[int, int] = {}
    for number in lines:
        value = board.wanted(number, cell)
        if value is not None:
            votes[value] = votes.get(value, 0) + 1
    best: tuple[int, State] = (0, None)
    for value in sorted(votes, key=lambda each: (-votes[each], each))[:4]:
        state = value, board.grains[cell]
        mark, before = board.mark(), len(board.violated)
        board.set(cell, state)
        gain = before - len(board.violated)
        board.undo(mark)
        if gain > best[0]:
            best = gain, state
    return best


def slow_cost(board: Board) -> int:
    """The cost of repairing a board by the figure that gains most of all, each time."""
    mark, cost, done = board.mark(), 0, set[int]()
    while board.violated:
        cells = sorted({each for number in board.violated for each in board.cells_of(number)})
        offers = {cell: gain_of(board, cell) for cell in cells if cell not in done}
        cell = max(offers, key=lambda each: (offers[each][0], -each), default=-1)
        if cell >= 0 and offers[cell][0] > 0:
            board.set(cell, offers[cell][1])
            cost += SET
        else:
            cell = max(cells, key=lambda each: (sum(n in board.violated for n in board.lines_of[each]), -each))
            board.set(cell, None)
            cost += FREED
        done.add(cell)
    board.undo(mark)
    return cost


@pytest.mark.parametrize("seed", SEEDS)
def test_a_repair_costs_what_trying_all_figures_each_time_does(seed: int) -> None:
    board = Board(broken(seed), Budget())
    figures, violated = list(board.figures), set(board.violated)
    cost = slow_cost(board)
    assert repair_cost(board, UNLIMITED) == cost
    assert repair_cost(board, cost) == cost
    assert repair_cost(board, cost - 1) > cost - 1
    assert board.rows_apart() * SET <= cost
    assert (list(board.figures), set(board.violated)) == (figures, violated)


@pytest.mark.parametrize("seed", range(40))
def test_a_repair_of_a_few_figures(seed: int) -> None:
    board = drawn_board(random.Random(seed))
    assert repair_cost(board, UNLIMITED) == slow_cost(board)


RATES = """
率 = 甲 / 丁
率 = 甲 / 丁 - 1
率 = (乙 - 丙) / 丁
率 = (甲 + 乙) / (丙 + 丁)
率 = 甲 / (2 * 丁)
率 = 0.5 * 甲 / 丁
率 = 甲 / 丁 + 0.005
甲 + 乙 = 丙 - 丁
甲 = 2 * 乙 - 3
甲 = 乙 / 2
甲 >= 乙
"""


def drawn_board(chance: random.Random) -> Board:
    """A board of rates and sums over figures that are mostly wrong; a quarter of them are not known."""
    texts = {each: f"{chance.choice((0, 0, 3, 900))}.{chance.randint(0, 99):02}" for each in "甲乙丙丁"}
    texts["率"] = f"{chance.randint(0, 150)}.{chance.randint(0, 9)}%"
    report = load("".join(f"{name}: {text}\n" for name, text in texts.items()))
    found = collect(report, evaluate(report, resolve_text(RATES, report.forms)), Budget())
    board = Board(found, Budget())
    for cell in range(len(texts)):
        if chance.random() < 0.1:
            board.set(cell, None)
    return board


@pytest.mark.parametrize("seed", range(40))
def test_what_a_row_wants_satisfies_it(seed: int) -> None:
    chance = random.Random(seed)
    board = drawn_board(chance)
    asked = 0
    for number, line in enumerate(board.lines):
        for cell in board.cells_of(number):
            others = [each for each in board.cells_of(number) if each != cell]
            value = board.wanted(number, cell)
            if value is None or any(board.figures[each] is None for each in others):
                continue
            mark = board.mark()
            board.set(cell, (value, board.grains[cell]))
            assert number not in board.violated, (line, cell, value)
            board.undo(mark)
            asked += 1
    assert asked


@pytest.mark.parametrize("seed", range(40))
def test_how_many_rows_a_figure_would_violate_is_how_many_it_violates(seed: int) -> None:
    chance = random.Random(seed)
    board = drawn_board(chance)
    for cell in (each for each in board.lines_of for _ in range(6)):
        wants = [board.wanted(each, cell) for each in board.lines_of[cell]]
        value = chance.choice([each for each in wants if each is not None] or [chance.randint(-900, 90_000)])
        state = value + chance.choice((0, 0, 1, -100)), board.grains[cell]
        foretold = board.violated_with(cell, state)
        mark = board.mark()
        board.set(cell, state)
        assert foretold == sum(each in board.violated for each in board.lines_of[cell])
        board.undo(mark)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_an_identity_said_before_is_what_it_says(seed: int) -> None:
    system = build(broken(seed))
    kept, chance = Review(system), random.Random(seed)
    figures = [each for each in kept.identities if system.cells[each].amount is not None]
    for _ in range(25):
        changes = {
            each: system.amount(each).mantissa + chance.choice((0, 1, -100)) for each in chance.sample(figures, 4)
        }
        identities = kept.of(list(changes))
        fresh = Review(system)
        assert kept.judgements(identities, changes) == fresh.judgements(identities, changes)
        for figure in changes:
            for identity in kept.identities[figure]:
                if kept.is_equality(identity):
                    assert kept.wanted(figure, identity, changes) == fresh.wanted(figure, identity, changes)


def test_the_figures_of_a_set() -> None:
    for numbers in ([], [0], [0, 1, 2], [5, 300, 900], [63, 64, 65, 30000]):
        assert bits(sum(1 << each for each in numbers)) == numbers
