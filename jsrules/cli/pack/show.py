"""``jsrules pack show``: what a pack is, who made it, and whether its tests go as it says."""

from __future__ import annotations

from time import gmtime, strftime

from jsrules.base.language import say
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes
from jsrules.cli.pack.common import Talk, talking
from jsrules.cli.trouble import FINE, FOUND


def _work(talk: Talk, pack: str, recheck_tests: bool, lock: str) -> int:
    from jsrules.authoring.provenance import retested
    from jsrules.outputs.packs import compose_list, tests_told
    from jsrules.packs.choice import Installed

    candidate = Installed(lock).find(pack)
    talk.show(compose_list([candidate], strftime("%Y-%m-%d", gmtime())))
    if not recheck_tests:
        return FINE
    recorded = candidate.manifest.tested
    below = candidate.chain[-2].pack if len(candidate.chain) > 1 else None
    now = retested(candidate.chain[-1].pack, below)
    if recorded is None:
        talk.say(
            say("它没有记下测试；现在：{told}", "it does not record its tests; now: {told}", told=tests_told(now)),
            "warning",
        )
        return FOUND
    counts = (recorded.cases, recorded.passed, recorded.coverage)
    if counts == (now.cases, now.passed, now.coverage) and now.passed == now.cases:
        talk.say(say("重新测试，与记下的相同。", "Tested again: it is as recorded."), "good")
        return FINE
    talk.say(
        say("重新测试，与记下的不同：{told}", "tested again, it is not as recorded: {told}", told=tests_told(now)),
        "error",
    )
    return FOUND


command = Command(
    talking(_work),
    (
        Argument("pack", ("代号、文件夹或 *.jspack", "id, folder or *.jspack"), ("规则包", "PACK")),
        Option(
            "--recheck-tests",
            ("把它的测试再跑一遍，与记下的比", "run its tests again, and compare with what it records"),
        ),
        options.LOCK,
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("测试与记下的相同，或没有要重新测试", "its tests go as recorded, or were not to be run"),
            ("测试不同，或没有记下", "they go otherwise, or are not recorded"),
            ("规则包不能用", "the pack cannot be used"),
        ),
        examples("jsrules pack show city-rules", "jsrules pack show city-rules-1.0.0.jspack --recheck-tests"),
    ),
)
