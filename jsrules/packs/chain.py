"""A department's pack over its bureau's: one chain, and whether its members go with each other and with this
program.
"""

from __future__ import annotations

from collections.abc import Callable

from jsrules.base import __version__
from jsrules.base.diagnostic import Diagnostic, InputError, fail
from jsrules.base.language import say
from jsrules.base.version import parse_version
from jsrules.model.pack import PackManifest, Requirement
from jsrules.packs.library import Pack

LONGEST = 8

FindBase = Callable[[Requirement], Pack | None]


def chain_of(pack: Pack, find: FindBase) -> list[Pack]:
    """The pack's base of bases first, the pack itself last.

    Raises `InputError` (E316) when a required pack is missing, of another version, or the chain runs in a circle.
    """
    chain = [pack]
    while (required := chain[0].manifest.requires) is not None:
        base = find(required)
        if base is None or base.manifest.identifier != required.identifier:
            raise missing_base(chain[0], required)
        version = parse_version(base.manifest.version)
        if version is None or not required.range.holds(version):
            raise unfit_base(chain[0], required, base)
        if base.manifest.identifier in {each.manifest.identifier for each in chain} or len(chain) >= LONGEST:
            raise fail(
                "E316",
                say("规则包互相依赖，绕成一圈", "the packs require each other in a circle"),
                path=pack.path,
                remedy=say("规则包只能一层依赖一层", "a pack builds on one base, and never on itself"),
            )
        chain.insert(0, base)
    return chain


def missing_base(pack: Pack, required: Requirement) -> InputError:
    """The error for a required pack that is not here."""
    return fail(
        "E316",
        say(
            "“{name}”依赖的规则包“{base}”不在这里",
            "“{name}” requires the pack “{base}”, which is not here",
            name=pack.manifest.identifier,
            base=required.identifier,
        ),
        path=pack.path,
        remedy=say(
            "先用 jsrules pack fetch 取来，或用 --pack（打包、比较用 --base）给出",
            "get it with jsrules pack fetch, or give it with --pack (--base to build and compare packs)",
        ),
    )


def unfit_base(pack: Pack, required: Requirement, base: Pack) -> InputError:
    """The error for a required pack of another version."""
    return fail(
        "E316",
        say(
            "“{name}”要求“{base}”{range}，这里的是 {version}",
            "“{name}” requires “{base}” {range}; here it is {version}",
            name=pack.manifest.identifier,
            base=required.identifier,
            range=str(required.range),
            version=base.manifest.version,
        ),
        path=pack.path,
        remedy=say(
            "更新其中一个：jsrules pack update，或改清单里的“依赖”",
            "update one of them: jsrules pack update, or change 依赖 in the manifest",
        ),
    )


def unfit_engine(path: str, manifest: PackManifest) -> Diagnostic:
    """The diagnostic for a pack that is not for this version of the program."""
    return Diagnostic(
        "E316",
        say(
            "规则包“{name}”要求 jsrules {range}，这里是 {version}",
            "the pack “{name}” needs jsrules {range}; this is {version}",
            name=manifest.identifier,
            range=str(manifest.engine),
            version=__version__,
        ),
        path=path,
        remedy=say("升级 jsrules，或用较早的规则包", "upgrade jsrules, or use an earlier version of the pack"),
    )
