"""Waivers meet the findings of a report: which of them hold, and what keeps the others from holding.

This comes after everything else was found: a waiver changes no other finding, and no figure is looked for otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from jsrules.base.dates import day_after, days_between
from jsrules.base.diagnostic import Diagnostic, Label
from jsrules.base.language import say
from jsrules.base.names import did_you_mean, fold, nearest, normal
from jsrules.base.record import Record
from jsrules.base.source import Span
from jsrules.engine.measure import Where, terms_of, where_of
from jsrules.engine.ranges import NoAnswer
from jsrules.engine.reach import YEAR, Reach
from jsrules.model.ground import Unbound
from jsrules.model.outcome import VERDICT_WORDS, Outcome
from jsrules.model.report import Cell, Report
from jsrules.model.syntax import Header, Note
from jsrules.model.tree import walk
from jsrules.model.waiver import WaivedFigure, Waiver
from jsrules.readers.waivers.waiver_reader import EXPLAINED


class WaivableRule(Record):
    """What waivers of a rule must keep to: whether there may be any, and the days that each may last, 0 for any."""

    allowed: bool = True
    days: int = 0


def figures_of(report: Report, outcome: Outcome) -> list[WaivedFigure]:
    """All that is printed and an outcome rests on: its cells, and the entries of the head that its formula names."""
    found = {
        report.cell_path(term.cell): printed_with_unit(term.cell) for term in terms_of(report, outcome.ground)
    } | _texts(report, outcome)
    return [WaivedFigure(name, text) for name, text in found.items()]


def printed_with_unit(cell: Cell) -> str:
    """What is printed in a cell, with the unit that it is in: ``1,669.02 万元``; empty for a blank."""
    amount = cell.amount
    if amount is None:
        return cell.problem.strip()
    text, unit = amount.text.strip(), amount.unit.name
    return f"{text} {unit}" if text and unit and not text.endswith((unit, "％")) else text


def _texts(report: Report, outcome: Outcome) -> dict[str, str]:
    """Entries of the head and notes below tables that a formula names, as far as they are there."""
    if isinstance(outcome.ground, Unbound) or outcome.ground.node is None:
        return {}
    reach, found = Reach(report), {}
    for node in walk(outcome.ground.node):
        if isinstance(node, Header | Note):
            name = node.name if isinstance(node, Header) else report.forms.forms[node.form].path
            whose = report.origin_name(node.origin, "上年")
            try:
                text = str(reach.year(node)) if isinstance(node, Header) and node.name == YEAR else reach.text(node)
            except NoAnswer:
                text = ""
            found[".".join(filter(None, (whose, "报告" if isinstance(node, Header) else "说明", name)))] = text.strip()
    return found


def waiver_of(report: Report, outcome: Outcome, reason: str, approver: str, since: str, through: str) -> Waiver:
    """A waiver of a finding as it stands now."""
    where = where_of(report, outcome.shown)
    verdict = outcome.judgement.verdict
    assert verdict in EXPLAINED, "only findings are explained"
    return Waiver(
        outcome.rule.identifier,
        tuple(figures_of(report, outcome)),
        reason,
        approver,
        since,
        through,
        where.table,
        where.row,
        where.column,
        verdict,
    )


def latest_day(since: str, rule: WaivableRule, otherwise: int) -> str:
    """The last day that a waiver from a day on may last; ``otherwise`` are its days where the pack has no limit."""
    return day_after(since, (rule.days or otherwise) - 1)


def apply_waivers(
    report: Report,
    outcomes: Sequence[Outcome],
    waivers: Sequence[Waiver],
    rules: Mapping[str, WaivableRule],
    as_of: str,
) -> list[Diagnostic]:
    """Lets the findings stand that waivers hold for on a day; what is to be said of the other waivers. ``rules`` are
    all rules that are for the report, by their full names.
    """
    return _Waiving(report, outcomes, rules, as_of).all(waivers)


def _is_finding(outcome: Outcome) -> bool:
    return outcome.judgement.verdict in EXPLAINED


class _Waiving:
    """The waivers of one report."""

    def __init__(
        self, report: Report, outcomes: Sequence[Outcome], rules: Mapping[str, WaivableRule], as_of: str
    ) -> None:
        self._report = report
        self._rules = rules
        self._as_of = as_of
        self._by_rule: dict[str, list[Outcome]] = {}
        for each in outcomes:
            self._by_rule.setdefault(each.rule.identifier, []).append(each)
        self._short: dict[str, list[str]] = {}
        for name in rules:
            self._short.setdefault(name.partition("/")[2], []).append(name)
        self._where: dict[int, Where] = {}
        self._figures: dict[int, dict[str, str]] = {}

    def all(self, waivers: Sequence[Waiver]) -> list[Diagnostic]:
        """Applies waivers; those that hold first, since one that expired says nothing once it was renewed."""
        notes: dict[int, Diagnostic] = {}
        late = [each for each in waivers if each.through < self._as_of]
        for each in (*(each for each in waivers if each.through >= self._as_of), *late):
            found = self._apply(each)
            if found is not None:
                notes[id(each)] = found
        return [notes[id(each)] for each in waivers if id(each) in notes]

    def _apply(self, waiver: Waiver) -> Diagnostic | None:
        if "*" in waiver.rule or "＊" in waiver.rule or not (waiver.table or waiver.row or waiver.figures):
            return self._too_broad(waiver)
        meant = [waiver.rule] if waiver.rule in self._rules else self._short.get(waiver.rule, [])
        if len(meant) != 1:
            return self._no_rule(waiver, meant)
        rule = self._rules[meant[0]]
        if not rule.allowed:
            return _note(
                "W508",
                waiver,
                say("“{rule}”不许说明", "“{rule}” may not be waived", rule=meant[0]),
                say(
                    "改正报告里的数；要允许说明，由发布规则包的单位改规则",
                    "correct the figures; whoever publishes the pack may allow waivers",
                ),
            )
        outcomes = self._by_rule.get(meant[0], [])
        here = [each for each in outcomes if self._is_at(waiver, each)]
        if not here and outcomes:
            return self._no_place(waiver, outcomes)
        names = {fold(each.name) for each in waiver.figures}
        same = [each for each in here if {fold(name) for name in self._figures_of(each)} == names]
        findings = [each for each in same if _is_finding(each)]
        if not findings:
            return self._no_finding(waiver, [each for each in here if _is_finding(each)], bool(same))
        changed = self._changed(waiver, findings)
        if changed is not None:
            return changed
        open_ones = [each for each in findings if each.waiver is None]
        if not open_ones:
            return None  # renewed
        why = self._term(waiver, rule)
        if why is None:
            for each in open_ones:
                each.waiver = waiver
        return why

    # -- what is meant

    def _is_at(self, waiver: Waiver, outcome: Outcome) -> bool:
        where = self._where_of(outcome)
        wanted = (waiver.table, where.table), (waiver.row, where.row), (waiver.column, where.column)
        return all(not one or one == other or fold(one) == fold(other) for one, other in wanted)

    def _where_of(self, outcome: Outcome) -> Where:
        found = self._where.get(id(outcome))
        if found is None:
            found = self._where[id(outcome)] = where_of(self._report, outcome.shown)
        return found

    def _figures_of(self, outcome: Outcome) -> dict[str, str]:
        found = self._figures.get(id(outcome))
        if found is None:
            found = {each.name: each.text for each in figures_of(self._report, outcome)}
            self._figures[id(outcome)] = found
        return found

    # -- what keeps a waiver from holding

    def _term(self, waiver: Waiver, rule: WaivableRule) -> Diagnostic | None:
        """What is wrong with its days."""
        words = _terms(waiver)
        again = say(
            "重新核实；仍然属实的，另写一条说明", "look into it again; where it is still true, write another waiver"
        )
        if waiver.through < self._as_of:
            return _note(
                "W503", waiver, say("{words}：已过期", "{words}: it has expired", words=words), again, waiver.end
            )
        if waiver.since > self._as_of:
            text = say("{words}：还没有生效", "{words}: it is not valid yet", words=words)
            remedy = say("核对“自”；或用 --as-of 指定哪一天", "check “from”, or say which day is meant with --as-of")
            return _note("W504", waiver, text, remedy)
        days = days_between(waiver.since, waiver.through) + 1
        if rule.days and days > rule.days:
            text = say(
                "{words}：{days} 天，规则包允许的最长是 {most} 天",
                "{words}: {days} days; the pack allows {most} at most",
                words=words,
                days=days,
                most=rule.days,
            )
            last = day_after(waiver.since, rule.days - 1)
            remedy = say("“至”最晚写 {last}", "“through” can be {last} at the latest", last=last)
            return _note("W509", waiver, text, remedy, waiver.end)
        return None

    def _too_broad(self, waiver: Waiver) -> Diagnostic:
        text = say(
            "“{rule}”：一条说明只说明一条规则的一个发现",
            "“{rule}”: a waiver explains one finding of one rule",
            rule=waiver.rule,
        )
        return _note("W502", waiver, text, _once_each())

    def _no_rule(self, waiver: Waiver, meant: Sequence[str]) -> Diagnostic:
        if meant:
            text = say("不止一条规则叫“{rule}”", "more than one rule is called “{rule}”", rule=waiver.rule)
            return _note("W507", waiver, text, did_you_mean(meant))
        text = say("没有规则“{rule}”", "there is no rule “{rule}”", rule=waiver.rule)
        known = [*self._rules, *self._short]
        offered = did_you_mean(nearest(waiver.rule, known))
        return _note("W507", waiver, text, offered or say("规则名照结果里写的", "write the rule as results name it"))

    def _no_place(self, waiver: Waiver, outcomes: Sequence[Outcome]) -> Diagnostic:
        wanted = _place_text(waiver.table, waiver.row, waiver.column)
        known = [_place_text(each.table, each.row, each.column) for each in map(self._where_of, outcomes)]
        text = say(
            "“{rule}”不查这个位置：{place}", "“{rule}” checks no such place: {place}", rule=waiver.rule, place=wanted
        )
        offered = did_you_mean(nearest(wanted, known))
        remedy = offered or say("表、行、栏照结果里写的", "write table, row and column as results name them")
        return _note("W507", waiver, text, remedy, waiver.place)

    def _no_finding(self, waiver: Waiver, findings: Sequence[Outcome], same: bool) -> Diagnostic:
        """Nothing is found of just these figures."""
        if same or not findings:
            text = say(
                "“{rule}”在这里没有要说明的", "“{rule}” finds nothing here that is to be explained", rule=waiver.rule
            )
            return _note("W505", waiver, text, say("删去这条说明", "delete this waiver"))
        if not waiver.figures and len(findings) > 1:
            return self._too_broad(waiver)
        if not waiver.figures:
            needed = self._figures_of(findings[0])
            listed = say("；", "; ").join(f"{name}: {text}" for name, text in [*needed.items()][:_SHOWN])
            text = say("“{rule}”：没有写是哪些数", "“{rule}”: the figures are not named", rule=waiver.rule)
            return _note("W506", waiver, text, say("“数”写 {listed}", "figures: {listed}", listed=listed), waiver.place)
        return self._other_figures(waiver, findings)

    def _other_figures(self, waiver: Waiver, findings: Sequence[Outcome]) -> Diagnostic:
        """What is found here rests on other figures than those that are named: on more, or on fewer."""
        named = {fold(each.name): each for each in waiver.figures}
        nearby = max(findings, key=lambda each: sum(fold(name) in named for name in self._figures_of(each)))
        known = {fold(name): name for name in self._figures_of(nearby)}
        strange = next((each for name, each in named.items() if name not in known), None)
        if strange is None:
            new = next(name for folded, name in known.items() if folded not in named)
            text = say(
                "“{rule}”现在还用到 {name}，说明时没有",
                "“{rule}” also rests on {name} now, and did not when it was explained",
                rule=waiver.rule,
                name=new,
            )
            return _note("W506", waiver, text, _look_again(), waiver.place)
        text = say("“{rule}”没有用到 {name}", "“{rule}” does not rest on {name}", rule=waiver.rule, name=strange.name)
        offered = did_you_mean(nearest(strange.name, [known[name] for name in known if name not in named]))
        code = "W506" if len(known.keys() & named.keys()) else "W507"
        return _note(code, waiver, text, offered or _look_again(), strange.span)

    def _changed(self, waiver: Waiver, findings: Iterable[Outcome]) -> Diagnostic | None:
        """What is not as it was when the waiver was written, in one of the findings that it is for."""
        for outcome in findings:
            printed = {fold(name): text for name, text in self._figures_of(outcome).items()}
            for each in waiver.figures:
                now = printed[fold(each.name)]
                if comparable_text(each.text) != comparable_text(now):
                    text = say(
                        "{name} 现在是 {now}，说明时是 {before}",
                        "{name} is {now} now, and was {before} when it was explained",
                        name=each.name,
                        now=now or say("空白", "blank"),
                        before=each.text or say("空白", "blank"),
                    )
                    return _note("W506", waiver, text, _look_again(), each.span)
            if outcome.judgement.verdict != waiver.verdict:
                text = say(
                    "“{rule}”现在是{now}，说明的是{before}",
                    "“{rule}” is {now} now; what is explained is {before}",
                    rule=waiver.rule,
                    now=say(*VERDICT_WORDS[outcome.judgement.verdict]),
                    before=say(*VERDICT_WORDS[waiver.verdict]),
                )
                return _note("W506", waiver, text, _look_again())
        return None


_SHOWN = 5
"""So many figures are told in a remedy."""


def comparable_text(text: str) -> str:
    """A printed text as it is compared: width, thousands separators and the space before a unit do not count."""
    text = " ".join(normal(text).split())
    if re.match(r"[-(]?\d{1,3}(,\d{3})+(?![\d,])", text):
        text = text.replace(",", "")
    return re.sub(r"(?<=[\d)]) (?=\S)", "", text)


def _terms(waiver: Waiver) -> str:
    return say(
        "“{rule}”的说明（{since} 至 {through}）",
        "the waiver of “{rule}” ({since} through {through})",
        rule=waiver.rule,
        since=waiver.since,
        through=waiver.through,
    )


def _place_text(table: str, row: str, column: str) -> str:
    return " · ".join(filter(None, (table, row, column)))


def _once_each() -> str:
    return say(
        "写明一条规则、位置和数；jsrules waive 会从发现写出",
        "name one rule, the place and the figures; jsrules waive writes it from a finding",
    )


def _look_again() -> str:
    return say(
        "重新核实；仍然属实的，删去这条，用 jsrules waive 另写",
        "look into it again; where it is still true, delete this one and write another with jsrules waive",
    )


def _note(code: str, waiver: Waiver, message: str, remedy: str, span: Span | None = None) -> Diagnostic:
    place = waiver.span if span is None else span
    return Diagnostic(code, message, (Label(waiver.source, place),), remedy=remedy)
