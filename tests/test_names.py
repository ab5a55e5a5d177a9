"""A name means one thing: no two modules of the package define a public class or type of the same name."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from support.sources import modules


def types(tree: ast.Module) -> Iterator[str]:
    """The names of the classes and of the types (names in capitals and small letters) that a module defines."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (each.id for each in targets if isinstance(each, ast.Name) and each.id[0].isupper())


def test_a_type_has_a_name_of_its_own() -> None:
    """The interface gives Python programs the package's things by the package's names."""
    names = Counter(
        name
        for path, tree in modules().items()
        if not path.startswith("interface/")
        for name in types(tree)
        if name[0] != "_" and not name.isupper()
    )
    assert sorted(name for name, count in names.items() if count > 1) == []
