"""Where the files that come with jsrules are: the grammar, the form sets and the rule packs.

They have one place in the repository, its top level. A wheel carries them as ``jsrules/_data``, put there by the build
backend, so that no copy is kept. Plain paths: ``importlib.resources`` would cost a warm run half of its time. Where the
program runs out of a zip file, they are unpacked (`jsrules.base.unpacking`).
"""

from __future__ import annotations

import os.path

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_LOADER = globals()["__loader__"]
_found: dict[str, str] = {}


def data_directory() -> str:
    """The folder that holds ``grammar`` and ``spec``: in an installed wheel ``jsrules/_data``,
    else the source checkout.
    """
    packed = os.path.join(_PACKAGE, "_data")
    if os.path.isdir(packed):
        return packed
    archive = getattr(_LOADER, "archive", "")
    if not archive:
        return os.path.dirname(_PACKAGE)
    if archive not in _found:
        from jsrules.base.unpacking import unpacked

        _found[archive] = unpacked(archive, os.path.relpath(packed, archive).replace(os.sep, "/"))
    return _found[archive]


def package_text(*parts: str) -> str:
    """The text of a file inside of the package, such as ``package_text("outputs", "web", "report.css")``."""
    data: bytes = _LOADER.get_data(os.path.join(_PACKAGE, *parts))
    return data.decode("utf-8")


def grammar_path() -> str:
    """The grammar of the rule language."""
    return os.path.join(data_directory(), "grammar", "jsrules.lark")


def spec_path(*parts: str) -> str:
    """A file or folder below ``spec``, such as ``spec_path("packs", "final-accounts")``."""
    return os.path.join(data_directory(), "spec", *parts)
