"""``jsrules mutate``: how many slips in a report its rules notice."""

from __future__ import annotations

from collections.abc import Callable

from jsrules.authoring.detection.report_mutants import AT_MOST, KINDS
from jsrules.base.files import read_source
from jsrules.base.language import say
from jsrules.base.number import FigureError, parse_figure
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes
from jsrules.cli.option_values import whole_number, wrong_value
from jsrules.cli.progress import Progress
from jsrules.cli.sink import open_sink
from jsrules.cli.terminal import terminal_for
from jsrules.cli.trouble import FINE, FOUND

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.authoring.detection.power import Power
    from jsrules.authoring.detection.report_mutants import SlipKind
    from jsrules.cli.trouble import ColorChoice


def _percentage(name: str, text: str) -> tuple[int, int]:
    """A percentage as an exact decimal: ``99.5`` is 995 with one decimal."""
    try:
        figure = parse_figure(text.removesuffix("%"))
    except FigureError:
        figure = None
    if figure is None or figure.unit or not 0 <= figure.mantissa <= 100 * 10**figure.decimals:
        raise wrong_value(
            name, say("“{text}”不是 0 到 100 的百分数", "“{text}” is no percentage from 0 to 100", text=text)
        )
    return figure.mantissa, figure.decimals


def _work(
    report: str,
    rules: tuple[str, ...],
    packs: tuple[str, ...],
    forms: tuple[str, ...],
    prior: str,
    subordinates: tuple[str, ...],
    kinds: tuple[SlipKind, ...],
    tables: tuple[str, ...],
    at_most: int,
    *,
    jobs: int | None,
    min_detection: tuple[int, int] | None,
    output_format: str,
    output: str,
    everything: bool,
    color: ColorChoice,
) -> int:
    """Measures, prints, and says whether it is enough.

    ``jobs`` None: as many processes as are worth it. ``min_detection`` is a percentage as its digits and decimals;
    None: nothing may survive.
    """
    from jsrules.authoring.detection.power import measure
    from jsrules.authoring.detection.trial import TrialRequest

    wanted = tuple(kind for kind in KINDS if kind in kinds or not kinds)
    with open_sink(output, [report, *rules], as_json=output_format == "json") as sink:
        text = read_source(report).text
        question = TrialRequest(report, text, rules, packs, forms, prior, subordinates, wanted, tables, at_most)
        with Progress(say("改错中", "mutating")) as progress:

            def begin(count: int) -> Callable[[int], None]:
                progress.steps = count
                return progress.step

            power = measure(question, jobs or 0, begin)
        if output_format == "json":
            from jsrules.outputs.detection_json import render_detection_json

            sink.write(render_detection_json(power))
        else:
            from jsrules.outputs.detection import compose_detection

            sink.write(terminal_for(sink.stream, color).write(compose_detection(power, everything=everything)))
    return FINE if _is_enough(power, min_detection) else FOUND


def _is_enough(power: Power, least: tuple[int, int] | None) -> bool:
    counts = power.counts
    if least is None:
        return not counts["survived"]
    percent, decimals = least
    scale: int = 10**decimals
    return counts["noticed"] * 100 * scale >= percent * counts.wrong


command = Command(
    _work,
    (
        Argument(
            "report", ("报告文件（YAML）；- 是标准输入", "a report (YAML); - is standard input"), ("报告", "REPORT")
        ),
        options.RULES,
        options.PACKS,
        options.FORMS,
        options.PRIOR,
        options.SUBORDINATES,
        Option(
            "--slip",
            ("只用这种错法；可以写多次", "make only slips of this kind; may be given several times"),
            ("错法", "SLIP"),
            "kinds",
            choices=KINDS,
            multiple=True,
        ),
        Option(
            "--table",
            (
                "只改这张表里的数；可以写多次；“情况说明”是它的各节",
                "change only figures of this table; may be given several times; “情况说明” means all of its sections",
            ),
            ("表", "TABLE"),
            "tables",
            multiple=True,
        ),
        Option(
            "--at-most",
            (
                f"最多试这么多个错例，多了均匀选取；默认 {AT_MOST}",
                f"try at most so many mutants, evenly taken out of more; {AT_MOST} by default",
            ),
            ("个数", "NUMBER"),
            read=whole_number(1),
            default=AT_MOST,
        ),
        replace(
            options.JOBS,
            words=(
                "用几个进程；默认按错例多少和处理器个数",
                "how many processes to use; by default as many as are worth it",
            ),
        ),
        Option(
            "--min-detection",
            (
                "查出率低于百分之几算失败；给了它，有漏过的也可以",
                "fail when fewer are noticed, in percent; with it, survivors alone are no failure",
            ),
            ("百分数", "PERCENT"),
            read=_percentage,
            default=None,
        ),
        options.output_format(),
        options.OUTPUT,
        options.everything(
            (
                "全部列出：每个漏过、只提示、尾差之内的错例和每条建议",
                "list everything: every survivor, hint, case within rounding, and proposal",
            )
        ),
        *options.DISPLAY,
    ),
    (
        (
            ("错法：", "Slips:"),
            (
                ("digit", ("错一位数字", "one digit is another")),
                ("transposed", ("相邻两位颠倒", "two neighbouring digits change places")),
                ("missing_digit", ("漏一位", "a digit is left out")),
                ("extra_digit", ("一位写了两次", "a digit is struck twice")),
                ("sign", ("正负号", "the sign")),
                ("unit_scale", ("小数点错一位；元与万元弄混", "the point is off by one; 元 for 万元")),
                ("swapped", ("与右边或下边一格对调", "swapped with the cell to the right or below")),
                ("copied", ("抄成上下左右一格的数", "copied from a cell beside, above or below")),
                ("shifted", ("一栏从某行起上移或下移一行", "a column slips up or down by a row, from some row on")),
            ),
        ),
        exit_codes(
            (
                "没有漏过的错例；有 --min-detection 时，查出率够",
                "no mutant survives; with --min-detection, enough are noticed",
            ),
            ("有漏过的，或查出率不够", "some survive, or too few are noticed"),
            ("命令、报告或规则无法使用", "the command, the report or the rules cannot be used"),
        ),
        examples(
            "jsrules mutate report.yaml",
            "jsrules mutate report.yaml --pack my-pack/ --table 收入决算表 --slip digit",
            "jsrules mutate report.yaml --min-detection 95 --format json -o power.json",
        ),
    ),
)
