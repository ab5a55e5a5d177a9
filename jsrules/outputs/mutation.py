"""Which broken rules the tests of a pack did not notice: each as the rule's text with a caret."""

from __future__ import annotations

from jsrules.authoring.testing.survivors import MutationRun
from jsrules.base.diagnostic import Label
from jsrules.base.language import say
from jsrules.checks.rule_mutants import MUTATIONS
from jsrules.outputs.page import Excerpt, Page, Paragraph


def compose_mutation(run: MutationRun) -> Page:
    """The survivors, and a line that sums up."""
    page: Page = []
    for each in run.survivors:
        head = say(
            "没有发现  {rule}：{kind}",
            "not noticed  {rule}: {kind}",
            rule=each.rule.info.name,
            kind=say(*MUTATIONS[each.kind]),
        )
        page.append(
            [Paragraph(head, "warning", hanging=True), Excerpt([Label(each.rule.info.source, each.span, each.text)])]
        )
    text = say(
        "改坏规则 {total} 处，测试发现 {noticed} 处（{percent}%）",
        "{total} broken rules, {noticed} noticed by the tests ({percent}%)",
        total=run.total,
        noticed=run.noticed,
        percent=run.percent,
    )
    if run.equivalent:
        text += say(
            "；另有 {n} 处改后意思不变，不计",
            "; {n} more say the same as their rule and do not count",
            n=run.equivalent,
        )
    return [*page, [Paragraph(text, "warning" if run.survivors else "good", hanging=True)]]
