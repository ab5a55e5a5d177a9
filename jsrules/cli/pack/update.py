"""``jsrules pack update``: like fetch, but to newer versions, after showing which verdicts change."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Command, exit_codes
from jsrules.cli.pack.common import SOURCE, Talk, confirmed, talking
from jsrules.cli.pack.fetch import anchor_of, report
from jsrules.cli.trouble import FINE, FOUND

if TYPE_CHECKING:
    from jsrules.outputs.page import Page
    from jsrules.packs.repository.fetching import Fetched

_HEAD = 4096
"""So many characters of a file are looked at for the head of a report."""


def _work(
    talk: Talk,
    source: str,
    names: tuple[str, ...],
    root: str,
    fingerprint: str,
    lock: str,
    ca_file: str,
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

    anchor = anchor_of(root, fingerprint)
    fetched = fetch(source, names, lock or LOCK, anchor, now_utc(), update=True, agree=agree, ca_file=ca_file)
    if declined:
        talk.say(say("没有更新，锁文件没有变。", "Nothing was updated; the lock file is unchanged."), "warning")
        return FOUND
    report(talk, fetched)
    return FINE


def _show(talk: Talk, fetched: Fetched, reports: tuple[str, ...]) -> bool:
    """What changes between the locked packs and those fetched; whether anything does."""
    from jsrules.authoring.versions import compare_packs
    from jsrules.cli.inputs import expand, readable
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
    paths = (readable(expand(reports)) if reports else _reports_here()) if moved else []
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
    return confirmed(
        talk,
        say("更新吗？", "Update?"),
        say("没有终端可以问；同意就加 --yes。", "There is no terminal to ask on; add --yes to agree."),
    )


command = Command(
    talking(_work, needs_extra=True),
    (
        *SOURCE,
        replace(
            options.REPORTS,
            words=(
                f"{options.REPORTS.words[0]}；默认是当前文件夹里的报告",
                f"{options.REPORTS.words[1]}; by default those in the current folder",
            ),
        ),
        replace(options.YES, words=("不再问，直接更新", "update without asking")),
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("已更新，或已经是最新", "updated, or up to date already"),
            ("有新版，没有同意更新", "there is a newer version, and it was declined"),
            (
                "来源、规则包或锁文件无法使用；什么都没有改",
                "the source, a pack or the lock cannot be used; nothing was changed",
            ),
        ),
    ),
)
