"""The engine and the slow interpreter of spec/reference.py agree on every verdict, kind, difference and allowance.

JSRULES_EXAMPLES=20000 asks for so many examples of each kind.
"""

from __future__ import annotations

import os
import random
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.agreement import agree
from support.checking import REAL_REPORT, ROOT, load, resolve_text
from support.drawn import GENERATORS, DrawnCase
from support.forms import shipped_form_set, shipped_forms
from support.independent import independent

from jsrules.base.diagnostic import InputError
from jsrules.engine.resolved import ResolvedRule
from jsrules.engine.settle import settled
from jsrules.packs.library import find_pack

TEXT = REAL_REPORT.read_text("utf-8")
FIGURE = re.compile(r"(?<=[\[ ])-?\d+\.\d\d%?(?=[,\]\n])")
REAL_FORMS = shipped_forms().sources[0].text


def hold(case: DrawnCase) -> bool:
    """Whether there was something to hold: not where the report or the rule cannot be read."""
    try:
        report = case.read()  # rows of one name, for the most part
        rules = case.resolved(report)  # units that do not agree, for the most part
    except InputError:
        return False
    agree(settled(report, rules), rules)
    return True


@pytest.mark.parametrize("kind", GENERATORS)
def test_generated_cases(kind: str) -> None:
    """Examples that are independent of each other: what a failure prints can be drawn again by its number."""
    first = 0 if os.environ.get("CI") else random.randrange(10**9)
    numbers = range(first, first + settings().max_examples)
    held = 0
    for number, case in zip(numbers, independent(GENERATORS[kind], numbers), strict=True):
        try:
            held += hold(case)
        except Exception as error:
            raise AssertionError(f"{kind} {number}: {error}\n{case.rules}\n{case}") from error
    assert len(numbers) < 100 or held > len(numbers) / 2, "most of the cases cannot be read"


@pytest.mark.parametrize("kind", GENERATORS)
@settings(max_examples=min(settings().max_examples, 300))
@given(data=st.data())
def test_generated_cases_made_small(kind: str, data: st.DataObject) -> None:
    """Fewer examples, that are made as small as they get where they fail."""
    assume(hold(data.draw(GENERATORS[kind])))


def shipped_rules() -> list[ResolvedRule]:
    forms, others = shipped_form_set(), list(shipped_forms().others())
    pack = find_pack("final-accounts")
    return [rule for source in pack.sources for rule in resolve_text(source.text, forms, others)]


SHIPPED = shipped_rules()


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The real report with figures changed, blanked or made unreadable, and rows and tables left out."""
    lines = TEXT.split("\n")
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.sampled_from([number for number, line in enumerate(lines) if FIGURE.search(line)]))
        found = draw(st.sampled_from(list(FIGURE.finditer(lines[at]))))
        percent = "%" if found.group().endswith("%") else ""
        text = draw(st.sampled_from(["~", "0.00", "0.01", "1.5", "100", "-3.59", "1668.99"])) + percent
        if draw(st.booleans()):
            units = int(found.group().rstrip("%").replace(".", "")) + draw(st.sampled_from([-100, -2, -1, 1, 2, 100]))
            text = f"{'-' if units < 0 else ''}{abs(units) // 100}.{abs(units) % 100:02d}{percent}"
        lines[at] = lines[at][: found.start()] + text.replace("~%", "~") + lines[at][found.end() :]
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.sampled_from([number for number, line in enumerate(lines) if FIGURE.search(line)]))
        del lines[at]
    return "\n".join(lines)


def test_the_real_report() -> None:
    assert len(agree(load(TEXT, REAL_FORMS), SHIPPED)) > 500


@settings(max_examples=max(6, min(settings().max_examples, 1000) // 10))  # the whole pack, at 3 s a copy
@given(mutated())
def test_mutated_copies_of_the_real_report(report: str) -> None:
    try:
        loaded = load(report, REAL_FORMS)
    except InputError:
        assume(False)
        return
    agree(loaded, SHIPPED)


def test_the_reference_is_short_and_shares_nothing_with_the_engine() -> None:
    pages = [page.read_text("utf-8") for page in sorted((ROOT / "spec").glob("reference*.py"))]
    assert [page.count("\n") <= 300 for page in pages] == [True] * len(pages)
    imported = {line.split()[1] for page in pages for line in page.split("\n") if line.startswith("from jsrules")}
    assert imported <= {
        "jsrules.base.names",
        "jsrules.base.record",
        "jsrules.base.units",
        "jsrules.model",
        "jsrules.model.form",
        "jsrules.model.origins",
        "jsrules.model.report",
        "jsrules.model.statements",
        "jsrules.model.syntax",
        "jsrules.model.tree",
    }
