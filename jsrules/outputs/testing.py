"""How the tests of a pack went, as text."""

from __future__ import annotations

from jsrules.authoring.testing.coverage import ASKED, Coverage, RuleCoverage
from jsrules.authoring.testing.matching import Mismatch
from jsrules.authoring.testing.run import CaseResult, PackTests
from jsrules.base.language import say
from jsrules.base.number import readable_text
from jsrules.base.width import text_width
from jsrules.model.cases import Exemption, Expectation
from jsrules.model.outcome import KIND_WORDS, VERDICT_WORDS, Verdict
from jsrules.model.report import Report
from jsrules.outputs.compose import Told
from jsrules.outputs.diagnostics import compose_diagnostics
from jsrules.outputs.page import (
    Blocks,
    Entry,
    Nested,
    Page,
    PageBlock,
    Paragraph,
    Role,
    SourcePlace,
    Styled,
    TextTable,
    section,
    word,
)

_MOST = 8
"""How many outcomes are shown of one mismatch; a wrong rule may say the same of a hundred rows."""


def compose_tests(tests: PackTests, coverage: Coverage | None, *, verbose: bool = False) -> Page:
    """The failures with their context, and a line that sums up; ``verbose`` lists also what went right."""
    return [
        *compose_diagnostics(tests.diagnostics),
        [_line(each) for each in tests.results if verbose],
        *(_failure(each) for each in tests.failed),
        [_broken(rule, exemption) for rule, exemption in tests.broken],
        [_summary(tests, coverage)],
    ]


def _line(result: CaseResult) -> PageBlock:
    mark = Styled(say("通过", "ok"), "good") if result.passed else Styled(say("不通过", "FAIL"), "error")
    case = result.case
    return Entry(mark, Styled((SourcePlace(case.path, case.line), "  ", case.name), whole=True))


def _failure(result: CaseResult) -> Blocks:
    case = result.case
    said = [entry for mismatch in result.mismatches for entry in _mismatch(mismatch, case.report)]
    title = Entry(say("不通过", "FAIL"), case.name, role="error", hanging=True)
    return [title, Nested([Paragraph(SourcePlace(case.path, case.line)), *said])]


def _mismatch(mismatch: Mismatch, report: Report) -> list[Entry]:
    outcomes = [each for each in mismatch.outcomes if each.verdict != "pass"] or list(mismatch.outcomes)
    lines = list(dict.fromkeys(describe_outcome(Told(report, each)) for each in outcomes))[:_MOST]
    if len(outcomes) > _MOST:
        lines.append(say("另有 {n} 处", "and {n} more", n=len(outcomes) - _MOST))
    labels = [say("没料到", "unexpected")]
    if mismatch.expected is not None:
        labels = [say("期望", "expected"), say("得到", "found")]
        lines = lines or [say("这条规则什么也没说", "the rule said nothing")]
        lines.insert(0, describe_expectation(mismatch.expected))
    columns = text_width(labels[0])
    labels += [""] * (len(lines) - len(labels))
    return [Entry(label, line, columns=columns) for label, line in zip(labels, lines, strict=True)]


def describe_expectation(expected: Expectation) -> str:
    """What was expected, as it was written."""
    where = (
        say("（在第 {line} 行的数上）", " (at a figure of line {line})", line=expected.line) if expected.line else ""
    )
    return expected.text + where


def describe_outcome(outcome: Told) -> str:
    """What a rule said, in a line: ``总表收支平衡 不符 0.02，最大尾差 0.01：…``."""
    text = f"{outcome.rule.name} {word(VERDICT_WORDS, outcome.verdict)}"
    if outcome.verdict == "pass":
        return text
    if outcome.measure.difference and outcome.measure.difference[0]:
        text += f" {readable_text(outcome.difference)}{'%' if outcome.unit == '%' else ''}"
    if outcome.kind:
        text += f" {word(KIND_WORDS, outcome.kind)}"
    if outcome.allowance and outcome.verdict in ("violation", "rounding"):
        amount = readable_text(outcome.allowance)
        if outcome.compared is not None and outcome.compared.tolerance is not None:
            text += say("，写明的允许差 {amount}", ", written tolerance {amount}", amount=amount)
        else:
            text += say("，最大尾差 {amount}", ", allowance {amount}", amount=amount)
    detail = outcome.reason if outcome.verdict in ("undetermined", "not_applicable") else outcome.message
    return text + say("：{detail}", ": {detail}", detail=detail) if detail else text


def _broken(rule: str, exemption: Exemption) -> PageBlock:
    text = say(
        "{rule}：写了“{text}”，却见到了{verdict}",
        "{rule}: “{text}” is stated, and yet {verdict} was seen",
        rule=rule,
        text=exemption.text,
        verdict=word(VERDICT_WORDS, exemption.verdict),
    )
    return Entry(say("不通过", "FAIL"), text, role="error")


def _summary(tests: PackTests, coverage: Coverage | None) -> PageBlock:
    text = say(
        "{title} {version}：{rules} 条规则，{files} 个测试文件，{cases} 个用例",
        "{title} {version}: {rules} rules, {files} files of tests, {cases} cases",
        title=tests.pack.title,
        version=tests.pack.version,
        rules=len(tests.prepared.rules),
        files=len(tests.prepared.files),
        cases=len(tests.results),
    )
    failed = len(tests.failed) + len(tests.broken)
    if not tests.results:
        text += say("：没有运行任何测试", ": no test was run")
    elif failed:
        text += say("，{n} 个不通过", ", {n} failed", n=failed)
    else:
        text += say("，全部通过", ", all passed")
    if tests.partial:
        text += say("（只运行了一部分）", " (only some were run)")
    if tests.diagnostics:
        text += say("；有测试文件不能用", "; some files could not be used")
    if coverage is not None and coverage.due and not (tests.partial or tests.diagnostics):
        text += say(
            "；覆盖 {percent}%（{seen} / {due}）",
            "; coverage {percent}% ({seen} of {due})",
            percent=coverage.percent,
            seen=coverage.due - coverage.lacking,
            due=coverage.due,
        )
    return Paragraph(text, "good" if tests.passed else "error", hanging=True)


def compose_coverage(coverage: Coverage) -> Blocks:
    """The table of rules and verdicts: how many cases saw each, ``!`` where none did though it is due."""
    note = say(
        "数字是见到这一判定的用例数；! 应有而没有见到；— 已写明不会有；空白是不要求。",
        "A number is how many cases saw the verdict; ! is due and was not seen; — is said never to be; blank is not "
        "due.",
    )
    rows = [["", *(word(VERDICT_WORDS, each) for each in ASKED)]]
    rows += [[each.rule.info.name, *(mark_of(each, verdict) for verdict in ASKED)] for each in coverage.rules]
    roles: list[Role] = ["", *("error" if each.lacking else "" for each in coverage.rules)]
    table = TextTable(rows, [False, *[True] * len(ASKED)], roles, head=True)
    return section(say("规则的覆盖", "coverage of rules"), table, Paragraph(note))


def mark_of(rule: RuleCoverage, verdict: Verdict) -> str:
    """How many cases saw a rule say a verdict; or why none did."""
    if rule.seen.get(verdict):
        return str(rule.seen[verdict])
    if verdict in rule.exempt:
        return "—"
    return "!" if verdict in rule.due else ""
