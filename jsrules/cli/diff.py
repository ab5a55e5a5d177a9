"""``jsrules diff``: what is new, gone or changed between two reports, two results, or two versions of a pack."""

from __future__ import annotations

import os

from jsrules.base.diagnostic import InputError, Severity, fail
from jsrules.base.language import say
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, examples, exit_codes
from jsrules.cli.sink import open_sink
from jsrules.cli.trouble import FINE, FOUND
from jsrules.cli.verify import BUDGET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.cli.trouble import ColorChoice
    from jsrules.model.result_change import NotedResult
    from jsrules.verification.verifier import Verifier


def _work(
    old: str,
    new: str,
    rules: tuple[str, ...],
    packs: tuple[str, ...],
    forms: tuple[str, ...],
    lock: str,
    as_of: str,
    output_format: str,
    output: str,
    fail_on: Severity,
    color: ColorChoice,
) -> int:
    kinds = [_is_pack(each) for each in (old, new)]
    if all(kinds):
        from jsrules.cli.pack import diff

        return diff.command.work(old=old, new=new, reports=(), base="", color=color) or FINE
    if any(kinds):
        raise fail(
            "E109",
            say("一边是规则包，一边不是，不能比较", "one side is a rule pack and the other is not"),
            path=new if kinds[1] else old,
            remedy=say(
                "两边都给报告，都给结果（JSON），或都给规则包", "give two reports, two results (JSON), or two packs"
            ),
        )
    from time import strftime

    from jsrules.cli.terminal import terminal_for
    from jsrules.outputs.json_text import json_text
    from jsrules.outputs.markdown import write_markdown
    from jsrules.outputs.result_diff import compose_difference, difference_object
    from jsrules.packs.lock_place import lock_of
    from jsrules.verification.result_diff import compare_results
    from jsrules.verification.verifier import Verifier

    lock = lock or lock_of(each for each in (old, new) if not each.lower().endswith(".json"))
    verifier = Verifier(rules, packs, forms, lock=lock, as_of=as_of or strftime("%Y-%m-%d"))
    found = compare_results(_side(old, verifier), _side(new, verifier))
    with open_sink(output, [old, new], as_json=output_format == "json") as sink:
        if output_format == "json":
            sink.write(json_text(difference_object(found, fail_on), indent=2) + "\n")
        elif output_format == "markdown":
            sink.write(write_markdown(compose_difference(found, fail_on)))
        else:
            sink.write(terminal_for(sink.stream, color).write(compose_difference(found, fail_on)))
    return FOUND if found.newly_failing(fail_on) else FINE


def _is_pack(path: str) -> bool:
    """Whether this is a pack: a folder with a manifest, an archive, or the name of one and no file."""
    if os.path.isdir(path):
        return True
    if path.lower().endswith(".jspack"):
        return True
    return path != "-" and not os.path.lexists(path) and "." not in path and os.path.basename(path) == path


def _side(path: str, verifier: Verifier) -> NotedResult:
    """One side: a result that was written, or what is found in a report now."""
    from jsrules.base.files import STANDARD_INPUT, read_source
    from jsrules.cli.verification_run import stopwatch
    from jsrules.outputs.result_diff import noted_result
    from jsrules.readers.results.result_reader import looks_like_result, read_result

    if path.lower().endswith(".json") or path == STANDARD_INPUT:
        source = read_source(path)
        if path != STANDARD_INPUT or looks_like_result(source.text):
            return read_result(path, source.text)
        result = verifier.verify(source, "", BUDGET, stopwatch(BUDGET))
    else:
        result = verifier.verify(path, "", BUDGET, stopwatch(BUDGET))
    errors = [each for each in result.diagnostics if each.severity == "error"]
    if errors or result.report is None:
        raise InputError(errors)
    return noted_result(result)


command = Command(
    _work,
    (
        Argument(
            "old",
            (
                "旧的：报告、公布的文件、verify --format json 写出的结果（*.json）、规则包，或 -",
                (
                    "the old one: a report, a published document, a result that verify --format json wrote (*.json), a "
                    "pack, or -"
                ),
            ),
            ("旧", "OLD"),
        ),
        Argument("new", ("新的，也可以是下一年度的", "the new one, also of the next year"), ("新", "NEW")),
        options.RULES,
        options.PACKS,
        options.FORMS,
        options.USED_LOCK,
        options.AS_OF,
        options.output_format("text", "json", "markdown"),
        options.OUTPUT,
        options.failing_level("error"),
        *options.DISPLAY,
    ),
    (
        exit_codes(
            (
                "没有新算失败的：达到 --fail-on 级别的发现原来就有",
                "nothing newly failing: what is at or above the level of --fail-on was there before",
            ),
            ("有新算失败的发现", "findings are newly failing"),
            ("命令、某一边或规则无法使用", "the command, a side or a rule cannot be used"),
        ),
        examples(
            "jsrules diff 2020.yaml 2021.yaml",
            "jsrules diff 上次.json report.yaml",
            "jsrules diff a.json b.json --format markdown",
            "jsrules diff final-accounts my-pack",
        ),
    ),
)
