"""``jsrules pack record``: writes down which rules were put on, changed or put off, and why."""

from __future__ import annotations

import os
from time import gmtime, strftime

from jsrules.base.dates import is_date
from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.cli.declare import Argument, Command, Option
from jsrules.cli.pack.common import Talk, deferred
from jsrules.cli.program import display_options
from jsrules.outputs.page import Block, Entry, Nested, Paragraph


class RecordCommand(Command):
    """``jsrules pack record``."""

    words = (
        "把规则的启用、停用、改级别、改公式记进规则包的 history.yaml，写明日期与理由。停用过的名称不能给别的规则用。",
        "Record in the pack's history.yaml which rules were put on, put off, or changed in level or formula, with date and reason. A name that was put off cannot serve another rule.",
    )
    sections = ((("例：", "Examples:"), (("jsrules pack record my-pack --reason 首次发布", ("", "")),)),)


def _work(talk: Talk, folder: str, reason: str, date: str, base: str) -> None:
    from jsrules.authoring.build import collect, history_of
    from jsrules.authoring.history import recorded
    from jsrules.authoring.rulebook import rulebook
    from jsrules.base.writing import write_whole
    from jsrules.packs.choice import Installed
    from jsrules.packs.form_keys import form_keys_of
    from jsrules.packs.library import HISTORY, find_pack, pack_of_files
    from jsrules.readers.packs.history import write_history

    when = date or strftime("%Y-%m-%d", gmtime())
    if not is_date(when):
        raise fail(
            "E314",
            say("“{date}”不是日期", "“{date}” is no date", date=when),
            path=folder,
            remedy=say("写成 2026-11-26", "write it as 2026-11-26"),
        )
    files = collect(folder)
    pack = pack_of_files(folder, files)
    required = pack.manifest.requires
    below = find_pack(base) if base else Installed().base(required) if required is not None else None
    rules = rulebook(pack, form_keys_of(pack, below))
    history, changed = recorded(history_of(folder, files), rules, pack.manifest.version, when, reason)
    if not changed:
        talk.say(say("没有要记的变化", "there is nothing to record"))
        return
    path = os.path.join(folder, HISTORY)
    write_whole(path, write_history(history).encode())
    talk.say(
        say("已在 {path} 记下 {n} 条规则的变化", "recorded changes of {n} rules in {path}", path=path, n=len(changed)),
        "good",
    )
    lines: list[Block] = [
        Entry(say("启用", "on") if history[name][-1].on else say("停用", "off"), name) for name in changed[:10]
    ]
    talk.show([[Nested([*lines, Paragraph("…")] if len(changed) > 10 else lines)]])


command = RecordCommand(
    "record",
    callback=deferred(_work),
    add_help_option=False,
    params=[
        Argument("folder", ("规则包的文件夹", "the pack's folder"), ("文件夹", "FOLDER")),
        Option(["--reason"], ("理由", "the reason"), ("理由", "REASON"), required=True),
        Option(["--date"], ("日期，默认今天", "the date; today by default"), ("日期", "DATE"), default=""),
        Option(
            ["--base"],
            (
                "下级规则包所依赖的规则包；默认用锁定的或自带的",
                "the pack that an overlay builds on; by default the locked or shipped one",
            ),
            ("规则包", "PACK"),
            default="",
        ),
        *display_options(),
    ],
)
