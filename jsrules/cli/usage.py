"""Mistakes on the command line, explained in the reader's language."""

from __future__ import annotations

import sys

import click
from click.exceptions import NoSuchOption

from jsrules.base.language import say
from jsrules.base.names import nearest
from jsrules.cli.declare import Argument, Option
from jsrules.cli.terminal import terminal_for
from jsrules.outputs.page import Entry, Nested, Paragraph, Span


def explain(error: click.ClickException) -> str:
    """What is wrong, how the command is used, and where to read more."""
    title = Entry(Span(say("错误：", "error: "), "error"), Span(_message(error), "strong"), hanging=True)
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "jsrules"
    help_command = f"{path} --help"
    more = Paragraph(say("用法见 {command}", "see {command}", command=help_command))
    return terminal_for(sys.stderr, "auto").write([[title, Nested([more])]])


def _message(error: click.ClickException) -> str:
    if isinstance(error, NoSuchOption):
        return _unknown_option(error)
    if isinstance(error, click.MissingParameter):
        return say("缺少{name}", "missing {name}", name=_name(error.param))
    if isinstance(error, click.BadOptionUsage):
        return _bad_usage(error)
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    return error.format_message()


def _name(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, Argument):
        return say("{name}：{words}", "{name}: {words}", name=say(*parameter.value), words=say(*parameter.words))
    if isinstance(parameter, Option):
        return max(parameter.opts, key=len)
    return parameter.name or "" if parameter else ""


def _unknown_option(error: NoSuchOption) -> str:
    text = say("没有 {name} 这个选项", "there is no option {name}", name=error.option_name)
    known = (
        [name for each in error.ctx.command.params for name in each.opts if name.startswith("--")] if error.ctx else []
    )
    return text + suggest(error.option_name, known)


def suggest(name: str, known: list[str] | tuple[str, ...]) -> str:
    """The end of a sentence about an unknown name: the nearest known one, if any is near."""
    found = nearest(name, known, 1)
    return say("；是不是 {name}？", "; did you mean {name}?", name=found[0]) if found else ""


def _bad_usage(error: click.BadOptionUsage) -> str:
    parameter = next(
        (each for each in error.ctx.command.params if error.option_name in each.opts) if error.ctx else iter(()), None
    )
    if isinstance(parameter, Option) and parameter.is_flag:
        return say("{name} 后面不带值", "{name} takes no value", name=error.option_name)
    what = parameter.signature() if isinstance(parameter, Option) else error.option_name
    return say("{name} 后面要有一个值：{what}", "{name} needs a value: {what}", name=error.option_name, what=what)


def _bad_value(error: click.BadParameter) -> str:
    parameter = error.param
    if isinstance(parameter, Option) and isinstance(parameter.type, click.Choice):
        choices = [str(each) for each in parameter.type.choices]
        return say(
            "{name} 只能是 {choices}",
            "{name} must be one of {choices}",
            name=_name(parameter),
            choices=say("、", ", ").join(choices),
        )
    if isinstance(parameter, Option) and isinstance(parameter.type, click.IntRange):
        return _out_of_range(parameter.type, _name(parameter))
    return say("{name} 的值不对：{why}", "wrong value for {name}: {why}", name=_name(parameter), why=error.message)


def _out_of_range(kind: click.IntRange, name: str) -> str:
    if kind.max is None:
        return say(
            "{name} 要是不小于 {low} 的整数", "{name} must be a whole number, at least {low}", name=name, low=kind.min
        )
    return say(
        "{name} 要是 {low} 到 {high} 的整数",
        "{name} must be a whole number from {low} to {high}",
        name=name,
        low=kind.min,
        high=kind.max,
    )
