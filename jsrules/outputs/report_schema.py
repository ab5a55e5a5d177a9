"""A JSON Schema for the reports of a form set, by which an editor completes and checks names of tables, rows, columns.

Whatever the reader of reports accepts, the schema accepts (but for rare twins of characters, such as ``①`` for 1);
what the reader refuses beyond names and figures (a list too short, one row under two of its names) is its own affair.
``properties`` hold the names as the form set writes them, for completion; ``patternProperties`` the other spellings
that the reader takes for one of them. The words used are those that draft 7 has too, apart from ``$defs``, since many
editors know no more.
"""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.units import NO_UNIT, UNITS, Unit, find_unit
from jsrules.model.form import BlockForm, Form, FormSet
from jsrules.outputs.schema_words import (
    BLANK,
    BLANK_ENTRY,
    DIALECT,
    GAP,
    SCALAR,
    Schema,
    code,
    coded,
    described,
    digits,
    figure,
    labelled,
    loose,
    money_units,
    spelled,
    titled,
    trimmed,
)
from jsrules.readers.reports.entries import NO, YES
from jsrules.readers.reports.header import (
    COLUMNS,
    DECIMALS,
    HEADER_NAMES,
    KIND,
    MAXIMUM_DECIMALS,
    MONEY_UNIT,
    NOTE,
    PLACES,
    ROWS,
    SUBORDINATES,
    TABLE_NAMES,
    TO_LOOK_UP,
    UNRECOGNISED,
    WHOLE,
    YEAR,
)


def report_schema(forms: FormSet, kinds: Iterable[str]) -> Schema:
    """The schema of the reports that are written in a form set; ``kinds`` are the words for them."""
    return _Writer(forms, tuple(kinds)).write()


class _Writer:
    """Writes the schema of one form set; what is used more than once goes into ``definitions``."""

    def __init__(self, forms: FormSet, kinds: tuple[str, ...]) -> None:
        self.forms = forms
        self.kinds = kinds
        self.definitions: Schema = {}
        self._prose = False
        self._money_unit = forms.money_unit

    def write(self) -> Schema:
        """The whole schema."""
        forms = self.forms
        properties, patterns = self._header()
        sections: Schema = {}
        section_patterns: Schema = {}
        for number, form in enumerate(forms.forms):
            table = self._define(form.identifier or f"{'section' if form.is_prose else 'table'}-{number + 1}", form)
            prefix = f"{form.group}." if form.is_prose else ""
            names = [form.title, *form.aliases, form.number, form.identifier]
            known = [each for each in names if each and forms.index.get(fold(prefix + each)) == (number,)]
            own, own_patterns = (sections, section_patterns) if form.is_prose else (properties, patterns)
            if form.title in known:
                own[form.title] = {**described(form.title, form.number, _aliases(form.aliases)), **table}
            if known:
                own_patterns[labelled(known) if form.is_prose else titled(known)] = table
                if form.is_prose:  # the reader takes 情况说明.节 at the top, too
                    patterns[spelled([prefix + each for each in known])] = table
        if forms.narrative:
            self.definitions["narrative"] = {"anyOf": [_closed(sections, section_patterns), BLANK]}
            properties[forms.narrative] = {"title": forms.narrative, "$ref": "#/$defs/narrative"}
            patterns[spelled([forms.narrative])] = {"$ref": "#/$defs/narrative"}
        return {
            "$schema": DIALECT,
            "$id": f"https://jsrules.invalid/schema/report/{forms.identifier}/{forms.year}",
            "title": say("{year} 年度{kind}", "{kind} {year}", kind=forms.kind, year=forms.year),
            "allOf": [_has(KIND), _has(YEAR)],
            **_closed(properties, patterns),
            "$defs": self.definitions,
        }

    def _header(self) -> tuple[Schema, Schema]:
        """The entries of a report's head, and their other spellings."""
        year = self.forms.year
        written = f"^{GAP}{loose(str(year))}{GAP}(?:年{GAP})?(?:度{GAP})?$"
        values: dict[str, Schema] = {
            KIND: {"anyOf": [{"enum": list(self.kinds)}, {"type": "string", "pattern": trimmed(self.kinds)}]},
            YEAR: {"anyOf": [{"const": year}, {"type": "string", "pattern": written}]},
            MONEY_UNIT: {"anyOf": [*_MONEY_UNIT, BLANK_ENTRY]},
            DECIMALS: {"anyOf": [*_DECIMALS, BLANK_ENTRY]},
            SUBORDINATES: {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}]},
            UNRECOGNISED: {"type": ["object", "null"]},
            TO_LOOK_UP: {"type": ["object", "null"]},
            PLACES: {"type": ["string", "null"]},
        }
        properties: Schema = {}
        patterns: Schema = {}
        for name in dict.fromkeys(HEADER_NAMES.values()):
            value = values.get(name, SCALAR)
            properties[name] = {"title": name, **value}
            patterns[spelled(_spellings(HEADER_NAMES, name))] = value
        return properties, patterns

    def _define(self, place: str, form: Form) -> Schema:
        """A reference to the schema of a table, or of a section of the narrative."""
        self._prose = form.is_prose
        self._money_unit = form.money_unit or self.forms.money_unit
        if len(form.blocks) == 1:
            schema = self._block(place, form.blocks[0])
        else:
            properties, patterns = _settings()
            for number, block in enumerate(form.blocks, 1):
                value = {"anyOf": [self._block(f"{place}-{number}", block), BLANK]}
                properties[block.name] = {**described(block.name, _aliases(block.aliases)), **value}
                patterns[labelled([block.name, *block.aliases])] = value
            schema = _closed(properties, patterns)
        self.definitions[place] = {"anyOf": [schema, BLANK]}
        return {"$ref": f"#/$defs/{place}"}

    def _block(self, place: str, block: BlockForm) -> Schema:
        """A reference to the schema of a block: rows, with 栏 and 行 or without."""
        rows, row_patterns, others = self._rows(place, block)
        properties, patterns = _settings()
        names = [each for column in block.columns for each in (column.name, *column.aliases) if each]
        one = (
            {"anyOf": [{"enum": [each.name for each in block.columns]}, {"pattern": labelled(names)}]} if names else {}
        )
        several = {"type": "array", "items": {"type": "string", **one}, "uniqueItems": True}
        free = block.free_columns and not self._prose
        if not free:
            several["maxItems"] = len(block.columns) if names else 0
        columns = {"anyOf": [several, {"type": "string", **one}] if names or free else [several]}
        place = f"{place}-block"
        # Under 行 stand the same rows once more, and nothing else.
        only_rows: Schema = {"$ref": f"#/$defs/{place}", "propertyNames": {"not": {"pattern": spelled(TABLE_NAMES)}}}
        if others is not False:  # where any row may be added, 说明 may be one
            only_rows = {**_closed(rows, row_patterns), "additionalProperties": others}
        for name, value in ((COLUMNS, columns), (ROWS, {"anyOf": [only_rows, BLANK]})):
            properties[name] = {"title": name, **value}
            patterns[spelled(_spellings(TABLE_NAMES, name))] = value
        self.definitions[place] = {
            "type": "object",
            "properties": {**rows, **properties},
            "patternProperties": {**row_patterns, **patterns},
            "additionalProperties": others,
            # With 行, every row stands under it.
            "if": {"required": [ROWS]},
            "then": {"propertyNames": {"pattern": spelled(TABLE_NAMES)}},
        }
        return {"$ref": f"#/$defs/{place}"}

    def _rows(self, place: str, block: BlockForm) -> tuple[Schema, Schema, Schema | bool]:
        """The declared rows by name, patterns for the labels of rows, and what any other label stands before."""
        classification = self.forms.classifications.get(block.keyed)
        owners: dict[str, list[str]] = {}
        for row in block.rows:
            for name in dict.fromkeys(map(fold, (row.name, *row.aliases))):
                owners.setdefault(name, []).append(row.code)
        properties: Schema = {}
        names: dict[str, list[str]] = {}
        codes: dict[str, list[str]] = {}
        for row in block.rows:
            label = f"{row.code} {row.name}" if row.code else row.name
            line = say("行次 {line}", "line {line}", line=row.line) if row.line else ""
            value = self._row(place, block, row.unit)
            properties[label] = {**described(label, line, row.unit, _aliases(row.aliases)), **value}
            for name in (row.name, *row.aliases):
                # A name that several accounts have says nothing without its code.
                if not (row.code and len(owners[fold(name)]) > 1 and all(owners[fold(name)])):
                    names.setdefault(row.unit, []).append(name)
            if row.code:
                codes.setdefault(row.unit, []).append(code(row.code))
        patterns: Schema = {}
        for unit, known in names.items():
            patterns[labelled(known)] = self._row(place, block, unit)
        if classification is not None and block.open_rows:
            plain = not any(unit for unit in codes)
            top, *lower = classification.digits
            further = "|".join(digits(str(length - top)) for length in lower)
            tops = "|".join(map(code, classification.classes)) or digits(str(top))
            anywhere = f"(?:{tops})(?:{GAP}(?:{further}))?" if further else f"(?:{tops})"
            patterns[coded([anywhere])] = self._row(place, block, "") if plain else {}
            for each, titles in classification.classes.items():
                properties.setdefault(f"{each} {titles[0]}", {"title": titles[0], **self._row(place, block, "")})
        for unit, known in codes.items():
            patterns[coded(known)] = self._row(place, block, unit)
        for prefix, items in self._items(place, block).items():
            patterns[spelled([prefix])] = items
        is_open = block.open_rows and classification is None
        return properties, patterns, self._row(place, block, "") if is_open else False

    def _items(self, place: str, block: BlockForm) -> dict[str, Schema]:
        """What stands behind a name that rows begin with, ``公务接待.国内``, and that is none itself."""
        found: dict[str, Schema] = {}
        for row in block.rows if self._prose else ():
            for name in (row.name, *row.aliases):
                prefix, point, rest = name.partition(".")
                if point and fold(prefix) not in block.row_index:
                    items = found.setdefault(prefix, {"type": "object", "properties": {}})
                    if "." not in rest:
                        items["properties"][rest] = self._row(place, block, row.unit)
        return found

    def _row(self, place: str, block: BlockForm, unit: str) -> Schema:
        """A reference to what may stand behind a row's label: a figure, a list of them, or columns with figures."""
        place += f"-row-{_slug(find_unit(unit) or NO_UNIT)}" if unit else "-row"
        if place in self.definitions:
            return {"$ref": f"#/$defs/{place}"}
        figures = [
            self._choice(each.choices) if each.choices else self._figure(unit or each.unit or self._money_unit)
            for each in block.columns
        ]
        any_figure = _either(figures)
        choices: list[Schema] = [{"type": "array", "items": any_figure, "maxItems": len(figures)}]
        if self._prose:  # a figure may be stated several times
            choices = choices if len(figures) > 1 else [{"type": "array", "items": any_figure}]
            figures = [self._stated(each) for each in figures]
        elif block.free_columns:
            choices = [{"type": "array", "items": any_figure}, {"type": "object", "additionalProperties": any_figure}]
        if [column.name for column in block.columns] != [""]:
            properties: Schema = {}
            named: dict[str, list[str]] = {}
            for column, value in zip(block.columns, figures, strict=True):
                properties[column.name] = {**described(column.name, column.unit, _aliases(column.aliases)), **value}
                named.setdefault(str(value["$ref"]), []).extend((column.name, *column.aliases))
            patterns = {labelled(names): {"$ref": reference} for reference, names in named.items()}
            mapping = _closed(properties, patterns)
            if self._prose and any("." in name for name in block.row_index):
                mapping["additionalProperties"] = {"type": "object"}  # an item inside this one
            choices.append(mapping)
        self.definitions[place] = {"anyOf": [any_figure, *choices]}
        return {"$ref": f"#/$defs/{place}"}

    def _stated(self, one: Schema) -> Schema:
        """A reference to the schema of a figure, or a list of its statements."""
        place = f"statements-{one['$ref'].rpartition('/')[2]}"
        self.definitions.setdefault(place, {"anyOf": [one, {"type": "array", "items": one}]})
        return {"$ref": f"#/$defs/{place}"}

    def _choice(self, choices: tuple[str, ...]) -> Schema:
        """A reference to the schema of one of several words."""
        place = f"choice-{'-'.join(f'{ord(each):x}' for each in ''.join(choices))}"
        pattern = f"{spelled(choices)}|^(?:~|[-—－–]|--|——)?$"
        words = {"anyOf": [{"enum": list(choices)}, {"type": "null"}, {"type": "string", "pattern": pattern}]}
        self.definitions.setdefault(place, words)
        return {"$ref": f"#/$defs/{place}"}

    def _figure(self, name: str) -> Schema:
        """A reference to the schema of a figure in a unit."""
        unit = find_unit(name) or NO_UNIT
        place = f"figure-{_slug(unit)}"
        self.definitions.setdefault(place, figure(unit))
        return {"$ref": f"#/$defs/{place}"}


_MONEY_UNIT: list[Schema] = [
    {"enum": money_units()},
    {"type": "string", "pattern": rf"^\s*(?:人民币)?(?:{'|'.join(money_units())})\s*$"},
]
_DECIMALS: list[Schema] = [
    {"type": "integer", "minimum": 0, "maximum": MAXIMUM_DECIMALS},
    {"type": "string", "pattern": f"^{GAP}[0-{MAXIMUM_DECIMALS}０-{chr(0xFF10 + MAXIMUM_DECIMALS)}]{GAP}$"},
]


def _closed(properties: Schema, patterns: Schema) -> Schema:
    """A mapping with these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": patterns,
        "additionalProperties": False,
    }


def _settings() -> tuple[Schema, Schema]:
    """What a table may say of itself, and other spellings of it."""
    values: dict[str, Schema] = {
        NOTE: SCALAR,
        DECIMALS: {"anyOf": _DECIMALS},
        MONEY_UNIT: {"anyOf": _MONEY_UNIT},
        WHOLE: {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": spelled([*YES, *filter(None, NO)])}]},
    }
    properties = {name: {"title": name, **value} for name, value in values.items()}
    return properties, {spelled(_spellings(TABLE_NAMES, name)): value for name, value in values.items()}


def _spellings(names: dict[str, str], name: str) -> list[str]:
    """A name with its twin."""
    return [each for each, meant in names.items() if meant == name]


def _has(name: str) -> Schema:
    """That an entry of the head is there, in one spelling or another; the first choice is what an editor reports."""
    twin = next(each for each, meant in HEADER_NAMES.items() if meant == name and each != fold(name))
    some = {"not": {"propertyNames": {"not": {"pattern": spelled([name, twin])}}}}
    return {"anyOf": [{"required": [name]}, {"required": [twin]}, some]}


def _either(schemas: list[Schema]) -> Schema:
    """One of these schemas; equal ones count once."""
    different = {str(schema): schema for schema in schemas}
    return {"anyOf": list(different.values())} if len(different) > 1 else schemas[0]


def _aliases(aliases: tuple[str, ...]) -> str:
    if not aliases:
        return ""
    return say("也写作 {names}", "also {names}", names=say("、", ", ").join(aliases))


def _slug(unit: Unit) -> str:
    """A short ASCII name for a unit's dimension."""
    if unit.dimension.isascii():
        return unit.dimension or "any"
    known = list(UNITS)
    return f"count-{known.index(unit.name) if unit.name in known else '-'.join(f'{ord(each):x}' for each in unit.name)}"
