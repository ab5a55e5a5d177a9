"""What a pack may build on: the base of an id and of an owner, so that no department stands in for another's rules."""

from __future__ import annotations

from collections.abc import Mapping

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.version import parse_version
from jsrules.model.pack import Requirement
from jsrules.packs.lock import Locked
from jsrules.packs.repository.roles import TARGETS, role_words
from jsrules.packs.repository.session import Catalogue, Offered
from jsrules.packs.signers import is_signed_by


def choose_base(source: str, catalogue: Catalogue, pack: Offered, required: Requirement, anchor: str) -> Offered | None:
    """The newest version of what a pack requires that its source offers, whose repository has the first root
    ``anchor``; None when it offers none that fits.

    Raises `InputError` (E326) when only somebody offers it on whom the pack must not build.
    """
    fitting = [
        (version, each)
        for each in catalogue.packs.values()
        if each.identifier == required.identifier
        and is_signed_by(required, anchor, each.role)
        and (version := parse_version(each.version)) is not None
        and required.range.holds(version)
    ]
    if not fitting:
        return None
    base = max(fitting, key=lambda pair: pair[0])[1]  # an id has one owner, so every version is of the same role
    if not _may_build_on(pack.role, base.role):
        raise _foreign_base(source, pack, base.identifier, role_words(base.role))
    return base


def check_base(
    source: str,
    catalogue: Catalogue,
    pack: Offered,
    required: Requirement | None,
    entries: Mapping[str, Locked],
) -> None:
    """Raises `InputError` (E326) when what a fetched pack requires is, or becomes, locked by somebody on whom the pack
    must not build: another department, or another repository although its own publishes the id.
    """
    base = entries.get(required.identifier) if required is not None else None
    if base is None:
        return
    if base.repository != entries[pack.identifier].repository:
        own = next((each for each in catalogue.packs.values() if each.identifier == base.identifier), None)
        if own is not None and _may_build_on(pack.role, own.role):
            raise _foreign_base(source, pack, base.identifier, say("另一个规则库", "another repository"))
        return
    role = base.signer.partition(" ")[0]
    if not _may_build_on(pack.role, role):
        raise _foreign_base(source, pack, base.identifier, role_words(role))


def _may_build_on(role: str, base: str) -> bool:
    """A catalogue's packs build on its own, and on those of the publisher."""
    return base in (role, TARGETS)


def _foreign_base(source: str, pack: Offered, base: str, owner: str) -> InputError:
    return fail(
        "E326",
        say(
            "“{name}”依赖的“{base}”由{owner}签发，不能作为它的上级规则包",
            "“{base}”, which “{name}” requires, is signed by the {owner} and cannot be its base",
            name=pack.identifier,
            base=base,
            owner=owner,
        ),
        path=source,
        remedy=say(
            "上级规则包只能是同一目录的，或同一规则库的规则包目录的；问发布单位",
            "a base is of the same catalogue, or of the same repository's catalogue of packs; ask its publisher",
        ),
    )
