"""``jsrules explain``: what a code means, and what a rule of the packs that come with jsrules says. Offline."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import click

from jsrules.base.diagnostic import CODES, InputError
from jsrules.base.language import get_language, say
from jsrules.base.names import fold, nearest
from jsrules.base.resources import spec_path
from jsrules.base.source import Source
from jsrules.cli.declare import Argument, Command
from jsrules.cli.job import FINE, UNUSABLE, complain
from jsrules.cli.program import color_options
from jsrules.cli.terminal import page_for
from jsrules.outputs.layout import Page, Place, clean
from jsrules.outputs.manual import render_manual, sections_of


class Explain(Command):
    """``jsrules explain``."""

    words = (
        "说明一个错误或警告的代号，或自带规则包里的一条规则；不需要网络。",
        "Explain the code of an error or warning, or a rule of the packs that come with jsrules; works offline.",
    )
    sections = (
        (
            ("退出码：", "Exit codes:"),
            (
                ("0", ("都有说明", "everything was explained")),
                ("2", ("没有这个代号或规则", "there is no such code or rule")),
            ),
        ),
        (
            ("例：", "Examples:"),
            (
                ("jsrules explain E204", ("", "")),
                ("jsrules explain 总表收入合计", ("", "")),
                ("jsrules explain final-accounts/收入占比", ("", "")),
            ),
        ),
    )


class _Found(NamedTuple):
    """A rule of a pack: where it stands, and the scope it stands in."""

    pack: str
    name: str
    source: Source
    start: int
    end: int
    scope: str


_LEVELS = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "info")}

_HEAD = re.compile(r"(?:规则|rule)\s+([^:\n]+):")
_SCOPE = re.compile(r"(?:(?:表|table)\s|(?:表间|between)(?!\w))")


def _rules() -> Iterator[_Found]:
    """The named rules of the shipped packs. Only statements are split: parsing them all would take a second."""
    from jsrules.packs.library import open_pack, shipped_packs
    from jsrules.readers.statements import normalise, split_statements

    for path in shipped_packs():
        pack = open_pack(path)
        for source in pack.sources:
            scope = ""
            text, chunks = split_statements(normalise(source.text))
            for chunk in chunks:
                if _SCOPE.match(text, chunk.start):
                    scope = source.text[chunk.start : chunk.end]
                head = _HEAD.match(text, chunk.start)
                if head:
                    name = source.text[head.start(1) : head.end(1)].strip()
                    yield _Found(pack.manifest.identifier, name, source, chunk.start, chunk.end, scope)


def _codes() -> dict[str, tuple[str, str]]:
    """The title and text of every code, off the page that documents them in the reader's language."""
    name = "diagnostics.md" if get_language() == "zh" else "diagnostics.en.md"
    with open(spec_path(name), encoding="utf-8") as file:
        return {code: section for code, section in sections_of(file.read()).items() if code in CODES}


def _explain_code(code: str, section: tuple[str, str], page: Page) -> str:
    return page.paint(f"{code} {section[0]}", "strong") + "\n\n" + render_manual(section[1], page)


def _explain_rule(found: _Found, page: Page) -> str:
    from jsrules.model.syntax import Rule
    from jsrules.readers.rule_parser import parse_rules

    text = found.source.text[found.start : found.end]
    statements, errors = parse_rules(Source(found.source.path, text))
    if errors or not isinstance(statements[0], Rule):
        raise InputError(errors)
    rule = statements[0]
    path = os.path.relpath(found.source.path)
    if path.startswith(os.pardir):
        path = found.source.path
    entries = [
        (say("级别：", "level: "), say(*_LEVELS[rule.severity])),
        (say("依据：", "basis: "), rule.basis),
        (say("范围：", "scope: "), found.scope),
        (say("标签：", "tags: "), say("、", ", ").join(rule.tags)),
        (say("位置：", "place: "), Place(f"{path}:{found.source.locate(found.start)[0]}")),
    ]
    lines = [page.paint(clean(f"{found.pack}/{found.name}"), "strong")]
    for term, words in entries:
        if words:
            lines += page.flow([words], "", f"  {term}")
    lines += ["", *(f"    {clean(line)}".rstrip() for line in text.split("\n"))]
    return "\n".join(lines) + "\n"


def _work(names: tuple[str, ...], color: Any) -> Callable[[], int]:
    """Finds everything first, so that a slip is told before anything is printed."""
    jobs: list[Callable[[Page], str]] = []
    codes = _codes()
    try:
        for name in names:
            jobs += _jobs_for(name, codes)
    except InputError as error:
        complain(error.diagnostics, color)
        return lambda: UNUSABLE

    def run() -> int:
        page = page_for(sys.stdout, color)
        try:
            text = "\n".join(job(page) for job in jobs)
        except InputError as error:
            complain(error.diagnostics, color)
            return UNUSABLE
        if sys.stdout is not None:
            sys.stdout.write(text)
        return FINE

    return run


def _jobs_for(name: str, codes: dict[str, tuple[str, str]]) -> list[Callable[[Page], str]]:
    code = fold(name).strip("[]").upper()
    if code in codes:
        return [lambda page: _explain_code(code, codes[code], page)]
    if re.fullmatch(r"[A-Z]\d+", code):
        text = say("没有 {name} 这个代号", "there is no code {name}", name=name)
        raise click.UsageError(text + _nearest(code, list(codes)), click.get_current_context())
    rules = list(_rules())
    found = [each for each in rules if fold(name) in (fold(each.name), fold(f"{each.pack}/{each.name}"))]
    if not found:
        text = say("没有“{name}”这个代号或规则", "there is no code or rule “{name}”", name=name)
        known = [f"{each.pack}/{each.name}" if "/" in name else each.name for each in rules]
        raise click.UsageError(text + _nearest(name, [*known, *codes]), click.get_current_context())
    return [lambda page, each=each: _explain_rule(each, page) for each in found]  # type: ignore[misc]


def _nearest(name: str, known: list[str]) -> str:
    found = nearest(name, known)
    if not found:
        return ""
    return say("；是不是 {names}？", "; did you mean {names}?", names=say("、", ", ").join(found))


command = Explain(
    "explain",
    callback=_work,
    add_help_option=False,
    params=[
        Argument(
            "names",
            (
                "代号（如 E204），或规则的名称（可写成 规则包/名称）",
                "a code such as E204, or the name of a rule (PACK/NAME works too)",
            ),
            ("代号或规则", "CODE_OR_RULE"),
            nargs=-1,
            required=True,
        ),
        *color_options(),
    ],
)
