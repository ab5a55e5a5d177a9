"""From the tree of a report to the report model: which table is which, and all that is wrong, at once."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.number import is_blank
from jsrules.base.source import Source
from jsrules.base.units import find_unit
from jsrules.model.form import Form, FormSet
from jsrules.model.report import ILLEGIBLE_SIGNS, Block, KnownLayout, Report, Table
from jsrules.readers.reports.accounts import compare_accounts
from jsrules.readers.reports.amounts import AmountScope
from jsrules.readers.reports.blocks import BlockReader
from jsrules.readers.reports.cells import CellReader
from jsrules.readers.reports.header import (
    HEADER_NAMES,
    NOTE,
    collect_header,
    narrowed,
    read_whole,
    remark_remedy,
    split_table,
)
from jsrules.readers.reports.inference import Outline, read_inferred
from jsrules.readers.reports.nodes import Mapping, Node, Scalar
from jsrules.readers.reports.problems import Problems, limited, offer_names, shown
from jsrules.readers.reports.unfinished import leave_out_end, unfinished_end
from jsrules.readers.reports.yaml_tree import read_tree


class OpenReport:
    """A report whose head is read; its tables wait for the form set that the head asks for."""

    def __init__(self, source: Source, tree: Mapping | None = None) -> None:
        self.source = source
        self._problems = Problems(source)
        self._part = tree
        whole = read_tree(source, self._problems) if tree is None else tree
        self._tree: Mapping | None = whole
        self._end = unfinished_end(source, whole) if tree is None else None
        self._read: tuple[Report, list[Diagnostic]] | None = None
        self.misnumbered = False
        """Whether a table, as it was read last, prints another number than the form set gives it."""
        self.header = collect_header(self._problems, whole)
        if self._problems.errors and (self.header.kind and self.header.year is None):
            self._problems.raise_errors()

    @property
    def path(self) -> str:
        """The path it was read from."""
        return self.source.path

    @property
    def tree(self) -> Mapping:
        """All that is written in it."""
        if self._tree is None:  # it was read, and is seldom asked for again
            self._tree = read_tree(self.source, Problems(self.source)) if self._part is None else self._part
        return self._tree

    def without_forms(self, error: InputError) -> InputError:
        """Everything that is wrong when there is no form set, as ``error`` says: that, and what was wrong before."""
        return InputError(limited([*self._problems.errors, *error.diagnostics]))

    def read(self, forms: FormSet | None) -> tuple[Report, list[Diagnostic]]:
        """The whole report, with its warnings; without forms they are inferred from it. Later calls give the same,
        also without forms; with other forms it is read anew.

        Raises one `InputError` with everything that is wrong: in the YAML, the head, the tables.
        """
        if self._read is not None:
            if forms is None or forms is self._read[0].forms or forms == self._read[0].forms:
                return self._read
            anew = OpenReport(self.source, self._part)
            found = anew.read(forms)
            self.misnumbered = anew.misnumbered
            return found
        problems, tree, header = self._problems, self.tree, self.header
        made = None
        if forms is None or forms.inferred:
            from jsrules.readers.reports.layouts import inferred

            tree, made = inferred(tree, header)
            forms = forms or made
        report = Report(problems.source, forms, header.kind, header.unit, header.year, header.extra)
        cells = CellReader(problems, lenient=forms.inferred)
        blocks = BlockReader(problems, forms, cells, header.year)
        report.cells = cells.cells
        if header.document_places:
            from jsrules.readers.reports.place_reader import ReadPlaces

            report.places = ReadPlaces(header.document_places)
        if forms.inferred:
            outline = Outline(problems, tree, header)
            self._tree = None
            del tree
            report.tables = read_inferred(problems, outline, header, forms, cells, blocks)
            if any(cell.problem for cell in cells.cells):
                from jsrules.readers.reports.slips_in_texts import warn_of_slips

                warn_of_slips(problems, report)
        else:
            tables = _TableReader(problems, forms, blocks, report)
            tables.read(tree, header.scope(forms.money_unit))
            self.misnumbered = tables.misnumbered
            compare_accounts(problems, report)
        if self._end is not None:
            leave_out_end(problems, report, self._end)
        if header.unrecognised is not None or header.to_look_up is not None:
            from jsrules.readers.reports.imported_parts import tell_of_import

            tell_of_import(problems, header, report)
        problems.raise_errors()
        report.restated = tuple(cells.restated)
        if forms is made and self._end is None:
            report.layout = KnownLayout(forms, report.tables, report.cells)
        self._read = report, problems.sorted_warnings()
        return self._read


def open_report(source: Source, tree: Mapping | None = None) -> OpenReport:
    """A report with its head; ``tree`` is the part of the source that holds it, when it is not all of it.

    Raises `InputError` where nothing can be said of the tables: the text cannot be read, or its year is wrong.
    """
    return OpenReport(source, tree)


class _TableReader:
    """Reads the tables and the narrative of a report that has a form set."""

    def __init__(self, problems: Problems, forms: FormSet, blocks: BlockReader, report: Report) -> None:
        self._problems = problems
        self._forms = forms
        self._blocks = blocks
        self._tables = report.tables
        self._unsure = report.unsure
        self._keys: dict[int, Scalar] = {}
        self.misnumbered = False

    def read(self, tree: Mapping, scope: AmountScope) -> None:
        narrative = fold(self._forms.narrative)
        for key, node in tree.entries:
            name = fold(key.text)
            if name in HEADER_NAMES:
                continue
            if narrative and name == narrative:
                self._read_narrative(key, node, scope)
            else:
                self._read_table(key, name, node, scope)

    def _read_narrative(self, key: Scalar, node: Node, scope: AmountScope) -> None:
        if isinstance(node, Scalar) and is_blank(node.text):
            return
        if not isinstance(node, Mapping):
            self._blocks.wrong_shape(key, node)
            return
        prefix = fold(self._forms.narrative) + "."
        for section, value in node.entries:
            self._read_table(section, prefix + fold(section.text), value, scope)

    def _read_table(self, key: Scalar, name: str, node: Node, scope: AmountScope) -> None:
        """Read the table (or section) that is known by ``name`` in the form set's index."""
        numbers = self._forms.index.get(name, ()) or self._forms.forms_like(key.text, self._in_narrative(name))
        if len(numbers) != 1:
            self._unknown(key, name, numbers)
            return
        number = numbers[0]
        form = self._forms.forms[number]
        if form.number and name not in self._forms.index:
            from jsrules.base.table_numbers import numbered_title, table_number

            printed = table_number(numbered_title(key.text)[0])
            self.misnumbered |= printed is not None and printed != table_number(form.number)
        if number in self._keys:
            self._problems.add(
                "E104",
                say("“{title}”写了两次", '"{title}" is given twice', title=form.title),
                key,
                self._problems.first(self._keys[number]),
                remedy=say("删去一个，或改正表名", "delete one of them, or correct the title"),
            )
            return
        self._keys[number] = key
        if isinstance(node, Scalar) and node.text.strip() in ILLEGIBLE_SIGNS and not form.is_prose:
            self._unsure[number] = key.line
            return
        table = Table(number, [], key.line)
        self._tables[number] = table
        if isinstance(node, Mapping):
            table.note = self._note(node)
        if form.money_unit:  # what the form prints above the table goes before what the report's head says of all
            scope = AmountScope(find_unit(form.money_unit) or scope.money, scope.floor)
        if len(form.blocks) == 1:
            table.blocks.append(self._blocks.read(number, 0, key, node, scope))
        else:
            table.blocks.extend(Block(stated=False) for _ in form.blocks)
            self._read_blocks(table, form, key, node, scope)

    def _in_narrative(self, name: str) -> bool:
        return bool(self._forms.narrative) and name.startswith(fold(self._forms.narrative) + ".")

    def _note(self, node: Mapping) -> str:
        settings, _ = split_table(node)
        if NOTE not in settings:
            return ""
        key, value = settings[NOTE]
        if isinstance(value, Scalar):
            return value.text
        self._problems.add(
            "E109",
            say("“{key}”后面应是一段文字", 'a text is due behind "{key}"', key=key.text),
            key,
            remedy=say("写在一行里，必要时加引号", "write it on one line, in quotes if need be"),
        )
        return ""

    def _read_blocks(self, table: Table, form: Form, key: Scalar, node: Node, scope: AmountScope) -> None:
        if isinstance(node, Scalar) and is_blank(node.text):
            table.blocks[:] = [Block(whole=True) for _ in form.blocks]
            return
        if not isinstance(node, Mapping):
            self._blocks.wrong_shape(key, node)
            return
        settings, rest = split_table(node)
        scope = narrowed(self._problems, settings, scope)
        whole = read_whole(self._problems, settings)
        if not rest:  # the table is there, with a note, and without figures
            table.blocks[:] = [Block(whole=whole is not False) for _ in form.blocks]
        names = {
            fold(name): number for number, block in enumerate(form.blocks) for name in (block.name, *block.aliases)
        }
        seen: dict[int, Scalar] = {}
        strays = [entry[0] for name, entry in settings.items() if name in ("栏", "行")]
        for name, value in rest:
            number = names.get(fold(name.text))
            if number is None:
                from jsrules.base.labels import bare

                alike = {block for each, block in names.items() if bare(each) == bare(name.text)}
                number = alike.pop() if len(alike) == 1 else None
            if number is None:
                strays.append(name)
            elif number in seen:
                self._problems.add(
                    "E104",
                    say("“{name}”写了两次", '"{name}" is given twice', name=name.text),
                    name,
                    self._problems.first(seen[number]),
                    remedy=say("删去一个", "delete one of them"),
                )
            else:
                seen[number] = name
                table.blocks[number] = self._blocks.read(table.form, number, name, value, scope, whole)
                if isinstance(value, Mapping):  # a note under one of its blocks is the table's, too
                    table.note = " ".join(each for each in (table.note, self._note(value)) if each)
        for stray in strays:
            self._unknown_block(form, stray)

    def _unknown_block(self, form: Form, stray: Scalar) -> None:
        names = [block.name for block in form.blocks]
        home = next((block.name for block in form.blocks if fold(stray.text) in block.row_index), "")
        if about := remark_remedy(stray):
            remedy = about
        elif home:
            remedy = say(
                "这是“{home}”栏块的行，写在“{home}:”之下",
                'this is a row of the block "{home}"; write it under "{home}:"',
                home=home,
            )
        elif stray.text in ("栏", "行"):
            remedy = say("先写栏块名，再写栏和行", "write the name of the block first, columns and rows under it")
        else:
            remedy = offer_names(stray.text, names)
        self._problems.add(
            "E112",
            say(
                "“{form}”分为 {names} 几块，没有“{name}”",
                '"{form}" has the blocks {names}, and no "{name}"',
                form=form.path,
                names=say("、", ", ").join(names),
                name=shown(stray.text),
            ),
            stray,
            remedy=remedy,
        )

    def _unknown(self, key: Scalar, name: str, numbers: Sequence[int]) -> None:
        """Note a table that no form, or more than one, is known by."""
        forms = self._forms
        in_narrative = self._in_narrative(name)
        if numbers:
            titles = say("、", ", ").join(forms.forms[number].title for number in numbers)
            self._problems.add(
                "E111",
                say("“{name}”可以是 {titles}", '"{name}" may be {titles}', name=shown(key.text), titles=titles),
                key,
                remedy=say("写表的全名", "write the table's title"),
            )
            return
        known = [
            each
            for form in forms.forms
            if form.is_prose == in_narrative
            for each in (form.title, *form.aliases, form.number)
            if each
        ]
        notes: tuple[str, ...] = ()
        if in_narrative:
            message = say(
                "“{group}”里没有“{name}”这一节",
                '"{group}" has no section "{name}"',
                group=forms.narrative,
                name=shown(key.text),
            )
        else:
            known += [each for each in (forms.narrative, *dict.fromkeys(HEADER_NAMES.values())) if each]
            message = say(
                "{year} 年{kind}的表样里没有“{name}”这张表",
                'the form set {kind} {year} has no table "{name}"',
                kind=forms.kind,
                year=forms.year,
                name=shown(key.text),
            )
            if forms.narrative and fold(forms.narrative) + "." + name in forms.index:
                notes = (say("“{group}”里有这一节", '"{group}" has a section of this name', group=forms.narrative),)
        remedy = remark_remedy(key) or offer_names(key.text, known)
        self._problems.add("E111", message, key, notes=notes, remedy=remedy)
