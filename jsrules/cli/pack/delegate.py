"""``jsrules pack delegate``: lets a department sign packs of its own."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.cli.declare import Argument, Command, Option
from jsrules.cli.pack.common import Talk, deferred, public_keys_of, repository_argument
from jsrules.cli.program import display_options


class Delegate(Command):
    """``jsrules pack delegate``."""

    words = (
        "授权一个部门用自己的钥匙签自己的规则包，只在自己的路径下；再用一次就是换钥匙。之后要 sign 和 publish。",
        "Let a department sign its own packs with its own keys, below its own path; once more exchanges its keys. Sign and publish come next.",
    )
    sections = ((("例：", "Examples:"), (("jsrules pack delegate 规则库 education --key 教育局.pub", ("", "")),)),)


def _work(talk: Talk, folder: str, department: str, keys: tuple[str, ...], threshold: int) -> None:
    from jsrules.packs.repository.editing import delegate
    from jsrules.packs.repository.roles import department_path, now_utc
    from jsrules.packs.repository.workspace import Workspace

    delegate(Workspace(folder), department, public_keys_of(keys), threshold, now_utc())
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
            "下一步：用规则包钥匙和部门的钥匙 jsrules pack sign，再 jsrules pack publish",
            "next: jsrules pack sign with a pack key and the department's keys, then jsrules pack publish",
        )
    )


command = Delegate(
    "delegate",
    callback=deferred(_work, needs_extra=True),
    add_help_option=False,
    params=[
        repository_argument(),
        Argument(
            "department",
            ("部门的代号（英文字母、数字、连字符）", "the department's id (ASCII letters, digits, hyphens)"),
            ("部门", "DEPARTMENT"),
        ),
        Option(
            ["--key", "keys"],
            ("部门的公钥；可以写多次", "the department's public key; may be given several times"),
            ("公钥", "PUBLIC_KEY"),
            multiple=True,
            required=True,
        ),
        Option(
            ["--threshold"],
            ("要几个签名，默认 1", "how many signatures are needed, 1 by default"),
            ("个数", "N"),
            type=int,
            default=1,
        ),
        *display_options(),
    ],
)
