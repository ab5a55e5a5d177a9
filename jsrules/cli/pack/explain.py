"""``jsrules pack explain``: a rule through the chain of packs: who made it, who tightened it, what holds in the end."""

from __future__ import annotations

from jsrules.cli.declare import Argument, Command, Option
from jsrules.cli.pack.common import Talk, deferred
from jsrules.cli.program import display_options


class Explain(Command):
    """``jsrules pack explain``."""

    words = (
        "说明一条规则从哪个规则包来、被哪些下级规则包收紧、最后是什么级别，以及它的沿革。",
        "Say which pack a rule comes from, which overlays tighten it, what level it has in the end, and its history.",
    )
    sections = (
        (
            ("例：", "Examples:"),
            (
                ("jsrules pack explain 总表收入合计", ("", "")),
                ("jsrules pack explain final-accounts/总表收入合计 --pack my-pack", ("", "")),
            ),
        ),
    )


def _work(talk: Talk, rule: str, packs: tuple[str, ...], lock: str) -> None:
    from jsrules.authoring.pack_explanation import trace_rule
    from jsrules.outputs.packs import compose_chain
    from jsrules.packs.choice import Installed

    installed = Installed(lock, packs)
    candidates = installed.named(packs) if packs else installed.all()
    talk.show([compose_chain(trace) for trace in trace_rule(rule, candidates)])


command = Explain(
    "explain",
    callback=deferred(_work),
    add_help_option=False,
    params=[
        Argument("rule", ("规则的名称，可写成 规则包/名称", "the rule's name; PACK/NAME works too"), ("规则", "RULE")),
        Option(
            ["--pack", "packs"],
            (
                "在这个规则包和它所依赖的包里找；可以写多次",
                "look in this pack and those it builds on; may be given several times",
            ),
            ("名称或路径", "NAME_OR_PATH"),
            multiple=True,
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
        *display_options(),
    ],
)
