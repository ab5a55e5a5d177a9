"""The command line as click sees it: the program and its verbs, each in a file of its own, loaded when it is used."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from jsrules.base.language import say
from jsrules.cli.declare import Command, Group, Option
from jsrules.cli.verbs import VERBS


class Program(Group):
    """``jsrules`` itself."""

    words = (
        "精确核对部门决算：表内、表间、文字说明里的每一个合计、比率与引用。",
        "Exact checking of Chinese departmental final accounts: every sum, rate and reference, in tables and prose.",
    )
    sections = (
        (
            ("先试试：", "Try first:"),
            (
                ("jsrules verify report.yaml", ("", "")),
                ("jsrules verify --help", ("", "")),
            ),
        ),
    )

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The verbs."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command | Group | None:  # noqa: ARG002
        """A verb, out of its own file."""
        if cmd_name not in VERBS:
            return None
        command = import_module(f"jsrules.cli.{cmd_name}").command
        assert isinstance(command, Command | Group)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is meant; an unknown one is explained."""
        if args[0] not in VERBS and not ctx.resilient_parsing:
            from jsrules.cli.usage import suggest

            text = say("没有 {name} 这个命令", "there is no command {name}", name=args[0])
            raise click.UsageError(text + (suggest(args[0], VERBS) or _known_verbs()), ctx)
        return super().resolve_command(ctx, args)


def _known_verbs() -> str:
    return say("；可用的有：{verbs}", "; known are: {verbs}", verbs=say("、", ", ").join(VERBS))


@click.pass_context
def _without_verb(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        raise click.UsageError(say("缺少命令", "a command is missing") + _known_verbs(), context)


LANGUAGE: dict[str, Any] = {
    "type": click.Choice(["zh", "en"]),
    "expose_value": False,
    "words": ("消息的语言；默认看环境变量 LANG", "language of messages; LANG decides by default"),
}
"""Which language it is has been settled before click is loaded."""


def help_option() -> Option:
    """``--help``, as every command has it."""

    def show(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()

    return Option(
        ["--help", "-h"],
        ("显示本页", "show this page"),
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
    )


def color_options() -> list[click.Parameter]:
    """The options of every verb that prints in colour: language, colour, help."""
    color = Option(
        ["--color"],
        (
            "颜色；默认 auto：只在终端上用，且没有设置 NO_COLOR",
            "colour; auto, the default: on a terminal, unless NO_COLOR is set",
        ),
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
    )
    return [Option(["--lang"], **LANGUAGE), color, help_option()]


def display_options() -> list[click.Parameter]:
    """The options of every verb that shows findings: language, colour, width, help."""
    *options, help_ = color_options()
    return [
        *options,
        Option(
            ["--ambiguous-width"],
            (
                "“”、…、─ 一类字符在终端上占几格，默认 1；对不齐时试 2",
                "columns that characters like “”, … and ─ take on the terminal, 1 by default; try 2 when misaligned",
            ),
            type=click.Choice([1, 2]),
            default=1,
        ),
        help_,
    ]


def _version_option() -> Option:
    def show(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            from jsrules.base import __version__

            click.echo(f"jsrules {__version__}")
            ctx.exit()

    return Option(
        ["--version", "-V"],
        ("显示版本", "show the version"),
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
    )


def program() -> Program:
    """The whole command line."""
    return Program(
        "jsrules",
        params=[Option(["--lang"], **LANGUAGE), _version_option(), help_option()],
        callback=_without_verb,
        invoke_without_command=True,
        add_help_option=False,
        no_args_is_help=False,
    )


def run_command(arguments: list[str]) -> int:
    """Parses the arguments and does what they ask for; the exit code. Mistakes in them are explained: 2.

    A verb gives back its work to be done here, because click has its own ways with a closed pipe and Ctrl-C.
    """
    try:
        work = program().main(arguments, "jsrules", standalone_mode=False)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        from jsrules.cli.usage import explain

        if sys.stderr is not None:
            sys.stderr.write(explain(error))
        return 2
    return work() if callable(work) else int(work or 0)
