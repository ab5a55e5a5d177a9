"""Exact checking of Chinese departmental final accounts, and of other reports whose figures must add up.

>>> import jsrules
>>> result = jsrules.verify("reports/jiyuan-2021.yaml")
>>> [finding.message for finding in result.findings if finding.verdict == "violation"]

Everything public is in `jsrules.interface`, and loaded when it is first used, so that ``import jsrules`` costs nothing;
``spec/python.md`` explains it with examples.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.base import __version__ as __version__
    from jsrules.interface import *
else:

    def __getattr__(name: str) -> object:
        if name == "__version__":
            from jsrules.base import __version__

            return __version__
        import jsrules.interface as interface  # not by `from`, which would ask here for it

        if name == "__all__":
            return [*interface.__all__, "__version__"]
        if name not in interface.__all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(interface, name)

    def __dir__() -> list[str]:
        return sorted(__getattr__("__all__"))
