"""``jsrules pack sign``: shows what is prepared and may be signed with these keys, asks, and signs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.fingerprint import grouped, same_fingerprint
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Command, Option, examples, exit_codes
from jsrules.cli.pack.common import REPOSITORY, Talk, confirmed, signers_of, talking
from jsrules.cli.trouble import FINE, FOUND

if TYPE_CHECKING:
    from jsrules.outputs.page import Blocks
    from jsrules.packs.repository.changes import StagedChange, StagedPack
    from jsrules.packs.repository.workspace import Workspace


def _work(
    talk: Talk,
    folder: str,
    keys: tuple[str, ...],
    passphrase_file: str,
    reports: tuple[str, ...],
    yes: str,
    other: str,
) -> int:
    from jsrules.packs.repository.busy import changing
    from jsrules.packs.repository.changes import bytes_to_sign, changed_meanwhile, fingerprint_of, require_same
    from jsrules.packs.repository.roles import role_words
    from jsrules.packs.repository.workspace import Workspace

    workspace = Workspace(folder)
    if other:
        _merge(talk, folder, other)
        if not keys:
            _tell_lacking(talk, workspace)
            return FINE
    if not workspace.staged_roles():
        talk.say(say("没有等待签名的内容", "nothing is waiting to be signed"))
        return FINE
    signers = signers_of(keys, passphrase_file)
    mine = [signer.public_key.keyid for signer in signers]
    roles = [role for role in workspace.staged_roles() if any(workspace.may_sign(role, each) for each in mine)]
    if not roles:
        raise fail(
            "E322",
            say("给出的钥匙无权签等待中的内容", "the keys given may sign nothing of what is waiting"),
            path=folder,
            remedy=say(
                "jsrules pack doctor 规则库 列出谁该签什么", "jsrules pack doctor REPOSITORY lists who signs what"
            ),
        )
    shown = bytes_to_sign(workspace, roles)
    fingerprint = fingerprint_of(shown)
    _show(talk, workspace, roles, reports, fingerprint)
    require_same(workspace, shown)
    if not _agreed(talk, folder, fingerprint, yes):
        talk.say(say("没有签。", "Nothing was signed."), "warning")
        return FOUND
    with changing(folder) as workspace:
        require_same(workspace, shown)
        for role in roles:
            signed = workspace.sign(role, list(signers), shown[role])
            if not signed:
                raise changed_meanwhile(workspace, role)
            text = say("已签{what}：{n} 个签名", "signed the {what}: {n} signatures", what=role_words(role), n=signed)
            talk.say(text, "good")
        _tell_lacking(talk, workspace)
    return FINE


def _merge(talk: Talk, folder: str, other: str) -> None:
    """Takes over the signatures that another copy of the repository has."""
    from jsrules.packs.repository.busy import changing
    from jsrules.packs.repository.changes import merge_signatures
    from jsrules.packs.repository.workspace import Workspace

    with changing(folder) as workspace:
        count = merge_signatures(workspace, Workspace(other))
    talk.say(
        say("从 {other} 合并了 {n} 个签名", "took over {n} signatures from {other}", other=other, n=count),
        "good" if count else "warning",
    )


def _tell_lacking(talk: Talk, workspace: Workspace) -> None:
    from jsrules.outputs.repository import waiting_line

    for role in workspace.staged_roles():
        talk.say(waiting_line(role, tuple(workspace.signatures(role))))


def _show(talk: Talk, workspace: Workspace, roles: Sequence[str], reports: tuple[str, ...], fingerprint: str) -> None:
    from jsrules.outputs.signing import compose_signing
    from jsrules.packs.repository.changes import change_of

    changes: list[StagedChange] = [change_of(workspace, role) for role in roles]
    comparisons = {
        (pack.identifier, pack.version): _comparison(pack, reports) for each in changes for pack in each.added
    }
    talk.show(compose_signing(changes, comparisons, fingerprint))


def _comparison(staged: StagedPack, reports: tuple[str, ...]) -> Blocks:
    """What differs in rules and verdicts from the published version; of a pack that is new, how many rules it has."""
    from jsrules.cli.pack.comparing import compare
    from jsrules.outputs.diagnostics import compose_diagnostics
    from jsrules.outputs.packs import compose_comparison, compose_provenance, compose_verdicts
    from jsrules.outputs.page import Paragraph
    from jsrules.packs.library import unpacked

    pack = unpacked(staged.identifier, staged.data)
    provenance = compose_provenance(pack.manifest)
    if staged.before is None:
        return [
            *provenance,
            Paragraph(
                say(
                    "新的规则包“{title}”，{n} 个规则文件",
                    "a new pack, “{title}”, with {n} rule files",
                    title=pack.manifest.title,
                    n=len(pack.sources),
                )
            ),
        ]
    old = unpacked(staged.identifier, staged.before)
    try:
        found = compare(old, pack, reports)
    except InputError as error:  # what they build on may not be here
        warning = say("与已发布的比较不出来", "it cannot be compared with what is published")
        return [
            *provenance,
            Paragraph(warning, "warning"),
            *(each for group in compose_diagnostics(error.diagnostics) for each in group),
        ]
    blocks = [*provenance, *compose_comparison(old.manifest, pack.manifest, found.changes)]
    return [*blocks, *compose_verdicts(found.verdicts, found.reports)] if found.reports else blocks


def _agreed(talk: Talk, folder: str, fingerprint: str, yes: str) -> bool:
    """Whether whoever signs wants this signed. Raises `InputError` (E322) when he meant something else, or there is
    nobody to ask.
    """
    if not yes:
        return confirmed(
            talk,
            say("签吗？", "Sign?"),
            say(
                "没有终端可以问；看过上面的内容，同意就加 --yes '{print}'。",
                "There is no terminal to ask on; if you agree to what is shown above, add --yes '{print}'.",
                print=grouped(fingerprint),
            ),
        )
    if same_fingerprint(yes, fingerprint):
        return True
    raise fail(
        "E322",
        say("要签的不是你同意的那些，没有签", "what is to be signed is not what you agreed to; nothing was signed"),
        path=folder,
        notes=(
            say("同意的：{print}", "agreed to: {print}", print=yes),
            say("要签的：{print}", "to be signed: {print}", print=grouped(fingerprint)),
        ),
        remedy=say("看清楚上面的内容；问是谁改的", "read what is shown above; ask who has changed it"),
    )


command = Command(
    talking(_work, needs_extra=True),
    (
        REPOSITORY,
        options.KEYS,
        options.PASSPHRASE_FILE,
        options.REPORTS,
        replace(
            options.YES,
            names="--yes",
            words=(
                "同意签指纹是这个的内容，不再问（用于脚本）；不写这个先运行一次，就列出内容和指纹",
                "agree to sign what has this fingerprint, without asking (for scripts); a run without it shows both",
            ),
            value=("指纹", "FINGERPRINT"),
        ),
        Option(
            "--merge",
            (
                "先合并规则库的另一份副本里的签名（几个人各签各的一份时）；只合并就不写 --key",
                "first take over the signatures of another copy of the repository; without --key only that",
            ),
            ("文件夹", "FOLDER"),
            key="other",
            default="",
        ),
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("已签", "signed"),
            ("没有同意，没有签", "it was declined; nothing was signed"),
            ("规则库或钥匙不能用，或内容被改过", "repository or keys cannot be used, or something was altered"),
        ),
        examples("jsrules pack sign 规则库 --key E:\\局长.key", "jsrules pack sign 规则库 --merge E:\\规则库"),
    ),
)
