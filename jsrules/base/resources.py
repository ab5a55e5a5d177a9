"""Where the files that come with jsrules are: the grammar, the form sets and the rule packs.

They have one place in the repository, its top level. A wheel carries them as ``jsrules/_data``, put there by the build
backend, so that no copy is kept. Plain paths: ``importlib.resources`` would cost a warm run half of its time.
"""

from __future__ import annotations

import os.path

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def data_directory() -> str:
    """The folder that holds ``grammar`` and ``spec``: in an installed wheel ``jsrules/_data``,
    else the source checkout.
    """
    packed = os.path.join(_PACKAGE, "_data")
    return packed if os.path.isdir(packed) else os.path.dirname(_PACKAGE)


def grammar_path() -> str:
    """The grammar of the rule language."""
    return os.path.join(data_directory(), "grammar", "jsrules.lark")


def spec_path(*parts: str) -> str:
    """A file or folder below ``spec``, such as ``spec_path("packs", "final-accounts")``."""
    return os.path.join(data_directory(), "spec", *parts)
