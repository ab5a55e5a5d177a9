"""``jsrules pack fetch``: gets packs from a folder, a stick or the web, verifies everything, and locks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.base.version import is_above
from jsrules.cli import options
from jsrules.cli.declare import Command, Option, examples
from jsrules.cli.pack.common import SOURCE, Talk, talking
from jsrules.cli.trouble import UsageError

if TYPE_CHECKING:
    from jsrules.packs.repository.fetching import Fetched
    from jsrules.packs.repository.knowing import Anchor
    from jsrules.packs.repository.origins import RootRenewal
    from jsrules.packs.repository.session import Catalogue


def anchor_of(root: str, fingerprint: str) -> Anchor:
    """What the options say about trusting a repository for the first time."""
    from jsrules.base.files import read_bytes
    from jsrules.packs.repository.knowing import Anchor

    return Anchor(read_bytes(root) if root else b"", fingerprint)


def report(talk: Talk, fetched: Fetched) -> None:
    """Says what was fetched and what vouches for it."""
    from jsrules.packs.repository.choosing import latest_versions

    catalogue = fetched.catalogue
    latest = latest_versions(catalogue)
    if fetched.first_time:
        talk.say(
            say(
                "从此信任“{title}”的规则库",
                "from now on the repository of “{title}” is trusted",
                title=catalogue.identity.title,
            )
        )
        talk.say(say("  指纹 {print}", "  fingerprint {print}", print=grouped(fetched.anchor)))
    if fetched.renewal is not None:
        _tell_renewal(talk, fetched.renewal, fetched.anchor)
    for identifier, pack in fetched.packs.items():
        entry, before = fetched.after[identifier], fetched.before.get(identifier)
        if before is None:
            text = say("已锁定", "locked")
        elif before.version == entry.version:
            text = say("版本不变，重新核实", "the same version, verified anew")
        else:
            text = say("从 {old} 换到 {new}", "from {old} to {new}", old=before.version, new=entry.version)
        talk.say(f"{identifier} {entry.version}  {pack.manifest.title}: {text}", "good")
        newer = latest.get(identifier, "")
        if is_above(newer, entry.version):
            talk.say(
                say(
                    "  有新版 {version}；用 jsrules pack update 换，先看哪些判定会变",
                    "  there is a newer {version}; jsrules pack update goes to it, after showing which verdicts change",
                    version=newer,
                ),
                "warning",
            )
        talk.say(say("  指纹 {print}", "  fingerprint {print}", print=grouped(entry.sha256)))
        talk.say(say("  签发 {signer}", "  signed by {signer}", signer=entry.signer))
    talk.say(
        say(
            "规则库在 {date} 签名证明目录是最新的。",
            "The repository signed on {date} that its catalogue is current.",
            date=catalogue.fresh[:10],
        )
    )
    _tell_log(talk, catalogue)


def _tell_renewal(talk: Talk, renewal: RootRenewal, anchor: str) -> None:
    """Says why the root file has another fingerprint than before, and that the repository is the same one."""
    old, new = renewal.old_version, renewal.new_version
    talk.say(
        say(
            "根（谁有权签名）从第 {old} 版换到第 {new} 版，每一版都有前一版的钥匙签名，所以还是这个规则库；变的是根文件的指纹：",
            "The root (who may sign) was renewed from version {old} to {new}, each version signed with the keys of the "
            "one before: it is still this repository. What changed is the fingerprint of the root file:",
            old=old,
            new=new,
        ),
        "warning",
    )
    for version, fingerprint in ((old, renewal.old_fingerprint), (new, renewal.new_fingerprint)):
        text = say("  第 {n} 版 {print}", "  version {n}  {print}", n=version, print=grouped(fingerprint))
        talk.say(text)
    talk.say(
        say(
            "  发布单位公布的规则库指纹不变：{print}",
            "  the fingerprint of the repository, as its publisher announced it, stays: {print}",
            print=grouped(anchor),
        )
    )


def _tell_log(talk: Talk, catalogue: Catalogue) -> None:
    """Says which log of publications this machine was shown, for people to compare."""
    from jsrules.cli.pack.log import head_words, no_log

    if catalogue.log is None:
        talk.say(no_log(), "warning")
    else:
        talk.say(head_words(catalogue.log))


def witnesses_of(paths: tuple[str, ...], no_witness: bool) -> dict[str, str] | None:
    """The witnesses that are named, by their keys; None when nothing is said of any. Raises `UsageError` when they are
    named and not wanted at once.
    """
    from jsrules.packs.repository.keys import read_public

    if paths and no_witness:
        raise UsageError(say("--witness 与 --no-witness 只能用一个", "--witness and --no-witness exclude each other"))
    return {key.keyid: name for name, key in map(read_public, paths)} if paths or no_witness else None


def _work(
    talk: Talk,
    source: str,
    names: tuple[str, ...],
    root: str,
    fingerprint: str,
    lock: str,
    ca_file: str,
    witness: tuple[str, ...],
    no_witness: bool,
    frozen: bool,
) -> None:
    from jsrules.packs.choice import LOCK
    from jsrules.packs.repository.fetching import fetch
    from jsrules.packs.repository.roles import now_utc

    anchor = anchor_of(root, fingerprint)
    wanted = witnesses_of(witness, no_witness)
    place = (source, names, lock or LOCK, anchor, now_utc())
    report(talk, fetch(*place, frozen=frozen, ca_file=ca_file, witnesses=wanted))


command = Command(
    talking(_work, needs_extra=True),
    (
        *SOURCE,
        Option(
            "--witness",
            (
                "发布记录要有这个见证人（公钥）的签名，以后也要；可以写多次",
                (
                    "the log of publications has to be signed by this witness (public key), from now on; may be given "
                    "several times"
                ),
            ),
            options.PUBLIC_KEY,
            multiple=True,
        ),
        Option("--no-witness", ("不再要见证人的签名", "no longer demand signatures of witnesses")),
        Option(
            "--frozen",
            (
                "锁文件不改；它与规则库签发的不同就是错（用于自动检查）",
                "leave the lock file as it is; what the repository did not sign so is an error (for CI)",
            ),
        ),
        *options.DISPLAY,
    ),
    (
        examples(
            "jsrules pack fetch E:\\规则库 --root 根.json",
            "jsrules pack fetch https://example.gov.cn/rules final-accounts",
        ),
    ),
)
