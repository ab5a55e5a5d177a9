"""``jsrules pack fetch``: gets packs from a folder, a stick or the web, verifies everything, and locks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.cli.declare import Argument, Command, Option
from jsrules.cli.pack.common import Talk, deferred
from jsrules.cli.program import display_options

if TYPE_CHECKING:
    from jsrules.packs.repository.fetching import Anchor, Fetched


class Fetch(Command):
    """``jsrules pack fetch``."""

    words = (
        "从文件夹（优盘、网络共享）、file: 或 https: 取规则包：签名、新旧、内容都核对过，才存到本机并锁定。已锁定的留在原来的版本；换新版用 pack update。",
        "Get packs from a folder (a stick, a share), file: or https:. Signatures, age and content are verified before they are kept and locked. A locked pack stays at its version; pack update goes to a newer one.",
    )
    sections = (
        (
            ("例：", "Examples:"),
            (
                ("jsrules pack fetch E:\\规则库 --root 根.json", ("", "")),
                ("jsrules pack fetch https://example.gov.cn/rules final-accounts", ("", "")),
            ),
        ),
    )


def anchor_of(root: str, fingerprint: str) -> Anchor:
    """What the options say about trusting a repository for the first time."""
    from jsrules.base.files import read_bytes
    from jsrules.packs.repository.fetching import Anchor

    return Anchor(read_bytes(root) if root else b"", fingerprint)


def report(talk: Talk, fetched: Fetched) -> None:
    """Says what was fetched and what vouches for it."""
    catalogue = fetched.catalogue
    if fetched.first_time:
        talk.say(
            say(
                "从此信任“{title}”的规则库",
                "from now on the repository of “{title}” is trusted",
                title=catalogue.identity.title,
            )
        )
        talk.say(say("  指纹 {print}", "  fingerprint {print}", print=grouped(fetched.anchor)))
    for identifier, pack in fetched.packs.items():
        entry, before = fetched.after[identifier], fetched.before.get(identifier)
        if before is None:
            text = say("已锁定", "locked")
        elif before.version == entry.version:
            text = say("版本不变，重新核实", "the same version, verified anew")
        else:
            text = say("从 {old} 换到 {new}", "from {old} to {new}", old=before.version, new=entry.version)
        talk.say(f"{identifier} {entry.version}  {pack.manifest.title}: {text}", "good")
        talk.say(say("  指纹 {print}", "  fingerprint {print}", print=grouped(entry.sha256)))
        talk.say(say("  签发 {signer}", "  signed by {signer}", signer=entry.signer))
    talk.say(
        say(
            "规则库在 {date} 签名证明这些是最新的。",
            "The repository signed on {date} that these are current.",
            date=catalogue.fresh[:10],
        )
    )


def source_parameters() -> list[Argument | Option]:
    """Source, ids, and what trust rests on: the same for fetch and update."""
    return [
        Argument(
            "source",
            ("规则库：文件夹、file: 或 https: 地址", "the repository: a folder, or a file: or https: address"),
            ("来源", "SOURCE"),
        ),
        Argument(
            "names",
            (
                "规则包的代号，可写成 代号@版本；不写就是锁定的那些",
                "ids of packs, or ID@VERSION; by default those that are locked",
            ),
            ("代号", "ID"),
            nargs=-1,
        ),
        Option(
            ["--root"],
            ("第一次用：发布单位给的根文件", "for the first time: the root file that the publisher handed out"),
            ("文件", "FILE"),
            default="",
        ),
        Option(
            ["--fingerprint"],
            ("第一次用：与公布的核对过的指纹", "for the first time: the fingerprint, compared with the one announced"),
            ("指纹", "FINGERPRINT"),
            default="",
        ),
        Option(
            ["--lock"],
            (
                "锁文件，默认是当前文件夹里的 jsrules.lock",
                "the lock file, by default jsrules.lock in the current folder",
            ),
            ("文件", "FILE"),
            default="",
        ),
    ]


def _work(talk: Talk, source: str, names: tuple[str, ...], root: str, fingerprint: str, lock: str) -> None:
    from jsrules.packs.choice import LOCK
    from jsrules.packs.repository.fetching import fetch
    from jsrules.packs.repository.roles import now_utc

    report(talk, fetch(source, names, lock or LOCK, anchor_of(root, fingerprint), now_utc()))


command = Fetch(
    "fetch",
    callback=deferred(_work, needs_extra=True),
    add_help_option=False,
    params=[*source_parameters(), *display_options()],
)
