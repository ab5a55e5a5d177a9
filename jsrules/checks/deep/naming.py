"""What atoms and places are called in messages."""

from __future__ import annotations

from fractions import Fraction

from jsrules.base.language import say
from jsrules.base.number import exact_text
from jsrules.base.record import replace
from jsrules.checks.cells.references import Atom
from jsrules.checks.cells.rows import Key, Some
from jsrules.checks.deep.equations import Equation
from jsrules.model.form import FormSet
from jsrules.model.functions import FUNCTIONS
from jsrules.model.origins import OWN, PRIOR, Origin
from jsrules.model.syntax import Call, Children, Every, OfLevel, Range
from jsrules.readers.rules.printer import print_expression, print_quantifier

_ANY = {
    0: ("〈任一行〉", "⟨any other row⟩"),
    1: ("〈任一类〉", "⟨any other class⟩"),
    2: ("〈任一款〉", "⟨any other group⟩"),
    3: ("〈任一项〉", "⟨any other item⟩"),
}
_LEVELS = {
    "top": ("各类", "classes"),
    "class": ("各类", "classes"),
    "group": ("各款", "groups"),
    "item": ("各项", "items"),
}


def origin_word(origin: Origin) -> str:
    """What rules write before a name of another report."""
    if origin == OWN:
        return ""
    return say("上年", "prior") if origin == PRIOR else say("下级单位", "subordinates")


class Namer:
    """Names atoms and places by a form set; without one by what the rules call them."""

    def __init__(self, forms: FormSet | None) -> None:
        self.forms = forms

    def atom(self, atom: Atom) -> str:
        """The full name of a cell or sum."""
        kind = atom[0]
        if kind in ("name", "names"):
            return self._written(atom[1], atom[2], print_expression(atom[3]))
        if kind == "count":
            return self._count(atom)
        if kind == "money":
            return say("1 元", "1 元")
        if kind == "year":
            return ".".join(filter(None, (origin_word(atom[1]), say("报告.年度", "report.year"))))
        if kind == "cell":
            _, form, block, key, column, origin = atom
            return self._path(form, block, self.row(form, block, key), column, origin)
        _, form, block, rows, key, column, origin = atom
        return self._path(form, block, self._rows(form, block, rows, key), column, origin)

    @staticmethod
    def _written(tag: Atom, scope: tuple[str, ...], name: str) -> str:
        """A name as rules write it, under its table; one that is repeated over rows says so."""
        text = ".".join((*scope, name))
        return f"{print_quantifier(tag[1])} {text}" if tag else text

    def _count(self, atom: Atom) -> str:
        if self.forms is None:
            _, tag, scope, arguments = atom
            return self._written(tag, scope, print_expression(Call("count", arguments)))
        names = sorted(self.atom(each) for each, _ in atom[1])
        text = say("、", ", ").join(names[:3])
        if len(names) > 3:
            text = say("{text} 等 {n} 格", "{text} and others, {n} in all", text=text, n=len(names))
        return f"{say(*FUNCTIONS['count'].words)}({text})"

    def row(self, form: int, block: int, key: Key) -> str:
        """A row as its form declares it, with its code where rows go by codes."""
        assert self.forms is not None
        if isinstance(key, Some):
            return say(*_ANY.get(key.level, _ANY[0]))
        shape = self.forms.forms[form].blocks[block]
        row = shape.row(key)
        if row is not None and row.key == key:
            return f"{row.code} {row.name}" if row.code and shape.keyed else row.name
        classification = self.forms.classifications.get(shape.keyed)
        names = classification.classes.get(key, ()) if classification is not None else ()
        return f"{key} {names[0]}" if names else key

    def place(self, equation: Equation) -> str:
        """Where its rule is bound: the row and column; empty when it does not range over any."""
        spot, (form, block) = equation.spot, equation.home
        if self.forms is None or form < 0:
            return ""
        parts = [self.row(form, block, spot.row)] if spot.row else []
        if spot.column >= 0:
            parts.append(self.forms.forms[form].blocks[block].columns[spot.column].name)
        return ".".join(parts)

    def comparison(self, equation: Equation) -> str:
        """A comparison as a reader would write it: ``a + b <= 3``."""
        left = replace(equation, constant=Fraction())
        return f"{self.equation(left).removesuffix(' 0')} {fraction_text(-equation.constant)}"

    def equation(self, equation: Equation) -> str:
        """An equation as a line: ``a + b - c = 0``."""
        pieces: list[str] = []
        for atom, coefficient in equation.terms:
            sign = "-" if coefficient < 0 else "+"
            size = abs(coefficient)
            name = self.atom(atom) if size == 1 else f"{fraction_text(size)} × {self.atom(atom)}"
            pieces.append(f"{sign} {name}" if pieces or sign == "-" else name)
        if equation.constant or not pieces:
            sign = "-" if equation.constant < 0 else "+"
            text = fraction_text(abs(equation.constant))
            pieces.append(f"{sign} {text}" if pieces or sign == "-" else text)
        return f"{' '.join(pieces)} {equation.operator} 0"

    def _path(self, form: int, block: int, row: str, column: int, origin: Origin) -> str:
        assert self.forms is not None
        shape = self.forms.forms[form]
        columns = shape.blocks[block].columns
        parts = [origin_word(origin), shape.path, shape.blocks[block].name, row]
        if len(columns) > 1:
            parts.append(columns[column].name)
        return ".".join(part for part in parts if part)

    def _rows(self, form: int, block: int, rows: object, key: Key) -> str:
        match rows:
            case Children():
                row = self.row(form, block, key)
                return say("〈{row} 的下级之和〉", "⟨sum below {row}⟩", row=row)
            case OfLevel(level):
                return say("〈{rows}之和〉", "⟨sum of {rows}⟩", rows=say(*_LEVELS[level]))
            case Range(first, last):
                names = f"{getattr(first, 'code', '')}..{getattr(last, 'code', '')}"
                return say("〈{rows} 之和〉", "⟨sum of {rows}⟩", rows=names)
            case Every():
                return say("〈各行之和〉", "⟨sum of all rows⟩")
        raise AssertionError(rows)


def fraction_text(value: Fraction) -> str:
    """A number exactly: as a decimal where it ends, else as a fraction."""
    return exact_text(value.numerator, value.denominator)
