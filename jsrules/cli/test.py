"""``jsrules test``: runs the tests of a pack, shows how they went, and again when something changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from time import sleep

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.base.names import is_like
from jsrules.base.record import Record
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes
from jsrules.cli.option_values import whole_number
from jsrules.cli.progress import Progress
from jsrules.cli.sink import open_sink
from jsrules.cli.terminal import terminal_for
from jsrules.cli.trouble import FINE, FOUND, UNUSABLE, attempt, complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from jsrules.authoring.testing.cells import BlockTouch
    from jsrules.authoring.testing.coverage import Coverage
    from jsrules.authoring.testing.prepare import PreparedCase
    from jsrules.authoring.testing.run import PackTests
    from jsrules.authoring.testing.survivors import MutationRun
    from jsrules.cli.trouble import ColorChoice
    from jsrules.model.form import FormSet
    from jsrules.outputs.page import Blocks, Page
    from jsrules.packs.library import Pack

PAUSE = 1
"""Seconds between two looks at the files that are watched."""


class TestingJob(Record):
    """What ``jsrules test`` was asked to do. ``min_coverage`` None: what the pack's manifest says."""

    pack: str
    base: str = ""
    wanted: str = ""
    verbose: bool = False
    watch: bool = False
    coverage: bool = False
    html: str = ""
    min_coverage: int | None = None
    mutants: bool = False
    min_noticed: int = 95
    output_format: Literal["text", "json", "junit"] = "text"
    output: str = ""
    color: ColorChoice = "auto"


def _work(**values: Any) -> int:
    """Tests once, or with ``watch`` until it is interrupted."""
    job = TestingJob(**values)
    if not job.watch:
        return _once(job)
    code = FINE
    for _ in changes(lambda: _stamps(job.pack), lambda: sleep(PAUSE)):
        code = attempt(_once, job, color=job.color)
        if sys.stderr is not None:
            sys.stderr.write(say("等待改动，Ctrl-C 结束。\n", "waiting for changes; Ctrl-C ends.\n"))
    return code


def changes(look: Callable[[], object], wait: Callable[[], None]) -> Iterator[None]:
    """Yields at once, and then each time that what ``look`` sees has changed since the last time."""
    before: object = None
    first = True
    while True:
        now = look()
        if first or now != before:
            first, before = False, now
            yield
        else:
            wait()


def _stamps(path: str) -> list[tuple[str, int, int]]:
    """The files of a pack with their times and sizes."""
    found: list[tuple[str, int, int]] = []
    from jsrules.packs.library import find_pack

    folder = path if os.path.isdir(path) else find_pack(path).path
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            try:
                state = os.stat(os.path.join(place, name))
            except OSError:
                continue
            found.append((os.path.join(place, name), state.st_mtime_ns, state.st_size))
    return found


def _once(job: TestingJob) -> int:
    from jsrules.authoring.testing.coverage import measure
    from jsrules.packs.library import find_pack

    pack = find_pack(job.pack)
    if os.path.isfile(pack.path):
        raise fail(
            "E402",
            say("打好的规则包里的测试不能直接运行", "the tests of a built pack cannot be run"),
            path=pack.path,
            remedy=say("给出规则包的文件夹，或先解开", "give the pack's folder, or unpack it first"),
        )
    tests = _run_tests(job, pack)
    coverage = measure(tests)
    mutation = _mutate(tests) if job.mutants and tests.passed else None
    least = pack.manifest.coverage if job.min_coverage is None else job.min_coverage
    with open_sink(job.output, [], as_json=job.output_format != "text") as sink:
        if job.output_format == "text":
            page = _page(job, tests, coverage, mutation, least)
            sink.write(terminal_for(sink.stream, job.color).write(page))
        else:
            sink.write(_render(job, tests, coverage, mutation))
    if job.html:
        with open_sink(job.html, [], as_json=True) as file:
            file.write(_picture(tests, coverage))
    if tests.diagnostics and (job.output_format != "text" or job.output):
        complain(tests.diagnostics, job.color)
    if tests.diagnostics:
        return UNUSABLE
    short = not tests.partial and coverage.percent < least
    few = mutation is not None and mutation.percent < job.min_noticed
    return FOUND if short or few or not tests.passed else FINE


def _run_tests(job: TestingJob, pack: Pack) -> PackTests:
    from jsrules.authoring.testing.run import run_tests
    from jsrules.packs.library import find_pack

    wanted = (lambda case: _is_wanted(job.wanted, case)) if job.wanted else None
    with Progress(say("测试中", "testing")) as progress:
        return run_tests(pack, wanted, progress.reach, find_pack(job.base) if job.base else None)


def _mutate(tests: PackTests) -> MutationRun:
    from jsrules.authoring.testing.survivors import mutate_rules

    with Progress(say("改坏规则", "breaking rules")) as progress:
        return mutate_rules(tests.prepared, progress.reach)


def _is_wanted(text: str, case: PreparedCase) -> bool:
    names = (case.name, case.path, *(each.rule for each in case.expected))
    return any(text in name or is_like(name, text) for name in names)


def _render(job: TestingJob, tests: PackTests, coverage: Coverage, mutation: MutationRun | None) -> str:
    from jsrules.outputs.testing_json import render_junit, render_tests_json

    if job.output_format == "junit":
        return render_junit(tests)
    return render_tests_json(tests, None if tests.partial else coverage, mutation)


def _page(job: TestingJob, tests: PackTests, coverage: Coverage, mutation: MutationRun | None, least: int) -> Page:
    from jsrules.outputs.testing import compose_coverage, compose_tests

    page: Page = []
    if job.coverage:
        from jsrules.outputs.testing_cells import compose_cells

        page = [compose_coverage(coverage), *(compose_cells(forms, blocks) for forms, blocks in _touches(tests))]
    if mutation is not None:
        from jsrules.outputs.mutation import compose_mutation

        page += compose_mutation(mutation)
    *others, summary = compose_tests(tests, coverage, verbose=job.verbose)
    return [*page, *others, [*summary, *_shortfall(job, tests, coverage, mutation, least)]]


def _shortfall(
    job: TestingJob, tests: PackTests, coverage: Coverage, mutation: MutationRun | None, least: int
) -> Blocks:
    """What a threshold says that is not reached."""
    from jsrules.outputs.page import Paragraph

    texts: list[str] = []
    if not tests.partial and coverage.percent < least:
        texts.append(
            say(
                "覆盖 {percent}%，低于要求的 {least}%；--coverage 列出缺的",
                "coverage is {percent}%, below {least}%; --coverage lists what is lacking",
                percent=coverage.percent,
                least=least,
            )
        )
    if mutation is not None and mutation.percent < job.min_noticed:
        texts.append(
            say(
                "改坏的规则只发现了 {percent}%，低于要求的 {least}%",
                "{percent}% of the broken rules were noticed, below {least}%",
                percent=mutation.percent,
                least=job.min_noticed,
            )
        )
    return [Paragraph(text, "error", hanging=True) for text in texts]


def _picture(tests: PackTests, coverage: Coverage) -> str:
    from jsrules.outputs.coverage_html import render_coverage_html

    return render_coverage_html(tests, coverage, _touches(tests))


def _touches(tests: PackTests) -> list[tuple[FormSet, list[BlockTouch]]]:
    from jsrules.authoring.testing.cells import touch_cells

    return [(each.forms, touch_cells(each.forms, each.rules, tests.seen)) for each in tests.prepared.resolved]


command = Command(
    _work,
    (
        Argument("pack", ("规则包的名称或文件夹", "a pack, by name or folder"), options.NAMED_PACK),
        Option(
            "-k",
            (
                "只运行名称、规则或文件里有这段文字的用例（* ? 可用）",
                "run only cases whose name, rule or file has this text in it (* and ? work)",
            ),
            ("文字", "TEXT"),
            "wanted",
        ),
        options.BASE,
        Option("-v --verbose", ("也列出通过的用例", "list also the cases that pass")),
        Option(
            "--watch",
            ("规则或测试一改就再运行，直到 Ctrl-C", "run again whenever a rule or a test changes, until Ctrl-C"),
        ),
        Option(
            "--coverage",
            (
                "列出每条规则见到了哪些判定，每张表哪些单元格没有规则核对",
                "list the verdicts seen of each rule, and for each form the cells that no rule checks",
            ),
        ),
        Option(
            "--html",
            ("把覆盖画成网页（每张表一个着色的格图）", "write coverage as a page: every form a coloured grid"),
            options.FILE,
        ),
        Option(
            "--min-coverage",
            (
                "覆盖低于百分之几算失败；默认看清单里的“测试覆盖率”",
                "fail when less is covered, in percent; by default what the manifest says",
            ),
            ("百分数", "PERCENT"),
            read=whole_number(0, 100),
            default=None,
        ),
        Option(
            "--mutants",
            (
                "把每条规则逐处改坏，看测试发现不发现",
                "break every rule in every small way, and see whether the tests notice",
            ),
        ),
        Option(
            "--min-noticed",
            (
                "改坏的规则被发现的低于百分之几算失败，默认 95",
                "fail when fewer of the broken rules are noticed, in percent; 95 by default",
            ),
            ("百分数", "PERCENT"),
            read=whole_number(0, 100),
            default=95,
        ),
        options.output_format("text", "json", "junit", json=("json、junit", "json, junit")),
        options.OUTPUT,
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("全部通过，覆盖与发现率够", "all passed; enough is covered and noticed"),
            ("有不通过的，或覆盖、发现率不够", "something failed, or too little is covered or noticed"),
            ("命令、规则包或测试文件无法使用", "the command, the pack or a file of tests cannot be used"),
        ),
        examples(
            "jsrules test my-pack/",
            "jsrules test my-pack/ -k 总表 --watch",
            "jsrules test final-accounts --coverage --html coverage.html",
            "jsrules test final-accounts --mutants",
            "jsrules test final-accounts --format junit -o junit.xml",
        ),
    ),
)
