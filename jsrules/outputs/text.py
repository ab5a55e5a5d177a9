"""A result as a page: the verdict first, then what was found, counts at the end."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.model.outcome import VERDICT_WORDS, VERDICTS
from jsrules.model.result import Result
from jsrules.outputs.compose import Teller
from jsrules.outputs.conclusion import compose_head
from jsrules.outputs.page import Blocks, Page, Paragraph, list_names, word
from jsrules.outputs.severity import is_finding


def compose_result(result: Result, *, everything: bool = False, explain: bool = False) -> Page:
    """One report's page. ``everything`` lists what holds, what does not apply and every tail too."""
    teller = Teller(result)
    page = [compose_head(teller)]
    if result.imported is not None:
        from jsrules.outputs.importing import compose_recognised

        page += compose_recognised(result.imported)
    if result.diagnostics:
        from jsrules.outputs.diagnostics import compose_diagnostics

        page += compose_diagnostics(result.diagnostics)
    if result.report is None:
        return page
    if everything or any(map(is_finding, result.outcomes)):
        from jsrules.outputs.sections import Sections  # a sound report needs none

        page += Sections(teller, everything=everything, explain=explain).all()
    return [*page, _closing(result, everything=everything)]


def _closing(result: Result, *, everything: bool) -> Blocks:
    """Rules that found nothing to check, and the counts."""
    idle = [] if everything else _never_bound(result)
    unused = say(
        "{n} 条规则在本报告中没有可查之处：{names}（加 --all 看原因）",
        "{n} rules found nothing to check here: {names} (--all says why)",
        n=len(idle),
        names=list_names(idle),
    )
    found = result.counts()
    counts = say("，", ", ").join(
        f"{word(VERDICT_WORDS, verdict)} {found[verdict]}"
        for verdict in VERDICTS
        if found[verdict] or verdict in ("violation", "pass")
    )
    text = say("共 {n} 条公式：{counts}", "{n} identities: {counts}", n=len(result.outcomes), counts=counts)
    return [Paragraph(unused if idle else "", "faint"), Paragraph(text)]


def _never_bound(result: Result) -> list[str]:
    """The names of rules that did not apply anywhere, in the order of the rules."""
    applies: dict[str, bool] = {}
    names: dict[str, str] = {}
    for outcome in result.outcomes:
        identifier = outcome.rule.identifier
        names.setdefault(identifier, outcome.rule.name or identifier)
        applies[identifier] = applies.get(identifier, False) or outcome.verdict != "not_applicable"
    return [names[identifier] for identifier, bound in applies.items() if not bound]
