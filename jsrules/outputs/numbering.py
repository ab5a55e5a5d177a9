"""What the numbers of a page stand for: findings as people name them when they have read it."""

from __future__ import annotations

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.model.outcome import Outcome
from jsrules.model.result import Result
from jsrules.outputs.compose import Teller
from jsrules.outputs.fingerprints import fingerprints
from jsrules.outputs.page import Item
from jsrules.outputs.sections import Sections
from jsrules.outputs.severity import is_finding

SHORTEST = 8
"""So many characters of a fingerprint are needed."""


def _numbered(result: Result) -> dict[str, list[Outcome]]:
    """What each number of the page tells and nobody waived, or all of it where nothing is left."""
    page = Sections(Teller(result), everything=False, explain=False).all()
    items = (block for blocks in page for block in blocks if isinstance(block, Item))
    return {str(each.number): [one for one in each.about if one.waiver is None] or [*each.about] for each in items}


def findings_named(result: Result, names: tuple[str, ...]) -> list[Outcome]:
    """The findings of a report that was read, by the numbers that its page gives them (3, 1a; a cause's is for all that
    it explains) or by their fingerprints, as they are or their first `SHORTEST` characters and more.

    Raises `InputError` (E510) for what names no finding.
    """
    numbered = _numbered(result)
    numbers = [number for number, each in enumerate(result.outcomes) if is_finding(each)]
    by_print = {text: result.outcomes[number] for number, text in fingerprints(result, numbers).items()}
    found: list[Outcome] = []
    for name in names:
        typed = name.strip().lower()
        prints = [each for text, each in by_print.items() if len(typed) >= SHORTEST and text.startswith(typed)]
        if not numbered.get(typed) and len(prints) != 1:
            raise fail(
                "E510",
                say("没有编号或指纹是“{name}”的发现", "no finding has the number or fingerprint “{name}”", name=name),
                path=result.path,
                remedy=say(
                    "编号照 jsrules verify 的文字结果写，如 3、1a；选项要相同",
                    "take a number from what jsrules verify prints, like 3 or 1a, with the same options",
                ),
            )
        found += numbered.get(typed) or prints
    return list({id(each): each for each in found}.values())
