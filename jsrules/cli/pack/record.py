"""``jsrules pack record``: writes down which rules were put on, changed or put off, and why."""

from __future__ import annotations

import os
from time import gmtime, strftime
from typing import TYPE_CHECKING

from jsrules.base.dates import is_date
from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Command, Option, examples
from jsrules.cli.pack.common import PACK_FOLDER, Talk, talking
from jsrules.outputs.page import Entry, Nested, PageBlock, Paragraph

if TYPE_CHECKING:
    from jsrules.model.pack import PackManifest
    from jsrules.readers.packs.history import History


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
    if not since:
        _check_built(folder, known, pack.manifest)
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


def _check_built(folder: str, known: History, manifest: PackManifest) -> None:
    """Raises `InputError` (E314) when a history holds versions above the newest archive that is here: nobody but their
    author knows whether they were published, and what never was must not stay in it.
    """
    from jsrules.authoring.build import version_before
    from jsrules.authoring.history import unbuilt
    from jsrules.packs.library import find_pack

    path = version_before("", manifest) or version_before(os.path.dirname(os.path.abspath(folder)), manifest)
    last = find_pack(path).manifest.version if path else ""
    doubtful = unbuilt(known, last, manifest.version)
    if not doubtful:
        return
    raise fail(
        "E314",
        say(
            "沿革里有 {versions}，这里没有打好的包，不知道发布过没有",
            "the history holds {versions}, of which there is no archive here: whether they were published is not known",
            versions=say("、", ", ").join(doubtful),
        ),
        path=folder,
        remedy=say(
            "没有发布过：--since 写最近发布的一版.jspack（从来没有发布过的，删去 history.yaml）；发布过：--since 写那一版的 *.jspack",
            "if they never were: --since with the archive published last (or delete history.yaml, if there is none); "
            "if they were: --since with the archive of that version",
        ),
    )


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
