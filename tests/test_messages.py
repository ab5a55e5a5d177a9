"""Every message says the same in both languages: the same placeholders, each of them filled."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from string import Formatter

import pytest
from support.sources import modules

from jsrules.base.diagnostic import CODES


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "tell"):
                yield f"jsrules/{path}:{node.lineno}", node


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def complaint(call: ast.Call) -> str:
    """What is wrong with a call of say(); empty when nothing is."""
    if len(call.args) == 1 and isinstance(call.args[0], ast.Starred):
        return "" if not call.keywords else "a pair of wordings from a table takes no values"
    if len(call.args) != 2:
        return "two wordings are due, Chinese and English"
    texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in call.args]
    chinese, english = texts
    if not isinstance(chinese, str) or not isinstance(english, str):
        # A choice made elsewhere (`say(*pair)` spelled out) is checked where the pair is written.
        return "" if not call.keywords else "wordings with placeholders must be written out here"
    try:
        wanted = placeholders(chinese)
        if wanted != placeholders(english):
            return f"placeholders differ: {sorted(wanted ^ placeholders(english))}"
    except ValueError as error:
        return "" if not call.keywords else f"not a format string: {error}"
    given = {keyword.arg for keyword in call.keywords if keyword.arg is not None}
    if len(given) < len(call.keywords):  # **values
        return "" if not given else "either all values by name or all by **"
    if not given:
        names = sorted(name for name in wanted if name.isidentifier())
        return f"nothing fills {names}" if names else ""
    return f"values and placeholders differ: {sorted(wanted ^ given)}" if wanted != given else ""


def test_placeholders() -> None:
    found = list(calls())
    assert len(found) > 20, "the calls were not found"
    wrong = [f"{place}: {why}" for place, call in found if (why := complaint(call))]
    assert not wrong, "\n".join(wrong)


def test_no_wording_is_empty() -> None:
    wrong = [
        place
        for place, call in calls()
        if any(isinstance(text, ast.Constant) and not str(text.value).strip() for text in call.args)
    ]
    assert not wrong, "\n".join(wrong)


def test_diagnostics_have_both_wordings() -> None:
    for code, (chinese, english) in CODES.items():
        assert not chinese.isascii(), code
        assert english.isascii(), code


@pytest.mark.parametrize(
    ("text", "is_fine"),
    [
        ("say('没有 {x}', 'no {x}', x=1)", True),
        ("say('没有', 'none')", True),
        ("say('没有 {x}', 'no {x}', **values)", True),
        ("say(*pair)", True),
        ("say('没有 {x}', 'no {y}', x=1)", False),
        ("say('没有 {x}', 'no {x}')", False),
        ("say('没有', 'none', x=1)", False),
        ("say('没有 {x}')", False),
        ("say(chinese, english, x=1)", False),
    ],
)
def test_the_test_itself(text: str, is_fine: bool) -> None:
    call = ast.parse(text, mode="eval").body
    assert isinstance(call, ast.Call)
    assert (complaint(call) == "") == is_fine
