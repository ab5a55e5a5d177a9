"""Whether a pack may stand over its base: it is there, of the right version,
and permits what the pack does to its rules.
"""

from __future__ import annotations

from jsrules.authoring.rulebook import rulebook
from jsrules.base.version import parse_version
from jsrules.packs.chain import missing_base, unfit_base
from jsrules.packs.library import Pack
from jsrules.packs.tightening import check_tightenings


def check_overlay(pack: Pack, base: Pack | None) -> None:
    """Raises `InputError` when an overlay's base is missing (E316), or the overlay does what it may not do (E315)."""
    required = pack.manifest.requires
    assert required is not None
    if base is None:
        raise missing_base(pack, required)
    version = parse_version(base.manifest.version)
    if base.manifest.identifier != required.identifier:
        raise missing_base(pack, required)
    if version is None or not required.range.holds(version):
        raise unfit_base(pack, required, base)
    rules = rulebook(base)
    check_tightenings(pack, base, {name: (each.severity, each.waivable) for name, each in rules.items()})
