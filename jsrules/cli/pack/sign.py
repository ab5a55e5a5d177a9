"""``jsrules pack sign``: signs whatever is prepared and may be signed with these keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.cli import options
from jsrules.cli.declare import Command, examples
from jsrules.cli.pack.common import REPOSITORY, Talk, signers_of, talking

if TYPE_CHECKING:
    from jsrules.packs.repository.keys import Signer
    from jsrules.packs.repository.workspace import Workspace


def _work(talk: Talk, folder: str, keys: tuple[str, ...], passphrase_file: str) -> None:
    from jsrules.packs.repository.busy import changing
    from jsrules.packs.repository.workspace import Workspace

    if not Workspace(folder).staged_roles():
        talk.say(say("没有等待签名的内容", "nothing is waiting to be signed"))
        return
    signers = signers_of(keys, passphrase_file)
    with changing(folder) as workspace:
        _sign(talk, workspace, folder, signers)


def _sign(talk: Talk, workspace: Workspace, folder: str, signers: list[Signer]) -> None:
    from jsrules.outputs.repository import waiting_line
    from jsrules.packs.repository.roles import role_words

    roles = workspace.staged_roles()
    count = 0
    for role in roles:
        signed = workspace.sign(role, signers)
        count += signed
        if signed:
            text = say("已签{what}：{n} 个签名", "signed the {what}: {n} signatures", what=role_words(role), n=signed)
            talk.say(text, "good")
    if not count:
        raise fail(
            "E322",
            say("给出的钥匙无权签等待中的内容", "the keys given may sign nothing of what is waiting"),
            path=folder,
            remedy=say(
                "jsrules pack doctor 规则库 列出谁该签什么", "jsrules pack doctor REPOSITORY lists who signs what"
            ),
        )
    for role in roles:
        talk.say(waiting_line(role, tuple(workspace.signatures(role))))


command = Command(
    talking(_work, needs_extra=True),
    (
        REPOSITORY,
        options.KEYS,
        options.PASSPHRASE_FILE,
        *options.DISPLAY,
    ),
    (examples("jsrules pack sign 规则库 --key E:\\局长.key"),),
)
