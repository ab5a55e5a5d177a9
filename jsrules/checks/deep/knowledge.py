"""What the statements of a set say together: those of one connected part at a time, first reduced by the equations.

Equations that need nothing are used up beforehand: every comparison is cleared of their pivots, so that the simplex
sees few rows. What is answered so is then proved anew from the rules as they are written, and no proof keeps a rule
that could be left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from jsrules.base.record import Record, replace
from jsrules.checks.deep.consequences import Given
from jsrules.checks.deep.decide import Question
from jsrules.checks.deep.eliminate import CONSTANT, EliminationBudget, TooLarge, TracedRow
from jsrules.checks.deep.equations import Equation
from jsrules.checks.deep.needs import are_met
from jsrules.checks.deep.proofs import MANY
from jsrules.checks.deep.refute import Comparand, OneOf, Refuted, Refuter, Together, comparand

ASKED = -2
"""The number of what is only asked about."""

MAXIMUM_STATEMENTS = 300
"""A part with more statements than this is asked only about what its reduced comparisons tell, and proved with the
equations that those used.
"""

MAXIMUM_BOUNDED = 60
"""Bounds, and values by cases, are looked for among so many unknowns at most."""

MAXIMUM_RULE_WORK = 20_000_000
"""How many coefficients may be touched for all questions about inequalities and conditions."""


class Said(Record):
    """A statement (or an equation) as written, and reduced by the equations in ``uses``.

    ``number`` is that of its line; statements without one are numbered behind the lines.
    """

    number: int
    rule: int
    needs: Given
    given: Given
    written: OneOf
    reduced: OneOf
    uses: frozenset[int]


class Knowledge:
    """All statements of a set. ``gone`` are rules, and ``false`` statements, that prove nothing; ``unanswered`` are
    rules about which a question was too large.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self.bound = question.bound
        self.budget = EliminationBudget(MAXIMUM_RULE_WORK)
        self.gone: set[int] = set()
        self.unanswered: set[int] = set()
        self.false: set[int] = set()
        self.said: dict[int, Said] = {}
        self.equations: dict[int, Said] = {}
        self.of_rule: dict[int, list[int]] = {}
        self.column_parts: dict[int, list[int]] = {}
        self._near: tuple[object, list[Said]] = None, []
        loose: list[Said] = []
        guarded = {each.line for each in self.bound.statements if each.line >= 0}
        for number, part in enumerate(question.parts):
            for column in part.consequences.weights if part.consequences is not None else ():
                self.column_parts.setdefault(column, []).append(number)
        for line in self.bound.lines:
            if line.number in guarded or not self.bound.is_equality(line.number):
                continue
            part = question.part_of[line.number]
            if part.consequences is None or line.number in part.consequences.clashes:
                continue
            one = comparand(line.number, self.bound.equations[line.number], self.bound.columns)
            written = OneOf(line.number, ((one,),))
            said = Said(line.number, line.rule, line.needs, line.given, written, written, frozenset())
            self.equations[line.number] = said
            if not line.is_firm:
                loose.append(said)
        for each in self.bound.statements:
            groups = tuple(
                tuple(comparand(each.number, one, self.bound.columns) for one in group)
                for group in (*each.statement.excluded, *each.statement.claim)
            )
            choice = OneOf(each.number, groups)
            self._enter(Said(each.number, each.rule, each.needs, each.given, choice, choice, frozenset()))
        touched = {id(question.parts[part]) for part in self._parts_of(self.said.values())}
        for said in loose:  # of parts in which there is nothing but equations the elimination knows all
            if id(question.part_of[said.number]) in touched:
                self._enter(said)
        self.using: dict[int, list[int]] = {}
        self.signs: dict[int, list[tuple[int, bool, bool]]] = {}
        self.written_in: dict[int, list[int]] = {}
        for said in self.said.values():
            for column in columns_of(said.reduced):
                self.using.setdefault(column, []).append(said.number)
            for one in (one for group in said.reduced.groups for one in group):
                for column, value in one.vector.items():
                    up, down = one.strict is None or value > 0, one.strict is None or value < 0
                    self.signs.setdefault(column, []).append((said.number, up, down))
        for said in (*self.equations.values(), *self.said.values()):
            for column in columns_of(said.written):
                self.written_in.setdefault(column, []).append(said.number)

    def _parts_of(self, several: Iterable[Said]) -> set[int]:
        columns = {column for each in several for column in columns_of(each.written)}
        return {part for column in columns for part in self.column_parts.get(column, ())}

    def _enter(self, said: Said) -> None:
        reduced, uses = self.reduce(said.written)
        self.said[said.number] = replace(said, reduced=reduced, uses=uses)
        self.of_rule.setdefault(said.rule, []).append(said.number)

    def reduce(self, choice: OneOf) -> tuple[OneOf, frozenset[int]]:
        """A choice cleared of what the firm equations tell, and those that were used for that."""
        uses: set[int] = set()
        groups = tuple(tuple(self._reduced(each, uses) for each in group) for group in choice.groups)
        return OneOf(choice.number, groups), frozenset(uses)

    def _reduced(self, one: Comparand, uses: set[int]) -> Comparand:
        row = TracedRow(dict(one.vector), {CONSTANT: 1})
        parts = dict.fromkeys(part for column in one.vector for part in self.column_parts.get(column, ()))
        for number in parts:
            consequences = self.question.parts[number].consequences
            if consequences is not None:
                row = consequences.firm.reduce(row)
        uses.update(each for each in row.combination if each != CONSTANT)
        return replace(one, vector=row.vector, factor=one.factor * row.combination[CONSTANT])

    # -- which statements

    def usable(self, given: Given, without: Collection[int] = ()) -> list[Said]:
        """The statements that are so wherever ``given`` is, but for those of some rules."""
        return [each for each in self.said.values() if self.may_use(each, given, without)]

    def may_use(self, said: Said, given: Given, without: Collection[int] = ()) -> bool:
        """Whether a proof about what is given may use a statement."""
        return (
            said.rule not in without
            and said.rule not in self.gone
            and said.number not in self.false
            and are_met(said.needs, given)
        )

    def near(self, columns: Iterable[int], given: Given, without: Collection[int] = ()) -> list[Said]:
        """The usable statements that are connected with some columns, directly or over others."""
        question = frozenset(columns), given, len(self.gone), len(self.false)
        if question != self._near[0]:  # a condition is asked about in several ways
            self._near = question, self._connected(columns, self.using, self.said, given, (), True)
        return [each for each in self._near[1] if each.rule not in without]

    def _connected(
        self,
        columns: Iterable[int],
        using: dict[int, list[int]],
        statements: dict[int, Said],
        given: Given,
        without: Collection[int],
        reduced: bool,
    ) -> list[Said]:
        found: dict[int, Said] = {}
        frontier = list(columns)
        seen = set(frontier)
        while frontier:
            for number in using.get(frontier.pop(), ()):
                said = statements.get(number) or self.equations[number]
                if number in found or not self.may_use(said, given, without):
                    continue
                found[number] = said
                for column in columns_of(said.reduced if reduced else said.written):
                    if column not in seen:
                        seen.add(column)
                        frontier.append(column)
        self.budget.spend(len(seen))
        return [found[number] for number in sorted(found)]

    # -- answers

    def refute(
        self, asked: Sequence[OneOf], given: Given, without: Collection[int] = (), consistent: int = 0, about: int = -1
    ) -> Refuted | None:
        """Why what is asked about cannot hold with the rules (but some); None when it can, or that is not known.

        The first ``consistent`` of what is asked about are known to be able to hold with the rules. The answer uses the
        statements as written, and no rule that could be left out. ``about`` is the rule that is asked about.
        """
        try:
            reduced = [self.reduce(each) for each in asked]
            choices = [choice for choice, _ in reduced]
            if self._is_free(choices, consistent, given, without):
                return None
            near = core(self.near(all_columns(choices), given, without), choices)
            answer = Refuter(self.budget).ask([*choices, *(each.reduced for each in near)])
            if isinstance(answer, Together):
                return None
            return self.proved(answer, asked, given, without, [uses for _, uses in reduced])
        except TooLarge:
            self.unanswered.add(about)
            return None

    def _is_free(self, choices: Sequence[OneOf], consistent: int, given: Given, without: Collection[int]) -> bool:
        """Whether what is asked about can hold whatever the rest, since each comparison has a figure that no other
        needs the other way.
        """
        all_asked = [each for choice in choices for group in choice.groups for each in group]

        def is_opposed(each: Comparand, column: int, value: int) -> bool:
            up, down = each.strict is None or value > 0, each.strict is None or value < 0
            for other in all_asked:
                theirs = other.vector.get(column, 0) if other is not each else 0
                if theirs and (other.strict is None or (up and theirs < 0) or (down and theirs > 0)):
                    return True
            return any(
                ((up and its_down) or (down and its_up)) and self.may_use(self.said[number], given, without)
                for number, its_up, its_down in self.signs.get(column, ())
            )

        return all(
            any(
                all(
                    any(
                        column != CONSTANT and not is_opposed(each, column, value)
                        for column, value in each.vector.items()
                    )
                    for each in group
                )
                for group in choice.groups
            )
            for choice in choices[consistent:]
        )

    def refute_written(
        self, asked: Sequence[OneOf], given: Given, without: Collection[int], about: int = -1
    ) -> Refuted | None:
        """The same, by the statements as written alone, where there are few."""
        try:
            several = self._written(asked, given, without)
            if len(several) > MAXIMUM_STATEMENTS:
                raise TooLarge
            found = self._ask_written(asked, several)
            return self._shortened(found, asked, several) if found is not None else None
        except TooLarge:
            self.unanswered.add(about)
            return None

    def proved(
        self,
        answer: Refuted,
        asked: Sequence[OneOf],
        given: Given,
        without: Collection[int] = (),
        used: Iterable[Collection[int]] = (),
    ) -> Refuted | None:
        """A refutation of reduced statements, anew by those that are written, and as few rules as it takes."""
        numbers = {each for each in answer.numbers() if each >= 0}
        lines = {line for each in numbers for line in self.said[each].uses} | {line for each in used for line in each}
        several = [self.said[each] for each in sorted(numbers)] + [self.equations[each] for each in sorted(lines)]
        several = [each for each in several if self.may_use(each, given, without)]
        found = self._ask_written(asked, several)
        return self._shortened(found, asked, several) if found else self.refute_written(asked, given, without)

    def _written(self, asked: Sequence[OneOf], given: Given, without: Collection[int]) -> list[Said]:
        """All statements and equations, as written, that are connected with what is asked about."""
        return self._connected(all_columns(asked), self.written_in, self.said, given, without, False)

    def _ask_written(self, asked: Sequence[OneOf], several: Iterable[Said]) -> Refuted | None:
        found = Refuter(self.budget).ask([*asked, *(each.written for each in several)])
        return found if isinstance(found, Refuted) else None

    def _shortened(self, found: Refuted, asked: Sequence[OneOf], several: Sequence[Said]) -> Refuted:
        """Each rule in turn is left out, if that still leaves a proof."""
        rules = self.rules(found)
        if len(rules) > MANY:
            return found
        for rule in rules:
            if rule not in self.rules(found):
                continue
            kept = set(self.rules(found)) - {rule}
            other = self._ask_written(asked, [each for each in several if each.rule in kept])
            found = other or found
        return found

    def rules(self, found: Refuted) -> list[int]:
        """The rules that a refutation uses."""
        return sorted({self.rule_of(each) for each in found.numbers() if each >= 0})

    def rule_of(self, number: int) -> int:
        """The rule of a statement or equation."""
        return (self.said.get(number) or self.equations[number]).rule

    # -- what is asked

    def groups(self, several: Iterable[Iterable[Equation]]) -> OneOf:
        """Alternatives that are only asked about."""
        columns = self.bound.columns
        return OneOf(ASKED, tuple(tuple(comparand(ASKED, each, columns) for each in group) for group in several))

    def opposite(self, choice: OneOf) -> list[OneOf]:
        """That none of these alternatives holds."""
        return [
            OneOf(ASKED, tuple((replace(other, number=ASKED),) for each in group for other in each.negated()))
            for group in choice.groups
        ]


def columns_of(choice: OneOf) -> set[int]:
    """The columns of all comparisons."""
    return {
        column for group in choice.groups for each in group for column, _ in each.vector.items() if column != CONSTANT
    }


def all_columns(choices: Iterable[OneOf]) -> set[int]:
    """The columns of all of them."""
    return {column for each in choices for column in columns_of(each)}


def has_equation(said: Said) -> bool:
    """Whether an equation is among its alternatives."""
    return len(said.reduced.groups) > 1 and any(one.strict is None for group in said.reduced.groups for one in group)


def core(several: Sequence[Said], asked: Sequence[OneOf] = ()) -> list[Said]:
    """The statements that may matter: without those that a figure of their own satisfies whatever the others say.

    A figure that occurs once, or only so that more of it is better (or less), satisfies all comparisons it is in.
    """
    counts: dict[int, list[int]] = {}  # up, down, in all

    def count(choice: OneOf, step: int) -> None:
        for group in choice.groups:
            for each in group:
                for column, value in each.vector.items():
                    up, down, _ = tally = counts.setdefault(column, [0, 0, 0])
                    tally[0] = up + step * (each.strict is None or value > 0)
                    tally[1] = down + step * (each.strict is None or value < 0)
                    tally[2] += step

    def is_free(each: Comparand) -> bool:
        for column, value in each.vector.items():
            if column != CONSTANT:
                up, down, total = counts[column]
                if total == 1 or (each.strict is not None and not (down if value > 0 else up)):
                    return True
        return False

    kept = {each.number: each for each in several}
    using: dict[int, list[int]] = {}
    for said in several:
        count(said.reduced, 1)
        for column in columns_of(said.reduced):
            using.setdefault(column, []).append(said.number)
    for choice in asked:
        count(choice, 1)
    waiting = list(kept)
    while waiting:
        number = waiting.pop()
        one = kept.get(number)
        if one is None or not any(all(is_free(each) for each in group) for group in one.reduced.groups):
            continue
        del kept[number]
        count(one.reduced, -1)
        waiting += [other for column in columns_of(one.reduced) for other in using[column] if other in kept]
    return list(kept.values())
