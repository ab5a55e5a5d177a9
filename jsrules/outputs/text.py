"""A result as text: the verdict first, then what was found table by table, tails summed up, counts at the end."""

from __future__ import annotations

from jsrules.base.diagnostic import SEVERITIES
from jsrules.base.language import say
from jsrules.model.outcome import VERDICT_WORDS, VERDICTS
from jsrules.model.result import Result
from jsrules.outputs.compose import Teller, Told
from jsrules.outputs.conclusion import compose_head
from jsrules.outputs.figures import largest, printed, with_unit
from jsrules.outputs.finding import entry, place_of, places, render_finding, sides, subject, where, word
from jsrules.outputs.groups import Opposition, alike, by_missing, by_table, never_bound, oppositions, rule_names
from jsrules.outputs.layout import Page, Place, clean

TAILS_SHOWN = 3
"""So few tails are listed under their note; of more, it only says how many there are."""


NAMES_SHOWN = 6
"""So many rule names stand in a list before it says how many more there are."""


def render_text(result: Result, page: Page, *, everything: bool = False, explain: bool = False) -> str:
    """One report's section. ``everything`` lists what holds, what does not apply and every tail too."""
    parts = [page.write([compose_head(result)]).removesuffix("\n")]
    if result.diagnostics:
        from jsrules.outputs.diagnostics import compose_diagnostics

        parts.append(page.write(compose_diagnostics(result.diagnostics)).removesuffix("\n"))
    if result.report is not None or result.outcomes:
        writer = _Writer(result, page, everything=everything, explain=explain)
        parts += [part for part in writer.sections() if part]
    return "\n\n".join(parts) + "\n"


class _Writer:
    """Writes the sections behind the head; numbers the findings through all of them."""

    def __init__(self, result: Result, page: Page, *, everything: bool, explain: bool) -> None:
        self.result = result
        self.report = result.report
        self.teller = Teller(result)
        self.page = page
        self.everything = everything
        self.explain = explain
        self.number = 0
        self.told: dict[int, list[int]] = {}

    def sections(self) -> list[str]:
        """All sections in order; empty ones are empty strings."""
        outcomes = self.teller.all() if self.report is not None else []
        causes = self._causes()
        violations = [each for each in outcomes if each.verdict == "violation" and id(each) not in self.told]
        tails = [each for each in outcomes if each.verdict == "rounding"]
        same, others = oppositions([each for each in tails if each.kind == "same_amount"])
        waived = [each for each in outcomes if each.verdict == "waived"]
        unsure = [each for each in outcomes if each.verdict == "undetermined"]
        differing = [each for each in unsure if each.kind == "not_comparable"]
        return [
            causes,
            *self._tables(violations + others + waived),
            self._same_amount(same),
            self._not_comparable(differing),
            self._undetermined([each for each in unsure if each.kind != "not_comparable"]),
            self._tails(tails),
            *self._all(outcomes),
            self._closing(outcomes),
        ]

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _title(self, table: str) -> list[str]:
        """The heading of a table's findings; a report without tables needs none."""
        if not table and self.report is not None and self.report.forms.inferred:
            return []
        return [self.page.heading(table or say("表间", "between tables"))]

    def _causes(self) -> str:
        """What went wrong, each cause with the violations that it explains; the rest of the list refers to them."""
        reconciliation = self.result.reconciliation
        if reconciliation is None or reconciliation.status == "consistent":
            return ""
        from jsrules.outputs.causes import contradictions, findings_of, ordered, render_cause, summary, tails_of

        page = self.page
        opening = [page.heading(say("差错与改法", "errors and corrections")), *page.paragraph(summary(reconciliation))]
        blocks = ["\n".join(opening + contradictions(reconciliation, page))]
        for cause in ordered(self.result):
            number = self._next()
            lines = render_cause(cause, self.result, page, number, explain=self.explain)
            for tail in tails_of(cause, self.result):
                lines += self._brief(self.teller.tell(tail), indent=5)
            blocks.append("\n".join(lines))
            mine = [self.teller.tell(each) for each in findings_of(cause, self.result)]
            mine = [each for each in mine if id(each) not in self.told]
            for at, group in enumerate(alike(mine)):
                lines = render_finding(
                    group, self.report, page, f"{number}{_letter(at)}", explain=self.explain, table=True
                )
                blocks.append("\n".join(lines))
            for each in cause.findings:
                self.told.setdefault(id(self.teller.tell(self.result.outcomes[each])), []).append(number)
        return "\n\n".join(blocks)

    def _tables(self, outcomes: list[Told]) -> list[str]:
        sections = []
        for table, members in by_table(self.result, outcomes).items():
            blocks = self._title(table)
            for group in alike(sorted(members, key=_weight)):
                lines = render_finding(group, self.report, self.page, self._next(), explain=self.explain)
                blocks.append("\n".join(lines))
            sections.append("\n\n".join(blocks))
        return sections

    def _same_amount(self, groups: list[Opposition]) -> str:
        """Findings that print one amount in two ways, those with the same two figures together."""
        if not groups:
            return ""
        page = self.page
        blocks = [
            "\n".join(
                [
                    page.heading(say("同数异值", "same amount, two values")),
                    *page.paragraph(
                        say(
                            "一笔金额印成了相差一个末位的两个数；任何一种舍入规则都不会这样。",
                            "One amount is printed as two figures, one last place apart; no rounding rule does that.",
                        )
                    ),
                ]
            )
        ]
        blocks += ["\n".join(self._opposition(group)) for group in groups]
        return "\n\n".join(blocks)

    def _opposition(self, group: Opposition) -> list[str]:
        page = self.page
        opening = f"{self._next():>3}. "
        title = say(
            "{first} 与 {second}，{count} 处",
            "{first} against {second}, {count} places",
            first=clean(group.first),
            second=clean(with_unit(group.second, group.outcomes[0].unit)),
            count=len(group.outcomes),
        )
        told = dict.fromkeys(number for outcome in group.outcomes for number in self.told.get(id(outcome), ()))
        if told:
            from jsrules.outputs.causes import reference

            title += reference(list(told))
        lines = page.paragraph(title, opening)
        lines[0] = opening + page.paint(lines[0].removeprefix(opening), "info")
        for anchor, others in group.pairs.values():
            name = self.report.cell_path(anchor.cell) if self.report else ""
            lines += page.flow(
                [printed(anchor), name, place_of(anchor, self.report) if self.report else Place(self.result.path)],
                "  ",
                "     ",
            )
            for term, outcome in others:
                name = self.report.cell_path(term.cell) if self.report else ""
                place = f"{term.cell.line}:{term.cell.place}"
                if term.cell.prior and self.report is not None:
                    place = place_of(term, self.report)
                opposed = [printed(term), name, place, outcome.rule.name or outcome.rule.identifier]
                lines += page.flow(opposed, "  ", say("       对 ", "       vs "))
                if self.explain:
                    for label, value in (
                        (say("算式", "formula"), outcome.formula),
                        (say("原因", "why"), outcome.reason),
                        (say("规则", "rule"), outcome.rule.identifier),
                        (say("依据", "basis"), outcome.rule.basis),
                    ):
                        if value:
                            lines += page.paragraph(value, f"          {label}  ")
        return lines

    def _not_comparable(self, outcomes: list[Told]) -> str:
        """Figures that differ where the rule allows for a different scope: one short block each."""
        if not outcomes:
            return ""
        lines = [self.page.heading(say("口径可能不同", "scopes may differ"))]
        for outcome in outcomes:
            name = " ".join(part for part in (outcome.table, subject(outcome)) if part)
            lines += self.page.paragraph(name, f"{self._next():>3}. ")
            if outcome.message:
                lines += self.page.paragraph(outcome.message, "     ")
            else:
                lines += self.page.flow(sides(outcome), say("；", "; "), "     ")
            if self.explain and outcome.formula:
                lines += entry(self.page, say("算式", "formula"), outcome.formula)
            if outcome.terms and self.report is not None:
                lines += where(self.page, outcome.terms, self.report)
            lines += entry(self.page, say("规则", "rule"), outcome.rule.identifier)
        return "\n".join(lines)

    def _undetermined(self, outcomes: list[Told]) -> str:
        """What could not be decided, by what is missing."""
        if not outcomes:
            return ""
        lines = [self.page.heading(say("无法判断", "undetermined"))]
        for (missing, reason), members in by_missing(outcomes).items():
            if missing:
                text = say("缺 {missing}", "missing: {missing}", missing=missing)
            else:
                text = reason or members[0].message or say("原因不明", "no reason given")
            count = say("（{n} 条公式）", " ({n} identities)", n=len(members))
            lines += self.page.paragraph(text + count, f"{self._next():>3}. ")
            if self.explain:
                for outcome in members:
                    lines += self._brief(outcome, indent=5)
            else:
                lines += entry(self.page, say("规则", "rules"), _list_names(rule_names(members)))
        return "\n".join(lines)

    def _tails(self, outcomes: list[Told]) -> str:
        """Tails that rounding explains, summed up in one note."""
        plain = [each for each in outcomes if each.kind != "same_amount" and id(each) not in self.told]
        if not plain:
            return ""
        biggest = say("、", ", ").join(with_unit(text, unit) for text, unit in largest(plain))
        granted = sum(bool(each.reason) for each in plain)
        if granted == len(plain):
            parts = [say("{n} 条，在规则写明的允许差之内", "{n}, within the tolerance that the rule gives", n=granted)]
        else:
            text = say(
                "{n} 条，印出的位数可以解释，不算差错",
                "{n}, explained by the printed places, no errors",
                n=len(plain) - granted,
            )
            parts = [text]
            if granted:
                parts.append(
                    say(
                        "另 {n} 条在规则写明的允许差之内",
                        "{n} more within the tolerance that the rule gives",
                        n=granted,
                    )
                )
        if biggest:
            parts.append(say("最大 {biggest}", "the largest {biggest}", biggest=biggest))
        boundary = sum(each.kind == "boundary" for each in plain)
        if boundary:
            parts.append(say("其中临界 {n} 条", "{n} of them at the very limit", n=boundary))
        tables = by_table(self.result, plain)
        text = say("；", "; ").join(parts)
        if any(tables):
            found = [f"{table or say('表间', 'between tables')} {len(members)}" for table, members in tables.items()]
            text += say("。见于 ", ". In ") + say("、", ", ").join(found)
        lines = [self.page.heading(say("尾差", "rounding")), *self.page.paragraph(text + say("。", "."))]
        if len(plain) <= TAILS_SHOWN and not self.everything:
            for outcome in plain:
                lines += self._brief(outcome, indent=1)
        return "\n".join(lines)

    def _all(self, outcomes: list[Told]) -> list[str]:
        """With ``--all``: what holds, tails and what does not apply, table by table, in short."""
        if not self.everything:
            return []
        shown = [
            each
            for each in outcomes
            if each.verdict in ("pass", "not_applicable") or (each.verdict == "rounding" and each.kind != "same_amount")
        ]
        sections = []
        for table, members in by_table(self.result, shown).items():
            lines = [self.page.heading(say("全部公式", "all identities") + (say("：", ": ") + table if table else ""))]
            for outcome in members:
                lines += self._brief(outcome, indent=1)
            sections.append("\n".join(lines))
        return sections

    def _brief(self, outcome: Told, indent: int) -> list[str]:
        """An outcome in two lines: verdict and formula; rule and places."""
        page = self.page
        opening = f"{' ' * indent}{word(VERDICT_WORDS, outcome.verdict)}  "
        where_in_table = subject(outcome)
        text = outcome.formula or outcome.reason or outcome.message
        behind = [outcome.rule.identifier]
        if where_in_table == outcome.rule.name:
            where_in_table, behind = outcome.rule.identifier, []
        lines = page.flow([where_in_table, text] if text else [where_in_table], "  ", opening)
        if outcome.verdict == "rounding":
            behind += sides(outcome)
        elif outcome.reason and outcome.reason != text:
            behind.append(outcome.reason)
        faint = page.flow(behind, "  ", " " * (indent + 2)) if behind else []
        if self.explain and outcome.terms and self.report is not None:
            faint += page.flow(places(outcome.terms, self.report), say("、", ", "), " " * (indent + 2))
        return lines + [page.paint(line, "faint") for line in faint]

    def _closing(self, outcomes: list[Told]) -> str:
        """Rules that found nothing to check, and the counts."""
        lines = []
        idle = never_bound(outcomes)
        if idle and not self.everything:
            text = say(
                "{n} 条规则在本报告中没有可查之处：{names}（加 --all 看原因）",
                "{n} rules found nothing to check here: {names} (--all says why)",
                n=len(idle),
                names=_list_names(idle),
            )
            lines += [self.page.paint(line, "faint") for line in self.page.paragraph(text)]
        counts = say("，", ", ").join(
            f"{word(VERDICT_WORDS, verdict)} {self.result.count(verdict)}"
            for verdict in VERDICTS
            if self.result.count(verdict) or verdict in ("violation", "pass")
        )
        text = say("共 {n} 条公式：{counts}", "{n} identities: {counts}", n=len(outcomes), counts=counts)
        return "\n".join(lines + self.page.paragraph(text))


def _letter(number: int) -> str:
    """a, b, …, z, aa, ab, …"""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _weight(outcome: Told) -> tuple[int, int]:
    """Violations first, the graver ones first."""
    return VERDICTS.index(outcome.verdict), -SEVERITIES.index(outcome.severity)


def _list_names(names: list[str]) -> str:
    """Names in a row; of many only the first ones."""
    text = say("、", ", ").join(names[:NAMES_SHOWN])
    if len(names) > NAMES_SHOWN:
        text += say("等", " and others")
    return text
