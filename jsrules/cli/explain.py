"""``jsrules explain``: the codes of diagnostics, and rules."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from jsrules.base.diagnostic import CODES
from jsrules.base.language import get_language, say
from jsrules.base.names import fold
from jsrules.base.record import replace
from jsrules.base.resources import spec_path
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, examples, exit_codes
from jsrules.cli.terminal import terminal_for
from jsrules.cli.trouble import UsageError, or_nearest
from jsrules.outputs.manual import compose_manual, sections_of
from jsrules.outputs.page import Page, Paragraph

if TYPE_CHECKING:
    from jsrules.authoring.rule_explanation import Explainer
    from jsrules.cli.trouble import ColorChoice
    from jsrules.packs.form_listing import FormPurpose

Shown = Callable[[], Page]


def _work(
    names: tuple[str, ...],
    report: str,
    rules: tuple[str, ...],
    packs: tuple[str, ...],
    purpose: FormPurpose | None,
    forms: tuple[str, ...],
    prior: str,
    subordinates: tuple[str, ...],
    color: ColorChoice,
) -> None:
    """Explains these codes and rules; all are found first, so that a slip is told before anything is printed."""
    if purpose and report:
        raise UsageError(say("--for 与 --report 只能给一个", "give --for or --report, not both"))
    codes = _codes()
    explainer: Explainer | None = None
    shown: list[Shown] = []
    for name in names:
        code = _code(name, codes)
        if code:
            shown.append(lambda code=code: _explain_code(code, codes[code]))  # type: ignore[misc]
            continue
        if explainer is None:
            from jsrules.authoring.rule_explanation import Explainer

            explainer = Explainer(rules, packs, purpose, forms, report, prior, subordinates)
        shown += _explain_rules(name, explainer, codes)
    text = terminal_for(sys.stdout, color).write([group for each in shown for group in each()])
    if sys.stdout is not None:
        sys.stdout.write(text)


def _codes() -> dict[str, tuple[str, str]]:
    """The title and text of every code, off the page that documents them in the reader's language."""
    name = "diagnostics.md" if get_language() == "zh" else "diagnostics.en.md"
    with open(spec_path(name), encoding="utf-8") as file:
        return {code: section for code, section in sections_of(file.read()).items() if code in CODES}


def _code(name: str, codes: dict[str, tuple[str, str]]) -> str:
    """The code that a name is; nothing when it is not meant as one."""
    code = fold(name).strip("[]").upper()
    if code in codes:
        return code
    if re.fullmatch(r"[A-Z]\d+", code):
        text = say("没有 {name} 这个代号", "there is no code {name}", name=name)
        raise UsageError(text + or_nearest(code, codes))
    return ""


def _explain_code(code: str, section: tuple[str, str]) -> Page:
    return [[Paragraph(f"{code} {section[0]}", "strong")], *compose_manual(section[1])]


def _explain_rules(name: str, explainer: Explainer, codes: dict[str, tuple[str, str]]) -> list[Shown]:
    from jsrules.outputs.explanation import compose_explanation

    found = explainer.find(name)
    if not found:
        text = say("没有“{name}”这个代号或规则", "there is no code or rule “{name}”", name=name)
        full = explainer.names()
        known = full if "/" in name else [each.partition("/")[2] for each in full]
        raise UsageError(text + or_nearest(name, [*known, *codes]))
    return [lambda each=each: compose_explanation(each) for each in found]  # type: ignore[misc]


command = Command(
    _work,
    (
        Argument(
            "names",
            (
                "代号（如 E204），或规则的名称（可写成 规则包/名称）",
                "a code such as E204, or the name of a rule (PACK/NAME works too)",
            ),
            ("代号或规则", "CODE_OR_RULE"),
            many=True,
        ),
        replace(
            options.REPORT,
            words=(
                "也说明规则在这份报告上的数；规则用为它选的规则包，或 --pack、--rules 给出的",
                (
                    "also show the figures of the rule on this report; rules are those of the pack chosen for it, or "
                    "of "
                    "--pack and --rules"
                ),
            ),
        ),
        replace(
            options.RULES,
            words=("规则在这个文件里；可以写多次", "the rule is in this file; may be given several times"),
        ),
        replace(
            options.PACKS,
            words=(
                "规则在这个规则包里；可以写多次。都不写时找自带的规则包",
                "the rule is in this pack; may be given several times. Without any, those that come with jsrules",
            ),
        ),
        options.purpose(
            (
                "规则绑定到哪一种报告、哪一年度的表样；默认是规则包最近年度的",
                "the form set that a rule is bound to; by default the latest that its pack is for",
            )
        ),
        options.FORMS,
        options.PRIOR,
        options.SUBORDINATES,
        *options.COLORED,
    ),
    (
        exit_codes(
            ("都有说明", "everything was explained"),
            None,
            (
                "没有这个代号或规则；规则、报告或表样无法使用",
                "there is no such code or rule; or rules, report or form set cannot be used",
            ),
        ),
        examples(
            "jsrules explain E204",
            "jsrules explain 总表收入合计",
            "jsrules explain 说明各类支出 --report report.yaml",
            "jsrules explain 收支平衡 --rules rules.jsr --for 部门决算 2021",
        ),
    ),
)
