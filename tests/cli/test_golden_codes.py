"""One golden case for each diagnostic code: the smallest input that provokes it, and everything that is printed."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from support.golden import parse, play, written
from support.sources import ROOT

from jsrules.base.diagnostic import CODES
from jsrules.base.width import text_width

GOLDEN = ROOT / "tests" / "golden" / "codes"
CASES = sorted(path.stem for path in GOLDEN.glob("*.txt"))

_REPOSITORY = "needs keys and signatures, which differ in each run; tests/packs/test_attacks.py provokes it"

ELSEWHERE = {
    **dict.fromkeys(
        ("E322", "E323", "E324", "E325", "E326", "E328", "E329", "E331", "E334", "E336", "W320"), _REPOSITORY
    ),
    "E311": "such an archive is no text; tests/packs/test_archive.py makes some",
    "E317": "needs two locked packs; tests/packs/test_choice.py has them",
    "W324": "it stands beside other codes; tests/packs/test_form_doubts.py provokes it",
    "E338": "needs a repository that somebody else is changing; tests/packs/test_publishers.py has one",
    "E339": "needs a repository that shows others something else; tests/packs/test_publication_log.py has several",
    "E340": "needs a witness who has not signed; tests/packs/test_publication_log.py has one",
    "E335": "the tests need what is missing then; tests/packs/test_commands.py hides it",
    "E303": "form sets come with the program; tests/readers/test_form_reader.py breaks some",
    "W414": "of a published document; tests/verification/test_deciding.py provokes it",
    "W415": "of a published document; tests/verification/test_deciding.py provokes it",
    "E900": "a defect is not provoked by input; tests/cli/test_verify.py plants one",
}


def test_every_code_has_its_case() -> None:
    assert set(CASES) == set(CODES) - set(ELSEWHERE)


@pytest.mark.parametrize("code", CASES)
def test_code(code: str, tmp_path: Path) -> None:
    file = GOLDEN / f"{code}.txt"
    expected = file.read_text("utf-8")
    head, sections = parse(expected)
    played = play(sections, tmp_path)
    printed = written(head, played)
    if os.environ.get("JSRULES_UPDATE") and printed != expected:
        file.write_text(printed, "utf-8")
        expected = printed
    assert printed == expected
    assert set(re.findall(r"\[([EW]\d{3})\]", printed)) == {code}
    assert "改法：" in printed
    assert all(text_width(line.rstrip("\n")) <= 80 for each in played if each.title[:2] == "$ " for line in each.lines)


@pytest.mark.parametrize("code", CASES)
def test_carets_stand_under_what_is_meant(code: str) -> None:
    """The carets begin in the column, as a terminal shows it, in which the place that is printed begins."""
    lines = (GOLDEN / f"{code}.txt").read_text("utf-8").splitlines()
    for at, line in enumerate(lines):
        place = re.match(r" *┌─ \S+:(\d+):(\d+)$", line)
        if place is None:
            continue
        number, column = int(place[1]), int(place[2])
        excerpt = next((each for each in range(at, len(lines)) if re.match(rf" *{number}│", lines[each])), -1)
        source, carets = lines[excerpt].split("│ ", 1)[-1], lines[excerpt + 1].split("│ ", 1)[-1]
        if "…" in source:
            continue  # a window of a long line
        shown = source[: column - 1]
        assert len(carets) - len(carets.lstrip()) == text_width(shown), lines[excerpt : excerpt + 2]
