"""Resolving the names of a rule against a form set, before any figure is read.

A rule quantified over a form with several blocks becomes one resolved rule for each block that has all its names.
"""

from __future__ import annotations

from jsrules.base.diagnostic import InputError
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.base.source import Source
from jsrules.checks.definitions import Definitions
from jsrules.checks.expressions import Expressions
from jsrules.checks.lookup import find_columns, find_rows
from jsrules.checks.selectors import has_printed_numbers
from jsrules.checks.subsets import anchor_details, resolve_joined, resolve_subsets
from jsrules.checks.whole_lines import WholeLines, holds_in_each, whole_lines
from jsrules.model.form import BlockPlace, FormSet
from jsrules.model.keywords import words_of
from jsrules.model.statements import Definition, Rule
from jsrules.model.syntax import ByName, Call, Cells, Existing, Expression, Here, If, Name, Quantifier
from jsrules.model.tree import rebuild, walk

_THIS_TABLE = [(word,) for word in words_of("THIS_TABLE")]


class Resolver(Expressions):
    """Resolves the rules of one source."""

    def __init__(self, forms: FormSet, source: Source) -> None:
        super().__init__(forms, source)
        self.definitions = Definitions(source)

    def define(self, definition: Definition) -> None:
        """Let a name stand for an expression, behind it. Raises `InputError` when the name means something already."""
        if self._targets((definition.name,), None):
            raise self.complain.taken(definition.name, definition.span)
        self.definitions.define(definition)

    # -- rules

    def resolve(self, rule: Rule) -> list[Rule]:
        """The resolved variants of a rule: one, or one for each block it is quantified over.

        Raises `InputError` when a name is unknown, ambiguous, or has no meaning in its place.
        """
        quantifier = rule.quantifier
        rule = replace(rule, body=anchor_details(self.definitions.expand(rule.body, rule.span), quantifier))
        if quantifier is not None and "table" in quantifier.axes:
            return self._resolve_tables(rule, quantifier)
        if quantifier is None or "unit" in quantifier.axes:
            if quantifier is not None and (quantifier.domain or len(quantifier.axes) > 1):
                raise self.complain.alone(quantifier)
            return self._resolve_alone(rule)
        quantifier = self._as_subset(quantifier)
        if quantifier.domain:
            form, block = self._table(quantifier.domain, quantifier.span)
            places = self._places(form, block)
        elif self.scope is not None:
            places = self._places(self.scope, self.scope_block)
        else:
            return [self._resolve_between(rule, quantifier)]
        variants: list[Rule] = []
        errors: list[InputError] = []
        for place, ranged in resolve_subsets(self.forms, self.complain, quantifier, places).items():
            try:
                body = self._expression(rule.body, place, ranged)
            except InputError as error:
                errors.append(error)
            else:
                # Printed numbers find rows in the blocks beside this one, too: the rule is told once, where it begins.
                first = next(((each.form, each.block) for each in walk(body) if isinstance(each, Cells)), place)
                if first == place or first not in places or not has_printed_numbers(rule.body):
                    variants.append(replace(rule, body=body, quantifier=ranged))
        if not variants:
            raise errors[0]
        return variants

    def _resolve_alone(self, rule: Rule) -> list[Rule]:
        """A rule that says of no rows or columns that it ranges over them; in printed numbers it may mean all."""
        mistake: InputError | None = None
        body = rule.body
        try:
            body = self._expression(body, None, None)
        except InputError as error:
            mistake = error
        if mistake is not None or any(isinstance(each, Cells) and isinstance(each.rows, Here) for each in walk(body)):
            whole = whole_lines(rule.body) if rule.quantifier is None else None
            variants = self._in_each(rule, whole) if whole is not None else []
            if variants:
                return variants
        if mistake is not None:
            raise mistake
        return [replace(rule, body=body)]

    def _in_each(self, rule: Rule, whole: WholeLines) -> list[Rule]:
        """A formula of whole rows in every column, or one of whole columns in every row; nothing where it has no
        meaning there. Raises `InputError` where it may be meant in several tables or blocks.
        """
        base = whole.first.base
        places: list[BlockPlace] = []
        if base:
            places = self._places(*self._table(base, whole.first.span))
        elif self.scope is not None:
            places = self._places(self.scope, self.scope_block)
        elif self.forms.inferred:
            places = [each for form in range(len(self.forms.forms)) for each in self._places(form, None)]
        variants: dict[BlockPlace, Rule] = {}
        for place in places:
            quantifier = Quantifier((whole.axis,), (), (place,), implied=True, span=rule.body.span)
            try:
                body = self._expression(rule.body, place, quantifier)
            except InputError:
                continue
            if holds_in_each(self.forms, body, place, whole):
                variants[place] = replace(rule, body=body, quantifier=quantifier)
        if len(variants) > 1 and (whole.axis == "column" or not (base or self.scope is not None)):
            raise self.complain.several_blocks(whole.first, list(variants))
        return list(variants.values())

    def _resolve_tables(self, rule: Rule, quantifier: Quantifier) -> list[Rule]:
        """每张表: a variant for each table; for one that may be left out only when it is there."""
        if len(quantifier.axes) > 1 or quantifier.domain or quantifier.only:
            raise self.complain.tables_alone(quantifier.span)
        variants: list[Rule] = []
        left_out = {
            self._table((each.name,) if isinstance(each, ByName) else ("",), quantifier.span)[0]
            for each in quantifier.excluded
        }
        for number, form in enumerate(self.forms.forms):
            if form.is_prose or not form.title or number in left_out:
                continue
            this = Existing(number, -1, quantifier.span)

            def put(each: Expression, this: Existing = this) -> Expression:
                return this if isinstance(each, Name) and each.parts in _THIS_TABLE else each

            body = self._expression(rebuild(rule.body, put), None, None)
            if form.optional:
                body = If(Call("exists", (this,), quantifier.span), body, rule.body.span)
            variants.append(replace(rule, body=body, quantifier=None))
        if not variants:
            raise self.complain.misplaced(
                quantifier.span, say("没有表样，也就没有“每张表”", "without a form set there are no tables")
            )
        return variants

    def _as_subset(self, quantifier: Quantifier) -> Quantifier:
        """每栏 [一月]：… ranges over the column of that name in the table in scope, unless a table has the name."""
        domain = quantifier.domain
        if self.scope is None or len(domain) != 1 or quantifier.only or self.names_table(domain):
            return quantifier
        name = domain[0]
        blocks = (self.forms.forms[form].blocks[block] for form, block in self._places(self.scope, self.scope_block))
        if any(find_rows(block, name, True) or find_columns(block, name, True) for block in blocks):
            return replace(quantifier, domain=(), only=(ByName(name),))
        return quantifier

    def _resolve_between(self, rule: Rule, quantifier: Quantifier) -> Rule:
        """A rule between tables ranges over the keys of the tables that it refers to with 本行."""
        if "column" in quantifier.axes:
            raise self.complain.whose_columns(quantifier.span)
        body = self._expression(rule.body, None, quantifier)
        places = tuple(
            dict.fromkeys(
                (node.form, node.block)
                for node in walk(body)
                if isinstance(node, Cells) and isinstance(node.rows, Here) and not node.origin
            )
        )
        if not places:
            raise self.complain.without_rows(quantifier.span)
        return replace(rule, body=body, quantifier=resolve_joined(self.forms, self.complain, quantifier, places))
