"""Verifying reports: which rules are for them, and what these say."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import InputError, Label, fail
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.base.source import Source
from jsrules.engine.compile import CompiledRules
from jsrules.engine.evaluate import evaluate
from jsrules.model.form import FormSet
from jsrules.model.outcome import Result
from jsrules.model.syntax import Applies
from jsrules.packs.library import choose_pack, find_pack, form_set_source
from jsrules.packs.prior import attach_prior
from jsrules.packs.rule_sets import Compiler, RuleSet, rule_set_of_file, rule_set_of_pack
from jsrules.readers.files import read_source
from jsrules.readers.header import KIND, PRIOR, YEAR, Header
from jsrules.readers.problems import span_of
from jsrules.readers.report_reader import load_report


class _RulesError(Exception):
    """Mistakes in the rules, on their way past those of the report."""

    def __init__(self, cause: InputError) -> None:
        super().__init__()
        self.cause = cause


class ReadyRules(Record):
    """The rules of a pack or file, compiled for a report; ``conditions`` are what all of them are for."""

    compiled: CompiledRules
    conditions: tuple[Applies, ...]


class Loaded(Record):
    """A report and the rules for it, with the result that is to be filled; without a report it could not be read."""

    result: Result
    rules: list[ReadyRules]


class Verifier:
    """Verifies reports with the rule files and packs that are named, or with the pack that is made for a report.

    Raises `InputError` when a named rule file or pack cannot be read; mistakes in rules show when the first report tells
    which form set they are for.
    """

    def __init__(self, rules: Sequence[str] = (), packs: Sequence[str] = ()) -> None:
        self._files = [rule_set_of_file(path) for path in rules]
        self._packs = list({each.name: each for each in (rule_set_of_pack(find_pack(name)) for name in packs)}.values())
        self._compiler = Compiler()
        self._chosen: dict[tuple[str, int | None], RuleSet | None] = {}
        self._form_sources: dict[tuple[str, int | None], Source] = {}

    def verify(self, path: str, everything: bool = False, prior: str = "") -> Result:
        """What the rules say of one report; ``everything`` fills in the figures of what passed, too.

        ``prior`` is the path of the prior-year report, when the report's head does not name it.

        A report that cannot be read gives a result without a report, its diagnostics saying why.
        Raises `InputError` for mistakes in the rules.
        """
        loaded = self.load(path, prior)
        result = loaded.result
        if result.report is not None:
            for each in loaded.rules:
                result.outcomes += evaluate(result.report, each.compiled.rules, everything, each.conditions)
        return result

    def load(self, path: str, prior: str = "", source: Source | None = None) -> Loaded:
        """A report with the rules that are for it, before anything is judged; otherwise as `verify`.

        ``source`` is the report's text where it has been read already.
        """
        result = Result(path)
        chosen: list[RuleSet] = []

        def choose(header: Header) -> FormSet | None:
            form_source = self._form_source(header, text)
            chosen[:] = self._rule_sets(header, text)
            if form_source is None:
                return None
            try:
                return self._compiler.compile(chosen[0], form_source).forms
            except InputError as error:
                raise _RulesError(error) from None

        try:
            text = source or read_source(path)
            report, result.diagnostics = load_report(text, choose)
            if prior or PRIOR in report.header:
                attach_prior(report, prior)
        except InputError as error:
            result.diagnostics = error.diagnostics
            return Loaded(result, [])
        except _RulesError as error:
            raise error.cause from None
        result.report = report
        result.packs = [each.info for each in chosen]
        forms = report.forms if report.forms.inferred else self._form_sources[report.kind, report.year]
        return Loaded(result, [ReadyRules(self._compiler.compile(each, forms), each.conditions) for each in chosen])

    def _rule_sets(self, header: Header, source: Source) -> list[RuleSet]:
        """The rule sets for a report. Raises `InputError` (E304) when there is none."""
        chosen = list(self._packs)
        if not chosen and header.kind:
            key = header.kind, header.year
            if key not in self._chosen:
                pack = choose_pack(*key)
                self._chosen[key] = rule_set_of_pack(pack) if pack is not None else None
            default = self._chosen[key]
            if default is not None:
                chosen.append(default)
        chosen += self._files
        if not chosen:
            raise fail(
                "E304",
                say("没有可用来检查这份报告的规则", "there are no rules to check this report with"),
                path=source.path,
                remedy=say(
                    "用 --rules 给出规则文件，或用 --pack 给出规则包",
                    "give a rule file with --rules, or a pack with --pack",
                ),
            )
        return chosen

    def _form_source(self, header: Header, source: Source) -> Source | None:
        if not header.kind or header.year is None:
            return None
        key = header.kind, header.year
        if key not in self._form_sources:
            places = [header.places[name] for name in (KIND, YEAR)]
            labels = [Label(source, span_of(source, place)) for place in places]
            self._form_sources[key] = form_set_source(header.kind, header.year, *labels)
        return self._form_sources[key]
