"""The analysis of random linear rules against plain linear algebra with fractions: all that is there is found, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from support.deep import analysed

from jsrules.base.number import decimal_text
from jsrules.checks.deep.results import Analysis, Derivation

NAMES = "abcdefg"
Vector = tuple[Fraction, ...]
"""Coefficients of the names, then the constant."""

Given = frozenset[str]
"""Figures that must be above 0."""


@st.composite
def vectors(draw: st.DrawFn) -> Vector:
    """A rule's left less right: few terms, small coefficients, seldom a constant."""
    row = [Fraction(0)] * (len(NAMES) + 1)
    for place in draw(st.lists(st.integers(0, len(NAMES) - 1), min_size=1, max_size=4, unique=True)):
        row[place] = Fraction(
            draw(st.sampled_from([1, 1, 1, -1, -1, -1, 2, -3])), draw(st.sampled_from([1, 1, 1, 2, 5]))
        )
    if draw(st.integers(0, 5)) == 0:
        row[-1] = Fraction(draw(st.integers(-3, 3)))
    return tuple(row)


@st.composite
def sets(draw: st.DrawFn) -> list[Vector]:
    """Rules, and combinations of them planted in between."""
    rows = draw(st.lists(vectors(), min_size=1, max_size=7))
    for _ in range(draw(st.integers(0, 3))):
        some = draw(st.lists(st.tuples(st.sampled_from(rows), st.sampled_from([1, -1, 2])), min_size=1, max_size=4))
        planted = tuple(sum((row[place] * size for row, size in some), Fraction(0)) for place in range(len(NAMES) + 1))
        rows.insert(draw(st.integers(0, len(rows))), planted)
    return rows


def written(rows: Sequence[Vector], conditions: Sequence[Given] = ()) -> str:
    """The rules as text, negative terms on the right. All coefficients are tenths."""
    lines = []
    for number, row in enumerate(rows):
        sides: dict[bool, list[str]] = {True: [], False: []}
        for name, value in zip((*NAMES, ""), row, strict=True):
            if value:
                size = decimal_text(int(abs(value) * 10), 1)
                sides[value > 0].append(f"{size} * {name}" if name else size)
        left, right = (" + ".join(sides[side]) or "0" for side in (True, False))
        guard = " 且 ".join(f"{each} > 0" for each in sorted(conditions[number])) if conditions else ""
        lines.append(f"规则 {number}号：{f'若 {guard} 则 ' if guard else ''}{left} = {right}")
    return "\n".join(lines) + "\n"


def rank(rows: Sequence[Sequence[Fraction]]) -> int:
    """The rank of a matrix, by the book."""
    left = [list(row) for row in rows]
    found = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for row in left[found + 1 :]:
            factor = row[column] / pivot[column]
            row[:] = [x - factor * y for x, y in zip(row, pivot, strict=True)]
        found += 1
    return found


def spans(rows: Sequence[Vector], row: Sequence[Fraction]) -> bool:
    return rank([*rows, row]) == rank(rows)


def adds_up(proof: Derivation, rows: Sequence[Vector]) -> bool:
    """Whether a claim and its rest are the sum of the steps."""
    claim = rows[proof.claim.rule] if proof.claim.rule >= 0 else unit(str(name_of(proof)))
    total = [*claim[:-1], claim[-1] + proof.rest]
    for step in proof.steps:
        total = [x - step.multiplier * y for x, y in zip(total, rows[step.equation.rule], strict=True)]
    return not any(total)


def name_of(proof: Derivation) -> str:
    ((atom, _),) = proof.claim.terms
    name: str = atom[3].parts[0]
    return name


def unit(name: str) -> Vector:
    return tuple(Fraction(each == name) for each in (*NAMES, ""))


def every_proof(analysis: Analysis) -> list[Derivation]:
    several = (*analysis.implied, *analysis.partly, *analysis.clashes, *analysis.forced)
    return [proof for each in several for proof in each.proofs]


@given(sets())
def test_against_linear_algebra(rows: list[Vector]) -> None:
    _, analysis = analysed(written(rows))
    assert all(adds_up(proof, rows) for proof in every_proof(analysis))
    sound: list[int] = []
    clashing: list[int] = []
    for number, row in enumerate(rows):
        known = [rows[each] for each in sound]
        is_new = not spans([each[:-1] for each in known], row[:-1])
        (sound if is_new or spans(known, row) else clashing).append(number)
    assert sorted(proof.claim.rule for each in analysis.clashes for proof in each.proofs) == clashing
    # What can be left out at once, and what could be left out alone.
    kept = [number for number in sound if number not in {each.rule for each in analysis.implied}]
    assert len(kept) == rank([rows[number] for number in kept]) == rank([rows[number] for number in sound])
    alone = {number for number in sound if spans([rows[each] for each in sound if each != number], rows[number])}
    assert {each.rule for each in analysis.implied} | {x for each in analysis.implied for x in each.instead} == alone
    # What has one value.
    matrix = [rows[number] for number in sound]
    fixed = {
        name
        for name in NAMES
        if rank([each[:-1] for each in matrix]) == rank([*(each[:-1] for each in matrix), unit(name)[:-1]])
    }
    stated = {
        name
        for row in rows
        for place, name in enumerate(NAMES)
        if [bool(x) for x in row[:-1]] == [y == place for y in range(len(NAMES))]
    }
    found = {name_of(proof) for each in analysis.forced for proof in each.proofs}
    assert found == fixed - stated


@given(sets(), st.data())
def test_conditions(rows: list[Vector], data: st.DataObject) -> None:
    """A conditional rule is proved under its own condition, and proves only what is under it, too."""
    some = st.frozensets(st.sampled_from("xyz"), max_size=2)
    conditions = [data.draw(some) for _ in rows]
    rows = [(*row[:-1], Fraction(0)) for row in rows]  # nothing can contradict
    _, analysis = analysed(written(rows, conditions))
    assert all(adds_up(proof, rows) for proof in every_proof(analysis))
    for proof in every_proof(analysis):
        if proof.claim.rule >= 0:
            assert all(conditions[step.equation.rule] <= conditions[proof.claim.rule] for step in proof.steps)
    gone = {each.rule for each in analysis.implied}
    for number, row in enumerate(rows):
        usable = [
            rows[each]
            for each in range(len(rows))
            if each not in gone and each != number and conditions[each] <= conditions[number]
        ]
        assert spans(usable, row) is (number in gone)
