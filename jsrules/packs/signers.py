"""Whose the base of a pack has to be, when the pack says so: from that owner, or not at all."""

from __future__ import annotations

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.fingerprint import grouped, same_fingerprint
from jsrules.base.language import say
from jsrules.model.pack import SHIPPED, PackManifest, Requirement

PUBLISHER = "targets"
"""The role of a repository's publisher."""


def is_signed_by(required: Requirement, anchor: str, role: str) -> bool:
    """Whether a pack that this role signs in the repository with this first root may be the base; no ``anchor`` is the
    pack that comes with the program.
    """
    if not required.signer:
        return True
    if required.signer == SHIPPED or not anchor:
        return required.signer == SHIPPED and not anchor
    return same_fingerprint(required.signer, anchor) and role == (required.role or PUBLISHER)


def wrong_signer(pack: PackManifest, required: Requirement) -> InputError:
    """The error for a base that is not from the owner that the pack names."""
    if required.signer == SHIPPED:
        owner = say("自带的", "the one that comes with the program")
    else:
        owner = say("规则库 {print} 的", "of the repository {print}", print=grouped(required.signer))
        if required.role:
            owner += say("部门“{role}”签发的", ", signed by its department “{role}”", role=required.role)
    return fail(
        "E326",
        say(
            "“{name}”写明依赖的“{base}”是{owner}，这里的不是",
            "“{name}” builds on “{base}” {owner}; the one here is not",
            name=pack.identifier,
            base=required.identifier,
            owner=owner,
        ),
        path=pack.identifier,
        remedy=say(
            "从那里取用它：jsrules pack fetch 来源 {base}",
            "get it from there: jsrules pack fetch SOURCE {base}",
            base=required.identifier,
        ),
    )
