"""``jsrules pack publish``: makes what is prepared and signed the current state, and proves that it is current."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.cli import options
from jsrules.cli.declare import Command, Option, examples
from jsrules.cli.option_values import whole_number
from jsrules.cli.pack.common import REPOSITORY, Talk, signers_of, talking

if TYPE_CHECKING:
    from datetime import datetime


def _work(talk: Talk, folder: str, keys: tuple[str, ...], passphrase_file: str, days: int, root_file: str) -> None:
    from jsrules.packs.repository.busy import changing
    from jsrules.packs.repository.catalogues import ends_of
    from jsrules.packs.repository.editing import export_root
    from jsrules.packs.repository.publishing import publish
    from jsrules.packs.repository.roles import ROOT, TARGETS, now_utc, role_words

    signers = signers_of(keys, passphrase_file)
    with changing(folder) as workspace:
        done = publish(workspace, signers, now_utc(), days)
    for role in done.roles:
        talk.say(say("已发布新的{what}", "published a new {what}", what=role_words(role)), "good")
    if not done.roles:
        talk.say(say("没有新内容，只重新证明是最新", "nothing is new; proved current anew"), "good")
    for role, end in sorted(ends_of(workspace).items(), key=lambda pair: pair[1]):
        if end < done.expires:
            talk.say(_ends_sooner(role, end, now_utc()), "warning")
    until = min(done.expires, *(end for role, end in ends_of(workspace).items() if role in (ROOT, TARGETS)))
    talk.say(
        say(
            "到 {date} 为止有效，之前要再发布一次。",
            "It holds until {date}; publish again before.",
            date=until.strftime("%Y-%m-%d"),
        )
    )
    talk.say(
        say("规则库指纹：{print}", "fingerprint of the repository: {print}", print=grouped(workspace.fingerprint()))
    )
    if root_file:
        export_root(workspace, root_file)
        talk.say(
            say("根文件：{path}，随安装交给各单位", "root file: {path}, to be handed to departments", path=root_file)
        )


def _ends_sooner(role: str, end: datetime, now: datetime) -> str:
    """What is said of a role that ends before the timestamp does."""
    from jsrules.packs.repository.roles import ROOT, TARGETS, role_words

    if role == ROOT:
        how = "jsrules pack rekey"
    else:
        how = "jsrules pack renew" + ("" if role == TARGETS else f" --department {role}")
    if end <= now:
        text = say(
            "{what}已经过期，它的规则包取不到；",
            "the {what} has expired, and its packs are not to be had; ",
            what=role_words(role),
        )
    else:
        text = say(
            "{what}到 {date} 就过期（还有 {n} 天）；",
            "the {what} expires on {date} (in {n} days); ",
            what=role_words(role),
            date=end.strftime("%Y-%m-%d"),
            n=(end - now).days,
        )
    return text + say("用 {how} 续期", "renew it with {how}", how=how)


command = Command(
    talking(_work, needs_extra=True),
    (
        REPOSITORY,
        options.KEYS,
        options.PASSPHRASE_FILE,
        Option(
            "--days",
            ("多少天内有效，默认 60", "for how many days it holds, 60 by default"),
            ("天数", "DAYS"),
            read=whole_number(1, 400),
            default=60,
        ),
        Option(
            "--root-file",
            (
                "另写出根文件，给各单位第一次取用",
                "also write the root file, for departments to fetch with for the first time",
            ),
            options.FILE,
        ),
        *options.DISPLAY,
    ),
    (
        examples(
            "jsrules pack publish 规则库 --key 日常.key",
            "jsrules pack publish 规则库 --key 日常.key --root-file 根.json",
        ),
    ),
)
