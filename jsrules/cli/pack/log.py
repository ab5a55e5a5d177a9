"""``jsrules pack log``: the publications of a repository, and whether others were shown the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes
from jsrules.cli.pack.common import Talk, talking
from jsrules.cli.trouble import FINE, FOUND

if TYPE_CHECKING:
    from typing import Any

    from jsrules.packs.repository.knowing import LogView
    from jsrules.packs.repository.public_log import PublicLog


def _work(talk: Talk, source: str, against: str, output_format: str, ca_file: str) -> int:
    from jsrules.packs.repository.knowing import view_log
    from jsrules.packs.repository.public_log import check_grown, known_log
    from jsrules.packs.repository.roles import now_utc
    from jsrules.packs.store import read_trust

    view = view_log(source, now_utc(), ca_file)
    if view.log is None:
        check_grown(source, known_log(read_trust(view.identity.repository)), None)
        talk.say(no_log(), "warning")
        return FINE
    if output_format == "json":
        from jsrules.outputs.json_text import json_text

        talk.write(json_text(_object(view, view.log), indent=1) + "\n")
    else:
        _tell(talk, view, view.log)
    known = known_log(read_trust(view.identity.repository))
    trouble = [_differs(source, known, view.log)] if known is not None else []
    if against:
        trouble.append(_differs(source, _other(against, view, ca_file), view.log))
    for each in filter(None, trouble):
        from jsrules.cli.trouble import complain

        complain(each.diagnostics, "auto")
    if any(trouble):
        return FOUND
    if output_format != "json":
        if known is not None:
            talk.say(say("与本机见过的一致。", "It is in line with what this machine has seen."), "good")
        if against:
            talk.say(say("与 {other} 一致。", "It is in line with {other}.", other=against), "good")
    return FINE


def no_log() -> str:
    """What is said of a repository that keeps no log."""
    return say(
        "这个规则库没有发布记录（由较早的 jsrules 发布）：偷了钥匙的人给各单位看不同的东西，比不出来。下次发布就有。",
        "This repository keeps no log of publications (an earlier jsrules published it): that a thief of keys shows "
        "departments different things could not be found by comparing. The next publication begins one.",
    )


def head_words(log: PublicLog) -> str:
    """The head of a log, for people to compare."""
    return say(
        "发布记录 {n} 条，指纹 {print}",
        "log of {n} publications, fingerprint {print}",
        n=log.size,
        print=grouped(log.root),
    )


def _tell(talk: Talk, view: LogView, log: PublicLog) -> None:
    from jsrules.outputs.page import TextTable

    talk.say(view.identity.title, "strong")
    talk.say(head_words(log))
    rows = [
        (str(number), each.date[:10], each.owner, each.identifier, each.version, each.sha256[:12])
        for number, each in enumerate(log.publications, 1)
    ]
    if rows:
        talk.show([[TextTable(rows, (True, False, False, False, False, False))]])
    for keyid, statement in view.witnesses.items():
        talk.say(
            say(
                "见证：{date} 钥匙 {print}",
                "witness: {date} key {print}",
                date=statement["made"][:10],
                print=grouped(keyid),
            )
        )
    if not view.witnesses:
        talk.say(say("没有见证签名。", "No witness has signed it."))


def _object(view: LogView, log: PublicLog) -> dict[str, Any]:
    return {
        "schema": "jsrules/log/1",
        "repository": view.identity.repository,
        "title": view.identity.title,
        "size": log.size,
        "root": log.root,
        "publications": [each.as_object() for each in log.publications],
        "witnesses": [{"key": keyid, "made": each["made"]} for keyid, each in view.witnesses.items()],
    }


def _differs(source: str, other: PublicLog | InputError, mine: PublicLog) -> InputError | None:
    """The error when neither of two logs begins with the other."""
    from jsrules.packs.publication_log import begins_with
    from jsrules.packs.repository.public_log import forked

    if isinstance(other, InputError):
        return other
    longer, shorter = (mine, other) if mine.size >= other.size else (other, mine)
    return None if begins_with(longer.publications, shorter.publications) else forked(source, other, mine)


def _other(against: str, view: LogView, ca_file: str) -> PublicLog | InputError:
    """The log that another source shows, or a lock file proves, or that was written down as JSON; or the error that
    says how they differ.
    """
    import os

    from jsrules.packs.lock import read_lock
    from jsrules.packs.publication_log import publications_of
    from jsrules.packs.repository.knowing import view_log
    from jsrules.packs.repository.public_log import check_lock_grown, log_of
    from jsrules.packs.repository.roles import now_utc

    if not os.path.isfile(against):
        other = view_log(against, now_utc(), ca_file)
        if other.identity.repository != view.identity.repository or other.log is None:
            raise _incomparable(against)
        return other.log
    from jsrules.base.files import read_bytes
    from jsrules.packs.publication_log import LARGEST_LOG

    try:
        return log_of(publications_of(read_bytes(against, LARGEST_LOG)))
    except ValueError:
        pass
    entries = {each.identifier: each for each in read_lock(against) or ()}
    if not any(each.repository == view.identity.repository and each.log for each in entries.values()):
        raise _incomparable(against)
    try:
        check_lock_grown(against, entries, view.log, view.identity.repository)
    except InputError as error:
        if error.diagnostics[0].code == "E324":  # newer than this source, which then proves nothing either way
            raise
        return error
    return log_of(())


def _incomparable(path: str) -> InputError:
    return fail(
        "E339",
        say("这里没有同一个规则库的发布记录可比", "here is no log of the same repository to compare with"),
        path=path,
        remedy=say(
            "给出同一个规则库的另一个来源、别的单位的锁文件，或 jsrules pack log --format json 写出的文件",
            "give another source of that repository, a lock file of somebody else, or what jsrules pack log --format "
            "json wrote",
        ),
    )


command = Command(
    talking(_work, needs_extra=True),
    (
        Argument(
            "source",
            ("规则库：文件夹、file: 或 https: 地址", "the repository: a folder, or a file: or https: address"),
            ("来源", "SOURCE"),
        ),
        Option(
            "--against",
            (
                "与这里的比：另一个来源、别处的锁文件，或 --format json 写出的文件",
                "compare with this: another source, a lock file from elsewhere, or what --format json wrote",
            ),
            ("来源或文件", "SOURCE_OR_FILE"),
        ),
        options.CA_FILE,
        options.output_format(),
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("一致，或没有可比的", "they are in line, or there is nothing to compare with"),
            ("分叉了：给两处看的不同", "it has forked: two were shown different things"),
            ("规则库或文件不能用", "the repository or the file cannot be used"),
        ),
        examples("jsrules pack log 规则库", "jsrules pack log E:\\规则库 --against 别的单位的/jsrules.lock"),
    ),
)
