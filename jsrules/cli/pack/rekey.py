"""``jsrules pack rekey``: renews the root, or gives one of the main roles other keys."""

from __future__ import annotations

from jsrules.base.diagnostic import fail
from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Command, Option, examples
from jsrules.cli.pack.common import REPOSITORY, Talk, confirmed, public_keys_of, talking
from jsrules.cli.trouble import FINE, FOUND

_ROLES = {"root": ("root",), "packs": ("targets",), "everyday": ("snapshot", "timestamp")}


def _work(talk: Talk, folder: str, role: str | None, keys: tuple[str, ...], threshold: int | None, yes: bool) -> int:
    from jsrules.outputs.signing import authority_lines
    from jsrules.packs.repository.busy import changing
    from jsrules.packs.repository.changes import change_of
    from jsrules.packs.repository.editing import replace_root_keys
    from jsrules.packs.repository.roles import ROOT, now_utc, role_words
    from jsrules.packs.repository.thresholds import concerns
    from jsrules.packs.repository.workspace import Workspace

    if bool(role) != bool(keys) or (threshold is not None and not role):
        raise fail(
            "E320",
            say(
                "--role 与 --key 要一起写，--threshold 只同它们一起写",
                "--role and --key go together, and --threshold with them only",
            ),
            path=folder,
            remedy=say("例如 --role everyday --key 新日常.pub", "as in --role everyday --key new.pub"),
        )
    public = public_keys_of(keys)
    roles = _ROLES[role] if role else (ROOT,)
    present = {each: Workspace(folder).root().signed.roles[each].threshold for each in roles}
    lowered = [each for each in roles if threshold is not None and threshold < present[each]]
    for each in lowered:
        talk.say(
            say(
                "{what}现在要 {old} 个签名，会变成 {new} 个：以后偷到 {new} 把钥匙就够了。",
                "the {what} needs {old} signatures now, and would need {new}: a thief would need no more keys.",
                what=role_words(each),
                old=present[each],
                new=threshold,
            ),
            "error",
        )
    if lowered and not yes and not confirmed(talk, say("减少吗？", "Lower it?"), _nobody()):
        talk.say(say("什么都没有改。", "Nothing was changed."), "warning")
        return FOUND
    with changing(folder) as workspace:
        for each in roles:
            replace_root_keys(workspace, each, public, threshold or present[each], now_utc())
        told = change_of(workspace, ROOT).authorities
        worries = concerns(workspace.root().signed)
        announced = workspace.fingerprint() if workspace.root_version() else ""
    talk.show([[line for each in told for line in authority_lines(each)]])
    for worry in worries:
        talk.say(worry, "warning")
    talk.say(
        say("已准备新的根，第 {n} 版", "prepared a new root, version {n}", n=workspace.root().signed.version), "good"
    )
    if announced:
        talk.say(
            say(
                "规则库的指纹不变（它是第 1 版根的）：{print}；根文件的指纹会变，取用的人看得到两个和原因。",
                "The fingerprint of the repository stays (it is that of the first root): {print}. That of the root "
                "file changes; whoever fetches is shown both, and why.",
                print=grouped(announced),
            )
        )
    talk.say(
        say(
            "下一步：用旧的和新的根钥匙 jsrules pack sign，再 jsrules pack publish；换日常钥匙时新旧两把都 --key 给出",
            "next: jsrules pack sign with the old and new root keys, then jsrules pack publish, with both everyday "
            "keys when those change",
        )
    )
    return FINE


def _nobody() -> str:
    return say("没有终端可以问；确要减少就加 --yes。", "There is no terminal to ask on; add --yes to lower it.")


command = Command(
    talking(_work, needs_extra=True),
    (
        REPOSITORY,
        Option(
            "--role",
            ("换哪一种钥匙：根、规则包、日常", "which keys to exchange: root, pack or everyday keys"),
            choices=tuple(_ROLES),
            default=None,
        ),
        replace(
            options.KEYS,
            words=(
                "新的公钥，可以写多次；没有列出的旧钥匙作废",
                "a new public key, may be given several times; old ones that are not named no longer count",
            ),
            value=options.PUBLIC_KEY,
        ),
        replace(
            options.THRESHOLD,
            words=("要几个签名，默认与现在一样", "how many signatures are needed, as many as now by default"),
            default=None,
        ),
        replace(options.YES, words=("减少签名数时不再问", "lower the number of signatures without asking")),
        *options.DISPLAY,
    ),
    (examples("jsrules pack rekey 规则库", "jsrules pack rekey 规则库 --role everyday --key 新日常.pub"),),
)
