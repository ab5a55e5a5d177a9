"""``jsrules attest``: what was signed below results."""

from __future__ import annotations

from jsrules.cli import options
from jsrules.cli.declare import Group, examples
from jsrules.cli.verbs import PROGRAM

SUBVERBS = {
    "check": (
        "核对签了名的结果：是谁、哪一天、用哪些规则包检查的，各份报告的判定各有几条；改过就说。",
        (
            "Check a signed result: who judged with which packs on what day, and how many verdicts of each kind there "
            "were; what was altered is told."
        ),
    ),
}

command = Group(
    PROGRAM.commands["attest"],
    __name__,
    SUBVERBS,
    options.PLAIN,
    (examples("jsrules attest check 签名结果.json --trusted 审计员.pub --report 2021.yaml"),),
)
