"""``jsrules pack record``: writes down which rules were put on, changed or put off, and why."""

from __future__ import annotations

import os
from time import gmtime, strftime

from jsrules.base.dates import is_date
from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Command, Option, examples
from jsrules.cli.pack.common import PACK_FOLDER, Talk, talking
from jsrules.outputs.page import Entry, Nested, PageBlock, Paragraph


def _work(talk: Talk, folder: str, reason: str, date: str, base: str, since: str) -> None:
    from jsrules.authoring.build import collect, history_of
    from jsrules.authoring.history import recorded
    from jsrules.authoring.rulebook import rulebook
    from jsrules.base.writing import write_whole
    from jsrules.packs.choice import Installed
    from jsrules.packs.contents import HISTORY
    from jsrules.packs.form_listing import listed_forms
    from jsrules.packs.library import find_pack, pack_of_files
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
    pack = pack_of_files(folder, files, is_folder=True)
    required = pack.manifest.requires
    below = find_pack(base) if base else Installed().base(required) if required is not None else None
    rules = rulebook(pack, listed_forms(pack, below))
    known = history_of(folder, files)
    history, changed = recorded(
        find_pack(since).history() if since else known, rules, pack.manifest.version, when, reason
    )
    if history == known:
        talk.say(say("没有要记的变化", "there is nothing to record"))
        return
    path = os.path.join(folder, HISTORY)
    write_whole(path, write_history(history).encode())
    talk.say(
        say("已在 {path} 记下 {n} 条规则的变化", "recorded changes of {n} rules in {path}", path=path, n=len(changed)),
        "good",
    )
    lines: list[PageBlock] = [
        Entry(say("启用", "on") if history[name][-1].on else say("停用", "off"), name) for name in changed[:10]
    ]
    talk.show([[Nested([*lines, Paragraph("…")] if len(changed) > 10 else lines)]])


command = Command(
    talking(_work),
    (
        PACK_FOLDER,
        options.REASON,
        Option("--date", ("日期，默认今天", "the date; today by default"), ("日期", "DATE")),
        options.BASE,
        replace(
            options.SINCE,
            words=(
                "已发布的上一版：从它的沿革接着记，没有发布过的版本的都去掉",
                "the version published last: go on from its history, without numbers that were never published",
            ),
        ),
        *options.DISPLAY,
    ),
    (examples("jsrules pack record my-pack --reason 首次发布"),),
)
