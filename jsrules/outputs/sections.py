"""What was found out about a report, section by section: causes, findings table by table, tails summed up."""

from __future__ import annotations

from jsrules.base.diagnostic import SEVERITIES
from jsrules.base.language import say
from jsrules.engine.measure import Term
from jsrules.model.outcome import SEVERITY_WORDS, VERDICT_WORDS, VERDICTS
from jsrules.outputs.compose import Teller, Told
from jsrules.outputs.figures import largest, printed, with_unit
from jsrules.outputs.finding import (
    compose_finding,
    entry,
    listed,
    reference_of,
    said,
    sides,
    source_place,
    subject,
    where,
)
from jsrules.outputs.groups import Opposition, alike, by_missing, by_table, oppositions, rule_names, seen_violations
from jsrules.outputs.page import (
    Blocks,
    Entry,
    Flow,
    Heading,
    Inline,
    Item,
    Nested,
    Numeral,
    Page,
    PageBlock,
    Paragraph,
    Reference,
    SourcePlace,
    Styled,
    joined,
    list_names,
    section,
    tell,
    word,
)

TAILS_SHOWN = 3
"""So few tails are listed under their note; of more, it only says how many there are."""


class Sections:
    """Composes the sections behind the head; numbers the findings through all of them."""

    def __init__(self, teller: Teller, *, everything: bool, explain: bool) -> None:
        self.result = teller.result
        self.report = self.result.report
        self.teller = teller
        self.everything = everything
        self.explain = explain
        self.number = 0
        self.told: dict[int, list[int]] = {}

    def all(self) -> Page:
        """All sections in order."""
        outcomes = self.teller.all() if self.report is not None else []
        causes = self._causes()
        violations = [each for each in outcomes if each.verdict == "violation" and id(each) not in self.told]
        plausible = [each for each in violations if each.rule.nature == "plausibility"]
        violations = [each for each in violations if each.rule.nature != "plausibility"]
        tails = [each for each in outcomes if each.verdict == "rounding"]
        same, others = oppositions([each for each in tails if each.kind == "same_amount"])
        waived = [each for each in outcomes if each.verdict == "waived"]
        unsure = [each for each in outcomes if each.verdict == "undetermined"]
        differing = [each for each in unsure if each.kind == "not_comparable"]
        undecided = [each for each in unsure if each.kind != "not_comparable"]
        violations = [each for each in violations if not each.absent_table]
        return [
            *causes,
            *self._absent_tables(seen_violations(self.teller).absent),
            *self._tables(violations + others),
            *self._same_amount(same),
            self._plausible(plausible),
            *self._waived(waived),
            section(say("口径可能不同", "scopes may differ"), *map(self._not_comparable, differing)),
            section(
                say("无法判断", "undetermined"),
                *(self._undetermined(*group) for group in by_missing(undecided)),
            ),
            self._implied(),
            self._tails(tails),
            *self._identities(outcomes),
        ]

    def _implied(self) -> Blocks:
        """What figures must be that are not known."""
        reconciliation = self.result.reconciliation
        if reconciliation is None or not (reconciliation.implied or reconciliation.left_out):
            return []
        from jsrules.outputs.implied import compose_implied, compose_left_out

        return [*compose_left_out(reconciliation), *compose_implied(reconciliation)]

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _causes(self) -> Page:
        """What went wrong, each cause with the violations that it explains; the rest of the list refers to them."""
        reconciliation = self.result.reconciliation
        if reconciliation is None or reconciliation.status == "consistent":
            return []
        from jsrules.outputs.causes import compose_cause, findings_of, introduction, ordered, tails_of
        from jsrules.outputs.standing import stands

        structure = [each for each in reconciliation.structure if not stands(each.findings, self.result)]
        causes = [each for each in ordered(self.result) if not stands(each.findings, self.result)]
        standing = len(reconciliation.structure) + len(reconciliation.causes) - len(structure) - len(causes)
        if standing and not (structure or causes or reconciliation.contradictions or reconciliation.keeps):
            return []  # what was explained is listed with its reason; nothing is to be corrected
        page = [introduction(reconciliation, standing)]
        if reconciliation.keeps:
            from jsrules.outputs.kept import compose_kept

            page.append(compose_kept(reconciliation))
        for part in structure:
            from jsrules.outputs.structure import compose_structure

            number = self._next()
            mine = [self.teller.tell(each) for each in findings_of(part, self.result)]
            listed = self._briefly(mine if self.explain else [])
            page.append([compose_structure(part, self.result, number, listed, explain=self.explain)])
            for each in part.findings:
                self.told.setdefault(id(self.teller.tell(self.result.outcomes[each])), []).append(number)
        for cause in causes:
            number = self._next()
            tails = self._briefly([self.teller.tell(each) for each in tails_of(cause, self.result)])
            page.append([compose_cause(cause, self.result, number, tails, explain=self.explain)])
            mine = [self.teller.tell(each) for each in findings_of(cause, self.result)]
            mine = [each for each in mine if id(each) not in self.told]
            page += [
                [compose_finding(group, self.report, f"{number}{_letter(at)}", explain=self.explain, table=True)]
                for at, group in enumerate(alike(mine))
            ]
            for each in cause.findings:
                self.told.setdefault(id(self.teller.tell(self.result.outcomes[each])), []).append(number)
        return page

    def _waived(self, outcomes: list[Told]) -> Page:
        """What stands because somebody explained it."""
        page: Page = [[Heading(say("已说明", "waived"))]] if outcomes else []
        for group in alike(sorted(outcomes, key=_weight)):
            page.append([compose_finding(group, self.report, self._next(), explain=self.explain, table=True)])
        return page

    def _tables(self, outcomes: list[Told]) -> Page:
        """Findings table by table; a report without tables needs no heading."""
        page: Page = []
        for table, members in by_table(self.result, outcomes).items():
            if table or self.report is None or not self.report.forms.inferred:
                page.append([Heading(table or say("表间", "between tables"))])
            for group in alike(sorted(members, key=_weight)):
                page.append([compose_finding(group, self.report, self._next(), explain=self.explain)])
        return page

    def _absent_tables(self, groups: list[list[Told]]) -> Page:
        """Tables that should be there and are not, in one finding for each rule."""
        items = [
            Item(
                self._next(),
                Styled(
                    say(
                        "不符（{level}）  报告中没有 {tables}",
                        "violation ({level})  the report has no {tables}",
                        level=word(SEVERITY_WORDS, members[0].severity),
                        tables=say("、", ", ").join(each.absent_table for each in members),
                    ),
                    members[0].severity,
                ),
                [
                    entry(say("规则", "rule"), members[0].rule.identifier),
                    entry(say("依据", "basis"), members[0].rule.basis),
                ],
                about=[each.outcome for each in members],
            )
            for members in groups
        ]
        return [section(say("缺少的表", "tables that are not there"), *items)] if items else []

    def _same_amount(self, groups: list[Opposition]) -> Page:
        """Findings that print one amount in two ways, those with the same two figures together."""
        text = say(
            "一笔金额印成了相差一个末位的两个数；任何一种舍入规则都不会这样。",
            "One amount is printed as two figures, one last place apart; no rounding rule does that.",
        )
        opening = section(say("同数异值", "same amount, two values"), Paragraph(text))
        return [opening, *([self._opposition(group)] for group in groups)] if groups else []

    def _opposition(self, group: Opposition) -> Item:
        title = tell(
            "{first} 与 {second}，{count} 处",
            "{first} against {second}, {count} places",
            first=Numeral(group.first),
            second=Numeral(with_unit(group.second, group.outcomes[0].unit)),
            count=str(len(group.outcomes)),
        )
        told = dict.fromkeys(number for outcome in group.outcomes for number in self.told.get(id(outcome), ()))
        if told:
            numbers = joined([Reference(str(number)) for number in told], say("、", ", "))
            title = (title, tell("（见第 {numbers} 条）", " (see {numbers})", numbers=numbers))
        body: list[PageBlock] = []
        for anchor, others in group.pairs.values():
            body.append(Paragraph(self._opposed(anchor)))
            for term, outcome in others:
                rule = outcome.rule
                why = [
                    Entry(say("算式", "formula"), outcome.formula),
                    Entry(say("原因", "why"), outcome.reason),
                    Entry(say("规则", "rule"), rule.identifier),
                    Entry(say("依据", "basis"), rule.basis),
                ]
                opposed = self._opposed(term, rule.name or rule.identifier, short=not term.cell.origin)
                body.append(Nested([Entry(say("对 ", "vs "), opposed, why if self.explain else ())]))
        shown = [term.cell.index for each in group.outcomes for term in each.terms]
        about = [each.outcome for each in group.outcomes]
        return Item(self._next(), Styled(title, "info"), body, about=about, cells=list(dict.fromkeys(shown)))

    def _opposed(self, term: Term, rule: str = "", *, short: bool = False) -> Flow:
        """A figure with its name and place."""
        if self.report is None:
            return Flow((Numeral(printed(term)), SourcePlace(self.result.path), rule))
        place = source_place(term.cell, self.report, short=short)
        return Flow((Numeral(printed(term)), reference_of(term.cell, self.report), place, rule))

    def _plausible(self, outcomes: list[Told]) -> Blocks:
        """What is only implausible, apart from what cannot be right."""
        if not outcomes:
            return []
        text = say(
            "核实性公式：可能属实，也可能有误。核对后属实的，说明原因即可；推断哪个数错了时不用这些公式。",
            "Plausibility checks: this may be true, or a mistake. Where it is true, say why; what is told of wrong "
            "figures does not rest on these.",
        )
        found = [
            compose_finding(group, self.report, self._next(), explain=self.explain, table=True)
            for group in alike(sorted(outcomes, key=_weight))
        ]
        return section(say("请核实", "to be confirmed"), Paragraph(text), *found)

    def _not_comparable(self, outcome: Told) -> Item:
        """Figures that differ where the rule allows for a different scope, in short."""
        body: list[PageBlock] = [
            Paragraph(outcome.message or said(sides(outcome))),
            entry(say("算式", "formula"), outcome.formula if self.explain else ""),
            where(outcome.terms, self.report),
            entry(say("规则", "rule"), outcome.rule.identifier),
        ]
        title = " ".join(filter(None, (outcome.table, subject(outcome))))
        cells = [each.cell.index for each in outcome.terms]
        return Item(self._next(), title, body, about=[outcome.outcome], cells=cells)

    def _undetermined(self, text: str, outcomes: list[Told]) -> Item:
        """What could not be decided for one reason, which ``text`` tells."""
        count = say("（{n} 条公式）", " ({n} identities)", n=len(outcomes))
        level = max((each.severity for each in outcomes), key=SEVERITIES.index)
        grave = any(each.outcome.judgement.is_grave for each in outcomes)
        if grave:
            count = say(
                "（{level}，{n} 条公式）",
                " ({level}, {n} identities)",
                level=word(SEVERITY_WORDS, level),
                n=len(outcomes),
            )
        title: Inline = Styled(text + count, level) if grave else text + count
        rule = outcomes[0].rule
        places: list[Entry] = []
        if grave and outcomes[0].terms:
            places = [where(outcomes[0].terms, self.report)]
        elif grave and (lines := self._lost_rows(outcomes)):
            places = [entry(say("位置", "at"), joined(lines, say("、", ", ")))]
        elif grave:
            place = SourcePlace(rule.source.path, *rule.source.locate(rule.span.start))
            places = [entry(say("出处", "source"), place)]
        names = entry(say("规则", "rules"), list_names(rule_names(outcomes)))
        body = [*places, *(self._briefly(outcomes) if self.explain else [names])]
        cells = dict.fromkeys(term.cell.index for each in outcomes for term in each.terms)
        return Item(self._next(), title, body, about=[each.outcome for each in outcomes], cells=list(cells))

    def _lost_rows(self, outcomes: list[Told]) -> list[SourcePlace]:
        """Where the rows stand that others fall short of."""
        found: dict[tuple[str, int], SourcePlace] = {}
        for each in outcomes:
            reason = each.outcome.judgement.reason
            if each.kind == "lost_row" and reason is not None and reason.subject is not None:
                spot = reason.subject
                report = each.report.of(spot.origin) or each.report
                if spot.kind != "row" or spot.form not in report.tables:
                    continue
                row = report.tables[spot.form].blocks[spot.block].rows[spot.row]
                place = SourcePlace(report.path, row.line)
                if (cell := next(filter(None, row.cells), None)) is not None:
                    place = source_place(cell, each.report)
                    place = SourcePlace(place.path, row.line if place.line else 0, printed=place.printed)
                found[report.path, row.line] = place
        return [*found.values()]

    def _tails(self, outcomes: list[Told]) -> Blocks:
        """Tails that rounding explains, summed up in one note."""
        plain = [each for each in outcomes if each.kind != "same_amount" and id(each) not in self.told]
        if not plain:
            return []
        granted = sum(bool(each.reason) for each in plain)
        boundary = sum(each.kind == "boundary" for each in plain)
        biggest = say("、", ", ").join(with_unit(text, unit) for text, unit in largest(plain))
        explained = say(
            "{n} 条，印出的位数可以解释，不算差错",
            "{n}, explained by the printed places, no errors",
            n=len(plain) - granted,
        )
        more = say("另 {n} 条在规则写明的允许差之内", "{n} more within the tolerance that the rule gives", n=granted)
        every = say("{n} 条，在规则写明的允许差之内", "{n}, within the tolerance that the rule gives", n=granted)
        parts = [every] if granted == len(plain) else [explained, more if granted else ""]
        parts.append(say("最大 {biggest}", "the largest {biggest}", biggest=biggest) if biggest else "")
        parts.append(say("其中临界 {n} 条", "{n} of them at the very limit", n=boundary) if boundary else "")
        text = say("；", "; ").join(filter(None, parts))
        tables = by_table(self.result, plain)
        if any(tables):
            found = [f"{table or say('表间', 'between tables')} {len(members)}" for table, members in tables.items()]
            text += say("。见于 ", ". In ") + say("、", ", ").join(found)
        few = plain if len(plain) <= TAILS_SHOWN and not self.everything else []
        note = Paragraph(text + say("。", "."))
        return section(say("尾差", "rounding"), note, Nested(self._briefly(few), close=True))

    def _identities(self, outcomes: list[Told]) -> Page:
        """With ``--all``: what holds, tails and what does not apply, table by table, in short."""
        if not self.everything:
            return []
        shown = [
            each
            for each in outcomes
            if each.verdict in ("pass", "not_applicable") or (each.verdict == "rounding" and each.kind != "same_amount")
        ]
        title = say("全部公式", "all identities")
        return [
            section(title + say("：", ": ") + table if table else title, Nested(self._briefly(members), close=True))
            for table, members in by_table(self.result, shown).items()
        ]

    def _briefly(self, outcomes: list[Told]) -> Blocks:
        """Outcomes in short: verdict and formula, then rule and places."""
        return [block for outcome in outcomes for block in self._brief(outcome)]

    def _brief(self, outcome: Told) -> Blocks:
        where_in_table = subject(outcome)
        text = outcome.formula or outcome.reason or outcome.message
        behind = [outcome.rule.identifier]
        if where_in_table == outcome.rule.name:
            where_in_table, behind = outcome.rule.identifier, []
        if outcome.verdict == "rounding":
            behind += sides(outcome)
        elif outcome.reason != text:
            behind.append(outcome.reason)
        faint = (Flow(behind), listed(outcome.terms if self.explain else [], self.report))
        return [
            Entry(word(VERDICT_WORDS, outcome.verdict), Flow((where_in_table, text))),
            Nested([Paragraph(line, "faint") for line in faint]),
        ]


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
    return VERDICTS.index(outcome.judged), -SEVERITIES.index(outcome.severity)
