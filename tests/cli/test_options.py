"""An option that several verbs have is declared once, so that it means and says the same for each."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

from support.commands import every_command
from support.sources import modules

from jsrules.cli.declare import Option

_NAMES = re.compile(r"(-\w )?--[a-z][a-z-]*|-\w")


def declared() -> Iterator[tuple[str, str]]:
    """The names of options that calls are given first of all, as a declaration is, and where."""
    for path, tree in modules().items():
        for node in ast.walk(tree) if path.startswith("cli/") else ():
            if isinstance(node, ast.Call) and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and _NAMES.fullmatch(first.value):
                    for name in first.value.split():
                        yield name, f"{path}:{node.lineno}"


def test_an_option_of_several_verbs_is_declared_once() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for name, place in declared():
        places[name].append(place)
    assert {name: several for name, several in places.items() if len(several) > 1} == {}
    verbs: dict[str, list[str]] = defaultdict(list)
    for path, (command, _) in every_command().items():
        for option in command.parameters:
            if isinstance(option, Option):
                for name in option.names.split():
                    verbs[name].append(path)
    assert verbs.keys() == places.keys(), "an option whose name is not written where it is declared"
    shared = {name: places[name][0] for name, paths in verbs.items() if len(paths) > 1}
    assert {name: place for name, place in shared.items() if not place.startswith("cli/options.py")} == {}


def test_no_verb_has_an_option_twice() -> None:
    for path, (command, _) in every_command().items():
        options = [each for each in command.parameters if isinstance(each, Option)]
        names = [name for each in options for name in each.names.split()]
        assert len(names) == len(set(names)), path
        keywords = [each.keyword if isinstance(each, Option) else each.name for each in command.parameters]
        assert len(keywords) == len(set(keywords)), path
