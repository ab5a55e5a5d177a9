"""The generated cases of the differential test draw every construct of the language: a new one without a generator fails
here. What there is to draw is derived from the syntax tree's classes, the grammar and the kinds of unreadable figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

import pytest
from support import partial
from support.accounts import FORMS
from support.checking import load, resolve_text
from support.constructs import constructs, constructs_in, written, written_in
from support.drawn import GENERATORS, RULES
from support.independent import independent
from support.prints import UNREADABLE, quoted

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.base.unreadable import ObstacleKind, obstacle_in
from jsrules.model.form import FormSet
from jsrules.readers.rules.parser import parse_rules

SELECTORS_THAT_CANNOT_STAND = {
    "Index.row": "ColumnNumber Keys",
    "Index.column": "ByCode Children ColumnNumber Details Keys OfLevel",
    "Current.rows": "Beside ByCode ByLine ByName ColumnNumber Every Keys Range",
    "Cells.rows": "ByCode ByLine ByName ColumnNumber",
    "Cells.columns": "ByCode ByLine ByName Children Details Keys OfLevel",
    "Quantifier.only": "Beside Children Details Every Here OfLevel",
    "Quantifier.excluded": "Beside Children Details Every Here OfLevel",
}
"""What a row is chosen by chooses no column, resolved ones are numbers and keys, and what is ranged over is named."""

NEVER_EMPTY = {
    *("Applies.values none", "Arithmetic.rest none", "Call.arguments none", "Keys.keys none", "Logic.operands none"),
    *("Name.parts none", "Quantifier.axes none", "NatureScope.nature ", "Keep.names none"),
}
NOT_IN_RULES = {"OfLevel.level class"}
"""各类 are the topmost rows, not those of a level: ``class`` is what the mutation of rules makes of 各款."""

NEVER = (
    {f"{field} {each}" for field, several in SELECTORS_THAT_CANNOT_STAND.items() for each in several.split()}
    | NEVER_EMPTY
    | NOT_IN_RULES
)
ENOUGH = 600
REFUSED: set[ObstacleKind] = {"error_value", "malformed"}
"""A report with such a print is not read at all."""


FLAT = """
a: 1.00
b: 1.00
c: 1.00
d: 1.00
e: 1.00
f: 1.00
g: 1.00
r: 1%
s: 1%
h: {行次: 7, 金额: 1.00}
8: 1.00
"""


def drawn() -> Iterator[set[str]]:
    """What each of the generated rules contains, kind after kind."""
    with_forms, flat = load("报告: 小决算\n年度: 2021\n", FORMS).forms, load(FLAT).forms
    forms = {kind: with_forms if kind.startswith("forms") else flat for kind in RULES}
    forms["forms-partial"] = load("报告: 列报决算\n年度: 2021\n", partial.FORMS).forms
    rules = {kind: independent(strategy, range(ENOUGH)) for kind, strategy in RULES.items()}
    cases = {kind: independent(GENERATORS[kind], range(ENOUGH)) for kind in GENERATORS if kind not in RULES}
    for number in range(ENOUGH):
        for kind, several in rules.items():
            yield _contained(next(several), forms[kind])
        for each in cases.values() if number % 3 == 0 else ():
            case = next(each)
            try:
                yield _contained(case.rules, case.read().forms, case.other_forms())
            except InputError:
                continue


def _contained(text: str, forms: FormSet, others: Sequence[FormSet] = ()) -> set[str]:
    try:
        rules = resolve_text(text, forms, others)
    except InputError:
        return set()
    statements = parse_rules(Source("rules.jsr", text))[0]
    variants = [each for rule in rules for each in rule.variants]
    return constructs_in([*statements, *variants]) | written_in(text)


def test_every_construct_is_drawn() -> None:
    missing = (constructs() | written()) - NEVER
    for found in drawn():
        missing -= found
        assert not found & NEVER, "it can be written, after all"
        if not missing:
            return
    pytest.fail(f"no generator draws {sorted(missing)}")


def test_what_cannot_be_written_is_no_construct_that_is_gone() -> None:
    assert constructs() >= NEVER


def test_every_kind_of_unreadable_figure_is_drawn() -> None:
    kinds = set()
    for pattern in UNREADABLE:
        (cell,) = load(f"a: {quoted((pattern, '40.00'))}\n").cells
        assert cell.amount is None, pattern
        kinds.add(obstacle_in(cell.problem).kind)
    assert kinds == set(get_args(ObstacleKind)) - REFUSED
