"""``jsrules pack delegate``: lets a department sign packs of its own."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples
from jsrules.cli.pack.common import REPOSITORY, Talk, public_keys_of, talking


def _work(
    talk: Talk, folder: str, department: str, keys: tuple[str, ...], threshold: int, ids: tuple[str, ...]
) -> None:
    from jsrules.packs.repository.busy import changing
    from jsrules.packs.repository.editing import delegate
    from jsrules.packs.repository.roles import delegated_ids, delegation_of, department_path, now_utc

    with changing(folder) as workspace:
        delegate(workspace, department, public_keys_of(keys), threshold, now_utc(), ids)
        main = workspace.targets()
    assert main is not None
    talk.say(
        say(
            "已准备授权：部门“{name}”可以在 {path}/ 下签自己的规则包，要 {n} 个签名",
            "prepared: the department “{name}” may sign its own packs below {path}/, with {n} signatures",
            name=department,
            path=department_path(department),
            n=threshold,
        ),
        "good",
    )
    talk.say(
        say(
            "可以发布的代号：{ids}",
            "ids that it may publish: {ids}",
            ids=say("、", ", ").join(delegated_ids(delegation_of(main.signed, department))),
        )
    )
    talk.say(
        say(
            "下一步：用规则包钥匙和部门的钥匙 jsrules pack sign，再 jsrules pack publish",
            "next: jsrules pack sign with a pack key and the department's keys, then jsrules pack publish",
        )
    )


command = Command(
    talking(_work, needs_extra=True),
    (
        REPOSITORY,
        Argument(
            "department",
            ("部门的代号（英文字母、数字、连字符）", "the department's id (ASCII letters, digits, hyphens)"),
            ("部门", "DEPARTMENT"),
        ),
        replace(
            options.KEYS,
            words=("部门的公钥；可以写多次", "the department's public key; may be given several times"),
            value=options.PUBLIC_KEY,
            required=True,
        ),
        options.THRESHOLD,
        Option(
            "--id",
            (
                "它可以发布的规则包的代号，或 开头*；可以写多次；默认是部门的代号和以它开头的",
                "an id that it may publish, or BEGINNING*; may be repeated; by default its own and what begins with it",
            ),
            ("代号", "ID"),
            key="ids",
            multiple=True,
        ),
        *options.DISPLAY,
    ),
    (
        examples(
            "jsrules pack delegate 规则库 education --key 教育局.pub",
            "jsrules pack delegate 规则库 education --key 教育局.pub --id edu-rules",
        ),
    ),
)
