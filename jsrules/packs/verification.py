"""Verifying reports: which rules are for them, and what these say."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import InputError, Label, fail
from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.engine.evaluate import evaluate
from jsrules.model.form import FormSet
from jsrules.model.outcome import Result
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
        result = Result(path)
        chosen: list[RuleSet] = []

        def choose(header: Header) -> FormSet | None:
            form_source = self._form_source(header, source)
            chosen[:] = self._rule_sets(header, source)
            if form_source is None:
                return None
            try:
                return self._compiler.compile(chosen[0], form_source).forms
            except InputError as error:
                raise _RulesError(error) from None

        try:
            source = read_source(path)
            report, result.diagnostics = load_report(source, choose)
            if prior or PRIOR in report.header:
                attach_prior(report, prior)
        except InputError as error:
            result.diagnostics = error.diagnostics
            return result
        except _RulesError as error:
            raise error.cause from None
        result.report = report
        result.packs = [each.info for each in chosen]
        for each in chosen:
            forms = report.forms if report.forms.inferred else self._form_sources[report.kind, report.year]
            compiled = self._compiler.compile(each, forms)
            result.outcomes += evaluate(report, compiled.rules, everything, each.conditions)
        return result

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
