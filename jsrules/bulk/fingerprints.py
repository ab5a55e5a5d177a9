"""What rules and form sets were used, so that what was found with others is not taken for what these would find."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from jsrules.base.source import Source
from jsrules.packs.choice import Installed, PackChain
from jsrules.packs.form_files import given_form_files

Used = dict[str, str]
"""What was used, with the hash of its contents."""


def packs_used(packs: Sequence[str], forms: Sequence[str], lock: str) -> Used:
    """The packs and form sets that reports are read with: those that are named, else all that are installed.

    Raises `InputError` when one of them cannot be read.
    """
    installed = Installed(lock, packs)
    chains = installed.named(packs) if packs else installed.all()
    used = {f"{each.identifier} {each.manifest.version}": _digest(_sources(each)) for each in chains}
    if forms:
        used["--forms"] = _digest([each.head.source for each in given_form_files(forms)])
    return used


def _sources(chain: PackChain) -> list[Source]:
    return [
        source
        for member in chain.chain
        for source in (*member.pack.sources, *member.pack.forms, *member.pack.narrative)
    ]


def _digest(sources: Sequence[Source]) -> str:
    digest = hashlib.sha256()
    for each in sources:
        data = each.text.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()
