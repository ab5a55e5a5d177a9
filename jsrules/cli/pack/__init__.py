"""``jsrules pack``: building, publishing, fetching and locking rule packs. One file per subcommand, loaded when used."""

from __future__ import annotations

from importlib import import_module

import click

from jsrules.base.language import say
from jsrules.cli.declare import Command, Group, Option
from jsrules.cli.program import LANGUAGE, help_option

SUBVERBS = (
    *("list", "explain", "build", "record", "diff"),
    *("fetch", "update"),
    *("keygen", "init", "delegate", "add", "withdraw", "rekey", "sign", "publish", "mirror", "doctor"),
)

_FILES = {"list": "listing"}
"""A module ``list`` would stand in this package for Python's own ``list``."""


class PackGroup(Group):
    """``jsrules pack``."""

    words = (
        "规则包：打包、比较、发布、取用、锁定。发布与取用需要 pip install 'jsrules[packs]'。",
        "Rule packs: build, compare, publish, fetch and lock them. Publishing and fetching need pip install 'jsrules[packs]'.",
    )
    sections = (
        (
            ("各单位：", "Departments:"),
            (
                ("jsrules pack fetch E:\\规则库", ("", "")),
                ("jsrules pack update E:\\规则库 --reports reports", ("", "")),
            ),
        ),
        (
            ("发布单位：", "Publishers:"),
            (
                ("jsrules pack build my-pack", ("", "")),
                ("jsrules pack add 规则库 my-pack-1.0.0.jspack", ("", "")),
                ("jsrules pack publish 规则库 --key 日常.key", ("", "")),
            ),
        ),
    )

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The subcommands, in the order of use."""
        return list(SUBVERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command | None:  # noqa: ARG002
        """A subcommand, out of its own file."""
        if cmd_name not in SUBVERBS:
            return None
        found = import_module(f"jsrules.cli.pack.{_FILES.get(cmd_name, cmd_name)}").command
        assert isinstance(found, Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The subcommand that is meant; an unknown one is explained."""
        if args[0] not in SUBVERBS and not ctx.resilient_parsing:
            from jsrules.cli.usage import suggest

            text = say("pack 没有 {name} 这个命令", "pack has no command {name}", name=args[0])
            raise click.UsageError(text + (suggest(args[0], SUBVERBS) or _known()), ctx)
        return super().resolve_command(ctx, args)


def _known() -> str:
    return say("；可用的有：{names}", "; known are: {names}", names=say("、", ", ").join(SUBVERBS))


@click.pass_context
def _without(context: click.Context, /) -> None:
    if context.invoked_subcommand is None:
        raise click.UsageError(say("缺少命令", "a command is missing") + _known(), context)


command = PackGroup(
    "pack",
    params=[Option(["--lang"], **LANGUAGE), help_option()],
    callback=_without,
    invoke_without_command=True,
    add_help_option=False,
    no_args_is_help=False,
)
