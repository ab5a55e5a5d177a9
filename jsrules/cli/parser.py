"""Command lines read by their declarations, in the way that click and the GNU tools have made people used to.

A value follows its option behind ``=`` or as the next word, whatever that begins with; that of a short one may stand
right behind it, and several short ones behind one dash. Options and arguments come in any order, up to a ``--``.
"""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.language import say
from jsrules.cli.declare import Argument, Option
from jsrules.cli.trouble import UsageError, or_nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

GivenOptions = list[tuple[Option, tuple[str, ...]]]
"""Options in the order in which they were given, with their values."""


def split(
    parameters: Sequence[Argument | Option], words: Sequence[str], *, leading: bool = False
) -> tuple[GivenOptions, list[str]]:
    """The options among the words of a command line, and the other words; ``leading``: those before the first of these.

    Raises `UsageError` for an option that there is not, or that lacks its value.
    """
    known = {name: each for each in parameters if isinstance(each, Option) for name in each.names.split()}
    given: GivenOptions = []
    others: list[str] = []
    waiting = list(reversed(words))
    while waiting and not (leading and others):
        word = waiting.pop()
        if word == "--":
            break
        if not _is_option(word):
            others.append(word)
            continue
        if word.startswith("--"):
            name, equals, attached = word.partition("=")
            given.append(_with_values(_find(known, name), name, [attached] if equals else [], waiting))
            continue
        letters = word[1:]
        while letters:
            name, letters = f"-{letters[0]}", letters[1:]
            option = _find(known, name)
            attached = ""
            if not option.is_flag:
                attached, letters = letters, ""
            given.append(_with_values(option, name, [attached] if attached else [], waiting))
    return given, others + waiting[::-1]


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _find(known: dict[str, Option], name: str) -> Option:
    if name not in known:
        long = [each for each in known if each.startswith("--")]
        raise UsageError(
            say("没有 {name} 这个选项", "there is no option {name}", name=name) + or_nearest(name, long, 1)
        )
    return known[name]


def _with_values(option: Option, name: str, attached: list[str], waiting: list[str]) -> tuple[Option, tuple[str, ...]]:
    """An option with what belongs to it: ``attached``, and what it still needs of the words that are ``waiting``."""
    if option.is_flag:
        if attached:
            raise UsageError(say("{name} 后面不带值", "{name} takes no value", name=name))
        return option, ()
    needed = option.count - len(attached)
    if len(waiting) < needed:
        what = signature(option)
        raise UsageError(say("{name} 后面要有一个值：{what}", "{name} needs a value: {what}", name=name, what=what))
    return option, (*attached, *(waiting.pop() for _ in range(needed)))


def values_of(parameters: Sequence[Argument | Option], given: GivenOptions, words: Sequence[str]) -> dict[str, Any]:
    """What the work of a command gets: its options and arguments by name.

    Raises `UsageError` for a value that cannot be, a missing argument or option, and arguments too many.
    """
    options = [each for each in parameters if isinstance(each, Option)]
    values: dict[str, Any] = {each.keyword: _default(each) for each in options}
    for option, texts in given:
        value = True if option.is_flag else _value(option, texts)
        values[option.keyword] = (*values[option.keyword], value) if option.multiple else value
    left = list(words)
    for argument in parameters:
        if isinstance(argument, Argument):
            taken = left if argument.many else left[:1]
            left = left[len(taken) :]
            if argument.required and not taken:
                raise UsageError(say("缺少{name}", "missing {name}", name=_described(argument)))
            for text in taken:
                _check(argument.choices, text, say(*argument.value))
            values[argument.name] = tuple(taken) if argument.many else next(iter(taken), None)
    if left:
        raise UsageError(say("多出来的参数：{words}", "too many arguments: {words}", words=" ".join(left)))
    for option in options:
        if option.required and all(each is not option for each, _ in given):
            raise UsageError(say("缺少{name}", "missing {name}", name=option.name))
    return values


def _default(option: Option) -> Any:
    if option.is_flag:
        return False
    return () if option.multiple else option.default


def _value(option: Option, texts: tuple[str, ...]) -> object:
    if option.read is not None:
        return option.read(option.name, *texts)
    if option.choices:
        return _check(option.choices, texts[0], option.name)
    return texts[0]


def _check(choices: Sequence[str | int], text: str, name: str) -> object:
    """The one of the choices that a text names; without choices any text will do."""
    for each in choices or (text,):
        if str(each) == text:
            return each
    raise UsageError(
        say(
            "{name} 只能是 {choices}",
            "{name} must be one of {choices}",
            name=name,
            choices=say("、", ", ").join(map(str, choices)),
        )
    )


def _described(argument: Argument) -> str:
    return say("{name}：{words}", "{name}: {words}", name=say(*argument.value), words=say(*argument.words))


def signature(parameter: Argument | Option) -> str:
    """An option or argument as help shows it: ``-o, --output 文件``, ``--format text|json``, ``报告…``."""
    if isinstance(parameter, Argument):
        return say(*parameter.value) + ("…" if parameter.many else "")
    value = say(*parameter.value) or "|".join(map(str, parameter.choices))  # many choices have a section of their own
    return f"{parameter.names.replace(' ', ', ')} {value}".rstrip()
