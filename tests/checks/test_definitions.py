"""Definitions put into rules: however they hold each other, a rule stays within what can be worked with."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from support.checking import check_one, load, resolve_text

from jsrules.base.diagnostic import InputError
from jsrules.checks import definitions

FORMS = load("a: 1\nb: 301\n").forms


def chain(step: str, count: int) -> str:
    """So many definitions, each of which holds the one before it."""
    lines = ["设 x0 = a", *(f"设 x{n + 1} = {step.format(f'x{n}')}" for n in range(count)), f"规则 甲：x{count} = b"]
    return "\n".join(lines) + "\n"


def told(rules: str) -> str:
    with pytest.raises(InputError) as error:
        resolve_text(rules, FORMS)
    return error.value.diagnostics[0].message


def test_sums_of_sums_go_on_in_one_line() -> None:
    assert check_one(chain("{} + a", 300), "a: 1\nb: 301\n").verdict == "pass"


@pytest.mark.parametrize("step", ["a + {}", "-{}", "合计({})", "最大(a, {})"])
def test_what_holds_itself_too_deep_is_refused(step: str) -> None:
    assert resolve_text(chain(step, 100), FORMS)
    assert told(chain(step, 1000)) == "定义展开后超过 150 层"


def test_what_grows_too_large_is_refused() -> None:
    assert told(chain("{0} + {0}", 20)) == "定义展开后超过 50000 项"
    with patch.object(definitions, "MAXIMUM_TOTAL", 1000):
        assert told(chain("{} + a", 100)) == "定义展开后超过 1000 项"
