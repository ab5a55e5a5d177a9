"""``jsrules pack update``: like fetch, but to newer versions, after showing which verdicts change."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from jsrules.base.language import say
from jsrules.cli.declare import Command, Option
from jsrules.cli.pack.common import Talk, deferred
from jsrules.cli.pack.fetch import anchor_of, report, source_parameters
from jsrules.cli.program import display_options
from jsrules.cli.terminal import is_terminal
from jsrules.cli.verify_job import FINE, FOUND

if TYPE_CHECKING:
    from jsrules.outputs.page import Page
    from jsrules.packs.repository.fetching import Fetched

_HEAD = 4096
"""So many characters of a file are looked at for the head of a report."""


class Update(Command):
    """``jsrules pack update``."""

    words = (
        "把锁定的规则包换成来源里最新的版本。先列出规则改了什么、哪些判定会变，同意了才改锁文件。",
        "Go to the newest versions of the locked packs. Shows what changed in the rules and which verdicts change before the lock file is touched.",
    )
    sections = (
        (
            ("退出码：", "Exit codes:"),
            (
                ("0", ("已更新，或已经是最新", "updated, or up to date already")),
                ("1", ("有新版，没有同意更新", "there is a newer version, and it was declined")),
                (
                    "2",
                    (
                        "来源、规则包或锁文件无法使用；什么都没有改",
                        "the source, a pack or the lock cannot be used; nothing was changed",
                    ),
                ),
            ),
        ),
    )


def _work(
    talk: Talk,
    source: str,
    names: tuple[str, ...],
    root: str,
    fingerprint: str,
    lock: str,
    reports: tuple[str, ...],
    yes: bool,
) -> int:
    from jsrules.packs.choice import LOCK
    from jsrules.packs.repository.fetching import fetch
    from jsrules.packs.repository.roles import now_utc

    declined = []

    def agree(fetched: Fetched) -> bool:
        moved = _show(talk, fetched, reports)
        if moved and not yes and not _confirmed(talk):
            declined.append(True)
        return not declined

    fetched = fetch(source, names, lock or LOCK, anchor_of(root, fingerprint), now_utc(), update=True, agree=agree)
    if declined:
        talk.say(say("没有更新，锁文件没有变。", "Nothing was updated; the lock file is unchanged."), "warning")
        return FOUND
    report(talk, fetched)
    return FINE


def _show(talk: Talk, fetched: Fetched, reports: tuple[str, ...]) -> bool:
    """What changes between the locked packs and those fetched; whether anything does."""
    from jsrules.authoring.versions import compare_packs
    from jsrules.cli.inputs import expand
    from jsrules.cli.pack.comparing import between
    from jsrules.outputs.packs import compose_comparison, compose_verdicts
    from jsrules.packs.library import Pack, unpacked
    from jsrules.packs.store import archive_path, kept_archive
    from jsrules.verification.verifier import Verifier

    before: dict[str, Pack] = {
        name: unpacked(archive_path(entry.sha256), kept_archive(name, entry.sha256))
        for name, entry in fetched.before.items()
    }
    after = {**before, **fetched.packs}
    moved = [name for name, pack in fetched.packs.items() if name in before and before[name].sha256 != pack.sha256]
    pairs = [(before[name], after[name]) for name in moved]
    changes = [compose_comparison(old.manifest, new.manifest, compare_packs(old, new)) for old, new in pairs]
    page: Page = [[block for group in changes for block in group]]
    paths = (expand(reports) if reports else _reports_here()) if moved else []
    if paths:
        verdicts = between(Verifier(held=before), Verifier(held=after), paths)
        page.append(compose_verdicts(verdicts, len(paths)))
    talk.show(page)
    return bool(moved)


def _reports_here() -> list[str]:
    """The files of the current folder that look like reports with a form set."""
    found = []
    for name in sorted(os.listdir()):
        if name.endswith((".yaml", ".yml")) and os.path.isfile(name):
            with open(name, encoding="utf-8", errors="replace") as file:
                if any(line.startswith(("报告:", "report:")) for line in file.read(_HEAD).splitlines()):
                    found.append(name)
    return found


def _confirmed(talk: Talk) -> bool:
    if not is_terminal(sys.stdin):
        talk.say(say("没有终端可以问；同意就加 --yes。", "There is no terminal to ask on; add --yes to agree."))
        return False
    import click

    return bool(click.confirm(say("更新吗？", "Update?"), default=False))


command = Update(
    "update",
    callback=deferred(_work, needs_extra=True),
    add_help_option=False,
    params=[
        *source_parameters(),
        Option(
            ["--reports"],
            (
                "在这些报告上比较新旧判定：文件或目录，可以写多次；默认是当前文件夹里的报告",
                "compare old and new verdicts on these reports: files or directories, may be given several times; by default those in the current folder",
            ),
            ("报告", "REPORTS"),
            multiple=True,
        ),
        Option(["--yes", "-y"], ("不再问，直接更新", "update without asking"), is_flag=True),
        *display_options(),
    ],
)
