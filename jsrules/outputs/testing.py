"""How the tests of a pack went, as text."""

from __future__ import annotations

from jsrules.authoring.testing.coverage import ASKED, Coverage, RuleCoverage
from jsrules.authoring.testing.matching import Mismatch
from jsrules.authoring.testing.run import CaseResult, PackTests
from jsrules.base.language import say
from jsrules.model.cases import Expectation
from jsrules.model.outcome import KIND_WORDS, VERDICT_WORDS, Outcome, Verdict
from jsrules.outputs.diagnostics import render_diagnostics
from jsrules.outputs.figures import is_zero
from jsrules.outputs.finding import word
from jsrules.outputs.layout import Page, Place, clean, table

_MOST = 8
"""How many outcomes are shown of one mismatch; a wrong rule may say the same of a hundred rows."""


def render_tests(tests: PackTests, coverage: Coverage | None, page: Page, *, verbose: bool = False) -> str:
    """The failures with their context, and a line that sums up; ``verbose`` lists also what went right."""
    blocks: list[str] = []
    if tests.diagnostics:
        blocks.append(render_diagnostics(tests.diagnostics, page))
    if verbose and tests.results:
        blocks.append("\n".join(_line(each, page) for each in tests.results))
    blocks += ["\n".join(_failure(each, page)) for each in tests.failed]
    if tests.broken:
        blocks.append("\n".join(_broken(tests, page)))
    blocks.append("\n".join(_summary(tests, coverage, page)))
    return "\n\n".join(blocks) + "\n"


def _place(result: CaseResult) -> Place:
    case = result.case
    return Place(f"{case.path}:{case.line}" if case.line else case.path)


def _line(result: CaseResult, page: Page) -> str:
    passed = result.passed
    mark = page.paint(say("通过", "ok") if passed else say("不通过", "FAIL"), "good" if passed else "error")
    return f"{mark}  {_place(result)}  {clean(result.case.name)}"


def _failure(result: CaseResult, page: Page) -> list[str]:
    lines = page.paragraph(result.case.name, say("不通过  ", "FAIL  "), "  ")
    lines = [page.paint(line, "error") for line in lines] + [f"  {_place(result)}"]
    for mismatch in result.mismatches:
        lines += _mismatch(mismatch, page)
    return lines


def _mismatch(mismatch: Mismatch, page: Page) -> list[str]:
    lines: list[str] = []
    if mismatch.expected is not None:
        lines += page.paragraph(describe_expectation(mismatch.expected), say("  期望  ", "  expected  "))
    label = say("  得到  ", "  found     ") if mismatch.expected is not None else say("  没料到  ", "  unexpected  ")
    shown = [each for each in mismatch.outcomes if each.message or each.reason] or list(mismatch.outcomes)
    for each in _distinct(shown)[:_MOST]:
        lines += page.paragraph(describe_outcome(each), label)
        label = " " * (8 if mismatch.expected is not None else 10)
    if not shown:
        lines += page.paragraph(say("这条规则什么也没说", "the rule said nothing"), label)
    if len(shown) > _MOST:
        lines.append(label + say("另有 {n} 处", "and {n} more", n=len(shown) - _MOST))
    return lines


def _distinct(outcomes: list[Outcome]) -> list[Outcome]:
    return list({describe_outcome(each): each for each in outcomes}.values())


def describe_expectation(expected: Expectation) -> str:
    """What was expected, as it was written."""
    where = (
        say("（在第 {line} 行的数上）", " (at a figure of line {line})", line=expected.line) if expected.line else ""
    )
    return expected.text + where


def describe_outcome(outcome: Outcome) -> str:
    """What a rule said, in a line: ``总表收支平衡 不符 0.02，最大尾差 0.01：…``."""
    text = f"{outcome.rule.name} {word(VERDICT_WORDS, outcome.verdict)}"
    if outcome.difference and not is_zero(outcome.difference):
        text += f" {outcome.difference}{'%' if outcome.unit == '%' else ''}"
    if outcome.kind:
        text += f" {word(KIND_WORDS, outcome.kind)}"
    if outcome.allowance and outcome.verdict in ("violation", "rounding"):
        text += say("，最大尾差 {amount}", ", allowance {amount}", amount=outcome.allowance)
    detail = outcome.reason if outcome.verdict in ("undetermined", "not_applicable") else outcome.message
    return text + say("：{detail}", ": {detail}", detail=detail) if detail else text


def _broken(tests: PackTests, page: Page) -> list[str]:
    lines: list[str] = []
    for rule, exemption in tests.broken:
        text = say(
            "{rule}：写了“{text}”，却见到了{verdict}",
            "{rule}: “{text}” is stated, and yet {verdict} was seen",
            rule=rule,
            text=exemption.text,
            verdict=word(VERDICT_WORDS, exemption.verdict),
        )
        lines += [page.paint(line, "error") for line in page.paragraph(text, say("不通过  ", "FAIL  "))]
    return lines


def _summary(tests: PackTests, coverage: Coverage | None, page: Page) -> list[str]:
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
    role = "good" if tests.passed else "error"
    return [page.paint(line, role) for line in page.paragraph(text, "", "  ")]


def render_coverage(coverage: Coverage, page: Page) -> str:
    """The table of rules and verdicts: how many cases saw each, ``!`` where none did though it is due."""
    head = ["", *(word(VERDICT_WORDS, each) for each in ASKED)]
    rows = [[each.rule.info.name, *(_mark(each, verdict) for verdict in ASKED)] for each in coverage.rules]
    lines = table([head, *rows], [False, *[True] * len(ASKED)])
    painted = [lines[0]]
    for each, line in zip(coverage.rules, lines[1:], strict=True):
        painted.append(page.paint(line, "error") if each.lacking else line)
    note = say(
        "数字是见到这一判定的用例数；! 应有而没有见到；— 已写明不会有；空白是不要求。",
        "A number is how many cases saw the verdict; ! is due and was not seen; — is said never to be; blank is not "
        "due.",
    )
    return "\n".join([page.heading(say("规则的覆盖", "coverage of rules")), *painted, *page.paragraph(note)]) + "\n"


def _mark(rule: RuleCoverage, verdict: Verdict) -> str:
    if rule.seen.get(verdict):
        return str(rule.seen[verdict])
    if verdict in rule.exempt:
        return "—"
    return "!" if verdict in rule.due else ""
