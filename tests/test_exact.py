"""No figure passes through a binary float: read off the source, so that no input has to be lucky enough to show it."""

from __future__ import annotations

import ast

import pytest
from support.sources import nodes

# Functions of math that take and give integers only.
INTEGER_MATH = {"comb", "factorial", "gcd", "isqrt", "lcm", "perm", "prod"}

# Verdicts depend on the report and the rules alone: no clock, no chance. The command line may time its progress bar,
# in whole nanoseconds.
UNSTEADY = {"datetime", "random", "secrets", "statistics", "time", "uuid"}
STEADY_FLOORS = (
    "base/",
    "model/",
    "readers/",
    "checks/",
    "engine/",
    "packs/",
    "verification/",
    "authoring/",
    "interface/",
)

# The calendar is steady enough: how many days lie between two dates that somebody wrote down.
CALENDAR = ("base/dates.py", {"datetime"})
CLOCK = {"now", "today", "utcnow"}

# Whether signatures have expired is asked of a clock; verdicts are not told there.
CLOCKED = ("packs/repository/", "authoring/adding.py")

# Where something stands on a page is measured in floats by PDFium; past these modules it is in whole hundredths of a point.
MEASURING = tuple(f"jsrules/readers/documents/{name}.py" for name in ("pdfium_calls", "pdf_primitives", "page_view"))


def inexact(node: ast.AST) -> str:
    """Why a node could bring in a float; empty when it could not."""
    match node:
        case ast.Constant(value=float() | complex()):
            return f"the literal {node.value!r}"
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
            return "true division; use // on integers"
        case ast.BinOp(op=ast.Pow(), right=ast.UnaryOp(op=ast.USub(), operand=ast.Constant())):
            return "a negative power"
        case ast.Name(id="float" | "complex"):
            return f"the name {node.id}"
        case ast.Name(id="round"):
            return "round() rounds half to even"
        case ast.Attribute(value=ast.Name(id="math"), attr=attribute) if attribute not in INTEGER_MATH:
            return f"math.{attribute}"
        case ast.ImportFrom(module="math", names=names) if any(name.name not in INTEGER_MATH for name in names):
            return "a function of math that gives floats"
        case ast.Attribute(attr="truediv" | "total_seconds" | "perf_counter" | "monotonic"):
            return f".{node.attr} gives a float"
    return ""


def imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module.split(".")[0]}
    return set()


def unsteady(place: str, node: ast.AST) -> set[str]:
    """What in a node could make a verdict depend on when it is given."""
    if isinstance(node, ast.Attribute):
        return {node.attr} & CLOCK
    return (imported(node) & UNSTEADY) - (CALENDAR[1] if place.startswith(CALENDAR[0]) else set())


def test_no_floats() -> None:
    wrong = [f"{place}: {why}" for place, node in nodes() if not place.startswith(MEASURING) and (why := inexact(node))]
    assert not wrong, "\n".join(wrong)


def test_no_clock_and_no_chance() -> None:
    steady = [
        (place, node)
        for full, node in nodes()
        if (place := full.removeprefix("jsrules/")).startswith(STEADY_FLOORS) and not place.startswith(CLOCKED)
    ]
    wrong = [f"{place}: {', '.join(names)}" for place, node in steady if (names := unsteady(place, node))]
    assert not wrong, "\n".join(wrong)


INEXACT = """0.5; 1e3; 2j; a / b; a /= b; float(x); map(float, x); x: float; 10 ** -2; round(x); math.sqrt(x)
from math import log10; operator.truediv(a, b); span.total_seconds()"""


@pytest.mark.parametrize("text", INEXACT.replace("\n", "; ").split("; "))
def test_the_test_sees_it(text: str) -> None:
    assert any(inexact(node) for node in ast.walk(ast.parse(text)))


@pytest.mark.parametrize("text", ["5", "'0.5'", "a // b", "def f(a, /): ...", "10 ** 2", "math.gcd(a, b)", "x % 2"])
def test_the_test_lets_pass(text: str) -> None:
    assert not any(inexact(node) for node in ast.walk(ast.parse(text)))
