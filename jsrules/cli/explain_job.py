"""The work of ``jsrules explain``: finds everything first, so that a slip is told before anything is printed."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from jsrules.base.diagnostic import CODES, InputError
from jsrules.base.language import get_language, say
from jsrules.base.names import fold, nearest
from jsrules.base.resources import spec_path
from jsrules.cli.terminal import terminal_for
from jsrules.cli.verify_job import FINE, UNUSABLE, complain, defect
from jsrules.outputs.manual import compose_manual, sections_of
from jsrules.outputs.page import Page, Paragraph

if TYPE_CHECKING:
    from jsrules.authoring.rule_explanation import Explainer
    from jsrules.packs.form_keys import FormKey

Shown = Callable[[], Page]


def prepare(
    names: tuple[str, ...],
    report: str,
    rules: tuple[str, ...],
    packs: tuple[str, ...],
    forms: FormKey | None,
    prior: str,
    color: Any,
) -> Callable[[], int]:
    """The job for these codes and rules. Raises `click.UsageError` for a name that there is not."""
    codes = _codes()
    explainer: Explainer | None = None
    shown: list[Shown] = []
    try:
        for name in names:
            code = _code(name, codes)
            if code:
                shown.append(lambda code=code: _explain_code(code, codes[code]))  # type: ignore[misc]
                continue
            if explainer is None:
                from jsrules.authoring.rule_explanation import Explainer

                explainer = Explainer(rules, packs, forms, report, prior)
            shown += _explain_rules(name, explainer, codes)
    except InputError as error:
        complain(error.diagnostics, color)
        return lambda: UNUSABLE

    def run() -> int:
        try:
            text = terminal_for(sys.stdout, color).write([group for each in shown for group in each()])
        except Exception as error:  # a defect of ours
            complain([defect("", error)], color)
            return UNUSABLE
        if sys.stdout is not None:
            sys.stdout.write(text)
        return FINE

    return run


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
        raise click.UsageError(text + _nearest(code, list(codes)), click.get_current_context())
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
        raise click.UsageError(text + _nearest(name, [*known, *codes]), click.get_current_context())
    return [lambda each=each: compose_explanation(each) for each in found]  # type: ignore[misc]


def _nearest(name: str, known: Sequence[str]) -> str:
    found = nearest(name, known)
    if not found:
        return ""
    return say("；是不是 {names}？", "; did you mean {names}?", names=say("、", ", ").join(found))
