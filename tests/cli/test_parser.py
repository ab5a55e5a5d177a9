"""Command lines are read as click and the GNU tools read them."""

from __future__ import annotations

import pytest

from jsrules.cli.declare import Argument, Option
from jsrules.cli.option_values import whole_number
from jsrules.cli.parser import split, values_of
from jsrules.cli.trouble import UsageError

WORDS, VALUE = ("词", "words"), ("值", "VALUE")

PARAMETERS = (
    Argument("first", WORDS, ("甲", "FIRST"), choices=("a", "-", "-n")),
    Argument("others", WORDS, ("乙", "OTHERS"), many=True, required=False),
    Option("-f --flag", WORDS),
    Option("-o --output", WORDS, VALUE),
    Option("-n --number", WORDS, VALUE, read=whole_number(-1), default=3),
    Option("--many", WORDS, VALUE, "several", multiple=True),
    Option("--pair", WORDS, VALUE, read=lambda _, *pair: pair, default=None, count=2),
    Option("--choice", WORDS, choices=(1, 2), default=1),
)

DEFAULTS = {
    "first": "a",
    "others": (),
    "flag": False,
    "output": "",
    "number": 3,
    "several": (),
    "pair": None,
    "choice": 1,
}


def read(line: str) -> dict[str, object]:
    return values_of(PARAMETERS, *split(PARAMETERS, line.split()))


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("a", {}),
        ("-", {"first": "-"}),
        ("a b -f c", {"others": ("b", "c"), "flag": True}),
        ("-f a -f", {"flag": True}),
        ("a --output x", {"output": "x"}),
        ("a --output=x=y", {"output": "x=y"}),
        ("a --output=", {"output": ""}),
        ("a --output -f", {"output": "-f"}),
        ("a --output --", {"output": "--"}),
        ("a -o x", {"output": "x"}),
        ("a -ox", {"output": "x"}),
        ("a -o=x", {"output": "=x"}),
        ("a -fox", {"flag": True, "output": "x"}),
        ("a -fo x", {"flag": True, "output": "x"}),
        ("a -output", {"output": "utput"}),
        ("a -o x -o y", {"output": "y"}),
        ("a -n -1", {"number": -1}),
        ("a --many x --many=y", {"several": ("x", "y")}),
        ("a --pair x y b", {"pair": ("x", "y"), "others": ("b",)}),
        ("a --pair=x y", {"pair": ("x", "y")}),
        ("a --choice 2", {"choice": 2}),
        ("-- a -f --output", {"others": ("-f", "--output")}),
        ("a -- -f -- x", {"others": ("-f", "--", "x")}),
        ("-- -n", {"first": "-n"}),
    ],
)
def test_what_is_read(line: str, changed: dict[str, object]) -> None:
    assert read(line) == DEFAULTS | changed


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "缺少甲：词"),
        ("b", "甲 只能是 a、-、-n"),
        ("a --outputs x", "没有 --outputs 这个选项；是不是 --output？"),
        ("a -fx", "没有 -x 这个选项"),
        ("a --flag=yes", "--flag 后面不带值"),
        ("a -o", "-o 后面要有一个值：-o, --output 值"),
        ("a --pair x", "--pair 后面要有一个值：--pair 值"),
        ("a --choice 3", "--choice 只能是 1、2"),
        ("a -n x", "--number 要是不小于 -1 的整数"),
        ("--choice 3", "--choice 只能是 1、2"),
    ],
)
def test_what_cannot_be_read(line: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(line)
    assert str(caught.value) == said


def test_too_many_arguments_and_a_missing_option() -> None:
    one = (Argument("one", WORDS, VALUE), Option("--key", WORDS, VALUE, required=True))
    for line, said in (("a b c", "多出来的参数：b c"), ("a", "缺少--key"), ("--key x", "缺少值：词")):
        with pytest.raises(UsageError) as caught:
            values_of(one, *split(one, line.split()))
        assert str(caught.value) == said


def test_a_group_takes_the_options_before_its_verb() -> None:
    given, others = split(PARAMETERS, ["-f", "verb", "-f", "--unknown"], leading=True)
    assert ([option.name for option, _ in given], others) == (["--flag"], ["verb", "-f", "--unknown"])
    assert split(PARAMETERS, ["--", "verb"], leading=True)[1] == ["verb"]
