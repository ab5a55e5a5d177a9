"""Makes the TextMate grammar out of the patterns that colour rule texts everywhere: ``python editors/build.py``.

A test compares the file with what this makes (``JSRULES_UPDATE=1 pytest tests/outputs/test_editors.py`` rewrites it).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

EDITORS = Path(__file__).resolve().parent
GRAMMAR = EDITORS / "textmate" / "jsrules.tmLanguage.json"

SCOPES = {
    "comment": "comment.line.jsrules",
    "declaration": "keyword.declaration.jsrules",
    "metadata": "keyword.other.metadata.jsrules",
    "value": "constant.language.jsrules",
    "quantifier": "keyword.control.quantifier.jsrules",
    "control": "keyword.control.conditional.jsrules",
    "logic": "keyword.operator.logical.jsrules",
    "function": "support.function.jsrules",
    "unit": "keyword.other.unit.jsrules",
    "number": "constant.numeric.jsrules",
    "string": "string.quoted.double.jsrules",
    "operator": "keyword.operator.jsrules",
    "punctuation": "punctuation.jsrules",
    "rule": "entity.name.function.jsrules",
    "place": "variable.language.jsrules",
    "origin": "support.type.jsrules",
    "code": "constant.numeric.code.jsrules",
    "name": "variable.other.jsrules",
    "selector": "entity.other.attribute-name.jsrules",
    "text": "string.unquoted.jsrules",
}
"""The scope of each category of jsrules/outputs/highlight.py; spaces have none."""


def build() -> dict[str, Any]:
    """The TextMate grammar."""
    from jsrules.outputs.highlight import Pattern, build_patterns

    def captures(pattern: Pattern) -> dict[str, Any]:
        return {
            str(number): {"name": SCOPES[category]}
            for number, category in enumerate(pattern.categories, 1)
            if category in SCOPES
        }

    patterns = build_patterns()
    (leaving,) = (each for each in patterns.inside if each.leaves)
    inside = [{"match": each.expression, "captures": captures(each)} for each in patterns.inside if each is not leaving]
    outside = [
        {
            "begin": each.expression,
            "beginCaptures": captures(each),
            # No bracket is open beyond its line, so that a forgotten one colours no more than that.
            "end": f"{leaving.expression}|$",
            "endCaptures": captures(leaving),
            "name": "meta.brackets.jsrules",
            "patterns": [{"include": "#selector"}],
        }
        if each.enters
        else {"match": each.expression, "captures": captures(each)}
        for each in patterns.outside
    ]
    return {
        "information_for_contributors": [
            "Made from the words of the rule language by editors/build.py; do not edit.",
        ],
        "name": "jsrules",
        "scopeName": "source.jsrules",
        "fileTypes": ["jsr"],
        "patterns": outside,
        "repository": {"selector": {"patterns": inside}},
    }


def written() -> str:
    """The file's text."""
    return json.dumps(build(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(EDITORS.parent))
    GRAMMAR.parent.mkdir(exist_ok=True)
    GRAMMAR.write_text(written(), encoding="utf-8", newline="\n")
