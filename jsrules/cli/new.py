"""``jsrules new pack``: the beginning of a rule pack."""

from __future__ import annotations

import os
import sys
from time import gmtime, strftime

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples


def _work(what: str, folder: str, title: str, publisher: str, over: str) -> None:  # noqa: ARG001
    from jsrules.authoring.starting import start_pack

    identifier = os.path.basename(os.path.abspath(folder))
    if os.path.isdir(folder) and os.listdir(folder):
        raise fail(
            "E403",
            say("这个文件夹不是空的", "this folder is not empty"),
            path=folder,
            remedy=say("换一个名称", "choose another name"),
        )
    files = start_pack(folder, identifier, title or identifier, publisher, over, strftime("%Y-%m-%d", gmtime()))
    if sys.stdout is not None:
        sys.stdout.write("".join(f"{each}\n" for each in files))
        sys.stdout.write(
            say(
                "下一步：改好规则和测试，然后 jsrules test {path}，jsrules pack build {path}\n",
                "next: edit rules and tests, then jsrules test {path}, jsrules pack build {path}\n",
                path=folder,
            )
        )


command = Command(
    _work,
    (
        Argument("what", ("pack", "pack"), ("pack", "pack"), choices=("pack",)),
        Argument(
            "folder",
            (
                "新文件夹；它的名称就是代号（英文字母、数字、连字符）",
                "a new folder; its name is the id (ASCII letters, digits, hyphens)",
            ),
            ("文件夹", "FOLDER"),
        ),
        options.title(("规则包的名称", "the pack's title")),
        Option("--publisher", ("发布单位", "its publisher"), ("单位", "PUBLISHER")),
        Option(
            "--over", ("在这个规则包之上，只加规则、收紧", "over this pack, to add rules and tighten"), ("代号", "ID")
        ),
        *options.PLAIN,
    ),
    (
        examples(
            "jsrules new pack my-rules --title 我局的规则 --publisher 某市财政局",
            "jsrules new pack my-rules --over final-accounts",
        ),
    ),
)
