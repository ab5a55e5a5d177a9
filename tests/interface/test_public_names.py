"""What programmers see before they call anything: names, types, and that ``import jsrules`` costs nothing."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest
from support.processes import run
from support.sources import ROOT

import jsrules
from jsrules import interface

OWN = [
    each
    for name in interface.__all__
    if (each := getattr(interface, name)).__class__ in (type, type(jsrules.Cell), type(jsrules.verify))
    and each.__module__.startswith("jsrules.interface.")
]


def test_every_public_name_is_there() -> None:
    assert dir(jsrules) == sorted([*interface.__all__, "__version__"])
    for name in dir(jsrules):
        assert getattr(jsrules, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'findings'"):
        _ = jsrules.findings  # type: ignore[attr-defined]
    everything: dict[str, object] = {}
    exec("from jsrules import *", everything)
    assert set(everything) - {"__builtins__"} == set(dir(jsrules))


def test_the_page_explains_every_name() -> None:
    page = (ROOT / "spec" / "python.md").read_text("utf-8")
    missing = [name for name in dir(jsrules) if f"`{name}`" not in page and f"jsrules.{name}" not in page]
    assert missing == []


@pytest.mark.parametrize("thing", OWN, ids=lambda each: str(each.__name__))
def test_annotations_can_be_resolved(thing: type) -> None:
    assert thing.__doc__
    get_type_hints(thing)
    for name, member in inspect.getmembers(thing):
        function = getattr(member, "fget", None) or getattr(member, "func", None) or member
        if inspect.isfunction(function) and (function.__module__ or "").startswith("jsrules.interface."):
            hints = get_type_hints(function)
            assert "return" in hints, name
            assert name.startswith("_") or function.__doc__, name


def test_importing_it_costs_nothing() -> None:
    code = "import sys; before = set(sys.modules); import jsrules; print(*sorted(set(sys.modules) - before))"
    finished = run(sys.executable, "-c", code)
    assert set(finished.stdout.split()) <= {"__future__", "jsrules", "jsrules.base"}


SAMPLE = """
import io
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import jsrules
from jsrules import Finding, InputError, Result


def worst(path: Path, given: dict[str, object]) -> list[Finding]:
    verifier = jsrules.Verifier([path, io.StringIO("a = b")], packs="final-accounts", lock=False, today="2026-11-26")
    with open(path, "rb") as binary, open(path, encoding="utf-8") as text, jsrules.language("en"):
        results: list[Result] = [verifier.verify(each) for each in (path, str(path), binary, text, given)]
    report = jsrules.read({"a": {"b": [Decimal("1.00"), None, "2", 3]}}, name="a")
    try:
        results.append(jsrules.verify(report, rules=path, packs=[jsrules.open_pack(path)], prior=report))
    except InputError as error:
        print(error.diagnostics[0].code, jsrules.check([path]))
    largest: Fraction | None = max((each.beyond for each in results[0].findings if each.beyond), default=None)
    rows: list[str | int | Decimal | None] = [each["difference"] for result in results for each in result.records()]
    for cause in results[0].reconciliation.causes if results[0].reconciliation else ():
        print(cause.corrections[0][0].proposals[0].value + 1, largest, rows)
    return [each for each in results[0].findings if each.severity == "error" and each.kind != "truncation"]
"""

MISTAKES = {
    "jsrules.verify(3)": "arg-type",
    "jsrules.set_language('fr')": "arg-type",
    "jsrules.nothing": "attr-defined",
    "jsrules.verify('a').findings[0].verdict == 'fine'": "comparison-overlap",
}


def test_types_of_a_users_program(tmp_path: Path) -> None:
    """``mypy --strict`` takes the program, and finds each mistake."""
    wrong = "".join(f"{each}\n" for each in MISTAKES)
    (tmp_path / "program.py").write_text(SAMPLE, "utf-8")
    (tmp_path / "mistakes.py").write_text(f"import jsrules\n{wrong}", "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--strict-equality", "--cache-dir", str(tmp_path / "cache")]
    files = [str(tmp_path / "program.py"), str(tmp_path / "mistakes.py")]
    finished = subprocess.run([*command, *files], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    told = [line for line in finished.stdout.splitlines() if ": error: " in line]
    assert [line.rsplit("[", 1)[1].rstrip("]") for line in told] == list(MISTAKES.values()), finished.stdout
    assert all("mistakes.py" in line for line in told), finished.stdout
