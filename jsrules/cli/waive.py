"""``jsrules waive``: an explanation that lets findings stand, written from these findings."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes
from jsrules.cli.pack.common import Talk, talking
from jsrules.cli.verify import BUDGET

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass


def _work(
    talk: Talk,
    report: str,
    findings: tuple[str, ...],
    reason: str,
    approver: str,
    since: str,
    through: str,
    waivers: str,
    as_of: str,
    prior: str,
    subordinates: Sequence[str],
    lock: str,
    **chosen: object,
) -> None:
    from time import strftime

    from jsrules.base.diagnostic import InputError
    from jsrules.base.language import say
    from jsrules.cli.verification_run import stopwatch
    from jsrules.outputs.numbering import findings_named
    from jsrules.outputs.page import Entry, Nested
    from jsrules.packs.lock_place import lock_of
    from jsrules.verification.explaining import add_waivers, new_waivers
    from jsrules.verification.judging import judge, waive
    from jsrules.verification.verifier import Verifier

    day = as_of or strftime("%Y-%m-%d")
    verifier = Verifier(lock=lock or lock_of([report]), **chosen)  # type: ignore[arg-type]
    loaded = verifier.load(report, prior, subordinates)
    judge(loaded, BUDGET, stopwatch(BUDGET), ())
    waive(loaded, waivers if _exists(waivers) else "", day)
    errors = [each for each in loaded.result.diagnostics if each.severity == "error"]
    if errors:
        raise InputError(errors)
    made = new_waivers(loaded, findings_named(loaded.result, findings), reason, approver, since or day, through)
    path = add_waivers(report, made, waivers)
    talk.say(
        say("已在 {path} 写下 {n} 条说明", "wrote {n} waivers into {path}", path=path, n=len(made)),
        "good",
    )
    talk.show(
        [
            [
                Nested(
                    [
                        Entry(
                            each.rule,
                            say(
                                "{since} 至 {through}",
                                "{since} through {through}",
                                since=each.since,
                                through=each.through,
                            ),
                        )
                        for each in made
                    ]
                )
            ]
        ]
    )


def _exists(path: str) -> bool:
    import os

    return bool(path) and os.path.lexists(path)


command = Command(
    talking(_work),
    (
        Argument(
            "report",
            ("报告，或公布的文件；- 是标准输入", "the report, or a published document; - is standard input"),
            ("报告", "REPORT"),
        ),
        Argument(
            "findings",
            (
                "发现：jsrules verify 的文字结果里的编号（3、1a；差错的编号是它解释的全部发现），或指纹（至少 8 位）",
                (
                    "findings: their numbers in what jsrules verify prints (3, 1a; that of an error is for all that it "
                    "explains), or fingerprints (8 characters at least)"
                ),
            ),
            ("编号或指纹", "NUMBER_OR_FINGERPRINT"),
            many=True,
        ),
        replace(options.REASON, words=("为什么属实", "why it is true")),
        Option("--approver", ("谁批准的", "who approved it"), ("姓名", "NAME"), required=True),
        options.day_option(
            "--from", ("从哪一天起有效，默认 --as-of 那天", "the first day; by default that of --as-of"), "since"
        ),
        options.day_option(
            "--through",
            (
                "有效的最后一天（当天也有效）；默认到规则包允许的最长期限，没有限制的一年",
                "the last day, on which it still holds; by default as long as the pack allows, a year without a limit",
            ),
        ),
        replace(
            options.WAIVERS,
            words=(
                "写进这个说明文件；默认是报告旁边的 报告名.说明.yaml",
                "write into this file; by default REPORT.waivers.yaml beside the report",
            ),
        ),
        options.AS_OF,
        options.RULES,
        options.PACKS,
        options.FORMS,
        options.USED_LOCK,
        options.PRIOR,
        options.SUBORDINATES,
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("说明已写下", "the waivers are written"),
            None,
            (
                "没有这样的发现、不许说明、期限太长，或命令、报告、规则、说明文件无法使用；什么都没有写",
                (
                    "no such finding, it may not be waived, the term is too long, or the command, the report, a rule "
                    "or the file cannot be used; nothing is written"
                ),
            ),
        ),
        examples("jsrules waive report.yaml 3 --reason 历史数据，已经核实 --approver 张三"),
    ),
)
