"""``jsrules pack explain``: a rule through the chain of packs: who made it, who tightened it, what holds in the end."""

from __future__ import annotations

from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, examples
from jsrules.cli.pack.common import Talk, talking


def _work(talk: Talk, rule: str, packs: tuple[str, ...], lock: str) -> None:
    from jsrules.authoring.rule_trace import trace_rule
    from jsrules.outputs.packs import compose_chain
    from jsrules.packs.choice import Installed

    installed = Installed(lock, packs)
    candidates = installed.named(packs) if packs else installed.all()
    talk.show([compose_chain(trace) for trace in trace_rule(rule, candidates)])


command = Command(
    talking(_work),
    (
        Argument("rule", ("规则的名称，可写成 规则包/名称", "the rule's name; PACK/NAME works too"), ("规则", "RULE")),
        replace(
            options.PACKS,
            words=(
                "在这个规则包和它所依赖的包里找；可以写多次",
                "look in this pack and those it builds on; may be given several times",
            ),
        ),
        options.LOCK,
        *options.DISPLAY,
    ),
    (examples("jsrules pack explain 总表收入合计", "jsrules pack explain final-accounts/总表收入合计 --pack my-pack"),),
)
