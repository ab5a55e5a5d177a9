"""``jsrules new pack``: the beginning of a rule pack."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from time import gmtime, strftime
from typing import Any

import click

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.cli.declare import Argument, Command, Option
from jsrules.cli.program import LANGUAGE, help_option
from jsrules.cli.verify_job import FINE, UNUSABLE, complain


class New(Command):
    """``jsrules new``."""

    words = (
        "给规则包起个头：清单、一条规则、一个测试、变更说明，拿来就能测试和打包。",
        "Make the beginning of a rule pack: manifest, one rule, one test, a changelog; ready to be tested and built.",
    )
    sections = (
        (
            ("例：", "Examples:"),
            (
                ("jsrules new pack my-rules --title 我局的规则 --publisher 某市财政局", ("", "")),
                ("jsrules new pack my-rules --over final-accounts", ("", "")),
            ),
        ),
    )


def _work(what: str, folder: str, title: str, publisher: str, over: str) -> Callable[[], int]:  # noqa: ARG001
    def work() -> int:
        from jsrules.authoring.starting import start_pack

        identifier = os.path.basename(os.path.abspath(folder))
        try:
            if os.path.isdir(folder) and os.listdir(folder):
                raise fail(
                    "E403",
                    say("这个文件夹不是空的", "this folder is not empty"),
                    path=folder,
                    remedy=say("换一个名称", "choose another name"),
                )
            files = start_pack(folder, identifier, title or identifier, publisher, over, strftime("%Y-%m-%d", gmtime()))
        except InputError as error:
            complain(error.diagnostics, "auto")
            return UNUSABLE
        if sys.stdout is not None:
            sys.stdout.write("".join(f"{each}\n" for each in files))
            sys.stdout.write(
                say(
                    "下一步：改好规则和测试，然后 jsrules test {path}，jsrules pack build {path}\n",
                    "next: edit rules and tests, then jsrules test {path}, jsrules pack build {path}\n",
                    path=folder,
                )
            )
        return FINE

    return work


def _text(name: str, chinese: str, english: str, value: tuple[str, str], default: str) -> Option:
    settings: dict[str, Any] = {"default": default}
    return Option([name], (chinese, english), value, **settings)


command = New(
    "new",
    callback=_work,
    add_help_option=False,
    params=[
        Argument("what", ("pack", "pack"), ("pack", "pack"), type=click.Choice(["pack"])),
        Argument(
            "folder",
            (
                "新文件夹；它的名称就是代号（英文字母、数字、连字符）",
                "a new folder; its name is the id (ASCII letters, digits, hyphens)",
            ),
            ("文件夹", "FOLDER"),
        ),
        _text("--title", "规则包的名称", "the pack's title", ("名称", "TITLE"), ""),
        _text("--publisher", "发布单位", "its publisher", ("单位", "PUBLISHER"), ""),
        _text(
            "--over", "在这个规则包之上，只加规则、收紧", "over this pack, to add rules and tighten", ("代号", "ID"), ""
        ),
        Option(["--lang"], **LANGUAGE),
        help_option(),
    ],
)
