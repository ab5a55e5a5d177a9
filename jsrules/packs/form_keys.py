"""Which form sets the rules of a pack are for."""

from __future__ import annotations

from jsrules.packs.choice import Installed
from jsrules.packs.library import Pack, shipped_forms

FormKey = tuple[str, int]
"""A kind of report and a fiscal year."""


def form_keys_of(pack: Pack, base: Pack | None) -> tuple[FormKey, ...]:
    """The form sets that a pack's rules are read under: its own, or else those of its base."""
    return form_keys(pack) or (inherited_keys(base) if base is not None else ())


def inherited_keys(pack: Pack) -> tuple[FormKey, ...]:
    """The form sets of a pack, or else of the nearest base that is here and names some."""
    seen = {pack.manifest.identifier}
    while not pack.manifest.kinds and pack.manifest.requires is not None:
        base = Installed().base(pack.manifest.requires)
        if base is None or base.manifest.identifier in seen:
            break
        seen.add(base.manifest.identifier)
        pack = base
    return form_keys(pack)


def form_keys(pack: Pack) -> tuple[FormKey, ...]:
    """The form sets that a pack's manifest names, by year."""
    manifest = pack.manifest
    if not manifest.kinds:
        return ()
    years = list(manifest.years)
    if not years:
        heads = [each for each in shipped_forms() if manifest.kinds[0] in each.kinds]
        years = sorted({year for each in heads for year in each.years.named})
    return tuple((manifest.kinds[0], year) for year in years)
