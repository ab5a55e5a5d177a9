"""Running the tests of a pack: each case judged, and what the rules were seen to say."""

from __future__ import annotations

from collections.abc import Callable

from jsrules.authoring.testing.matching import Mismatch, compare
from jsrules.authoring.testing.prepare import Prepared, PreparedCase, prepare
from jsrules.authoring.testing.targets import Target
from jsrules.base.diagnostic import Diagnostic
from jsrules.base.record import Record, field
from jsrules.engine.evaluate import evaluate
from jsrules.model.cases import Exemption
from jsrules.model.outcome import Outcome, PackInfo, Verdict
from jsrules.packs.library import Pack
from jsrules.verification.rule_sets import rule_set_of_pack

Seen = dict[str, dict[Verdict, int]]
"""For each rule, in how many cases it was seen to give each verdict."""


class CaseResult(Record, frozen=False):
    """How one case went."""

    case: PreparedCase
    mismatches: list[Mismatch] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.mismatches


class PackTests(Record, frozen=False):
    """How the tests of a pack went.

    ``diagnostics`` are of files that could not be used; ``partial`` when only some were run.
    """

    pack: PackInfo
    path: str
    prepared: Prepared
    results: list[CaseResult] = field(default_factory=list)
    seen: Seen = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    partial: bool = False

    @property
    def failed(self) -> list[CaseResult]:
        """The cases that went wrong."""
        return [each for each in self.results if not each.passed]

    @property
    def broken(self) -> list[tuple[str, Exemption]]:
        """What rules were said never to say, and yet said."""
        return [
            (rule, exemption)
            for (rule, verdict), exemption in self.prepared.exemptions.items()
            if self.seen.get(rule, {}).get(verdict)
        ]

    @property
    def passed(self) -> bool:
        """Whether there are tests, all could be used, and all went right."""
        return bool(self.results) and not self.diagnostics and not self.failed and not self.broken


def run_tests(
    pack: Pack,
    wanted: Callable[[PreparedCase], bool] | None = None,
    step: Callable[[int, int], None] | None = None,
    base: Pack | None = None,
) -> PackTests:
    """Run the tests of a pack, or those that are ``wanted``; ``step`` is told how many of how many are done. ``base``
    is what the pack builds on, by default the installed one.
    """
    prepared = prepare(pack, base)
    cases = [each for each in prepared.cases if wanted is None or wanted(each)]
    tests = PackTests(rule_set_of_pack(pack).info, pack.path, prepared, diagnostics=list(prepared.diagnostics))
    tests.partial = len(cases) < len(prepared.cases)
    for number, each in enumerate(cases, 1):
        tests.results.append(run_case(each, tests.seen))
        if step is not None:
            step(number, len(cases))
    return tests


def run_case(prepared: PreparedCase, seen: Seen | None = None) -> CaseResult:
    """How one case goes; what the rules say is added to ``seen``."""
    outcomes = evaluate(prepared.report, prepared.rules, conditions=prepared.conditions)
    if seen is not None:
        for rule, verdict in dict.fromkeys((each.rule.name, each.verdict) for each in outcomes):
            of_rule = seen.setdefault(rule, {})
            of_rule[verdict] = of_rule.get(verdict, 0) + 1
    return CaseResult(prepared, judge_case(prepared, outcomes))


def judge_case(prepared: PreparedCase, outcomes: list[Outcome]) -> list[Mismatch]:
    """What of these outcomes is not as the case expects."""

    def place(name: str) -> Target:
        return prepared.targets[" ".join(name.split())]

    return compare(prepared.expected, outcomes, prepared.report, place)
