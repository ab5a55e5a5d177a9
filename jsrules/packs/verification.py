"""Verifying reports: which rules are for them, and what these say."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence

from jsrules import __version__
from jsrules.base.diagnostic import InputError, Label, fail
from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.engine.compile import CompiledRules, compile_rules
from jsrules.engine.evaluate import evaluate
from jsrules.model.form import FormSet
from jsrules.model.outcome import PackInfo, Result
from jsrules.model.syntax import Applies
from jsrules.packs.library import Pack, choose_pack, find_pack, form_set_source
from jsrules.packs.prior import attach_prior
from jsrules.readers.files import read_source
from jsrules.readers.form_reader import read_form_set
from jsrules.readers.header import KIND, PRIOR, YEAR, Header
from jsrules.readers.problems import span_of
from jsrules.readers.report_reader import load_report


class RuleSet:
    """The rules of one pack or of one file given by itself."""

    def __init__(
        self, name: str, title: str, version: str, sources: Sequence[Source], conditions: tuple[Applies, ...] = ()
    ) -> None:
        self.name = name
        self.conditions = conditions
        self.sources = sources
        digest = hashlib.sha256()
        for source in sources:
            digest.update(source.text.encode("utf-8", "surrogatepass"))
        self.info = PackInfo(name, title, version, digest.hexdigest())


def _of_pack(pack: Pack) -> RuleSet:
    manifest = pack.manifest
    conditions = [
        *([Applies("year", tuple(map(str, manifest.years)))] if manifest.years else []),
        *([Applies("region", manifest.regions)] if manifest.regions else []),
        *([Applies("kind", manifest.unit_kinds)] if manifest.unit_kinds else []),
    ]
    return RuleSet(manifest.identifier, manifest.title, manifest.version, pack.sources, tuple(conditions))


def _of_file(path: str) -> RuleSet:
    source = read_source(path)
    name = os.path.splitext(os.path.basename(source.path))[0]
    return RuleSet(name, source.path, "", (source,))


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
        self._files = [_of_file(path) for path in rules]
        self._packs = list({each.name: each for each in (_of_pack(find_pack(name)) for name in packs)}.values())
        self._compiled: dict[tuple[str, str], CompiledRules] = {}
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
                return self._compile(chosen[0], form_source.text, form_source).forms
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
            if report.forms.inferred:
                compiled = self._compile(each, repr(report.forms), None, report.forms)
            else:
                form_source = self._form_sources[report.kind, report.year]
                compiled = self._compile(each, form_source.text, form_source)
            result.outcomes += evaluate(report, compiled.rules, everything, each.conditions)
        return result

    def _rule_sets(self, header: Header, source: Source) -> list[RuleSet]:
        """The rule sets for a report. Raises `InputError` (E304) when there is none."""
        chosen = list(self._packs)
        if not chosen and header.kind:
            key = header.kind, header.year
            if key not in self._chosen:
                pack = choose_pack(*key)
                self._chosen[key] = _of_pack(pack) if pack is not None else None
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

    def _compile(
        self, rules: RuleSet, form_text: str, form_source: Source | None, forms: FormSet | None = None
    ) -> CompiledRules:
        """The rules resolved against the form set in ``form_source``, or against ``forms``, which a report implies."""
        key = rules.info.sha256 + rules.name, form_text

        def get_forms() -> FormSet:
            if forms is not None:
                return forms
            assert form_source is not None
            return read_form_set(form_source)

        if key not in self._compiled:
            compiled = compile_rules(rules.name, __version__, rules.sources, form_text, get_forms)
            if not compiled.rules:
                raise fail(
                    "E304",
                    say("规则文件里没有规则", "there are no rules in the rule file"),
                    path=rules.sources[0].path,
                    remedy=say(
                        "每行写一个公式，例如 总计 = 甲 + 乙", "write a formula on each line, such as total = a + b"
                    ),
                )
            self._compiled[key] = compiled
        return self._compiled[key]
