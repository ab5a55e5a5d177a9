"""How many of which keys sign a role: what cannot work is refused, and what a lost or a stolen key would do is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from securesystemslib.signer import SSlibKey
from tuf.api.metadata import Root

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.packs.repository.roles import ROOT, SNAPSHOT, TARGETS, TIMESTAMP, role_words


def check_threshold(folder: str, role: str, keys: Sequence[SSlibKey], threshold: int) -> None:
    """Raises `InputError` (E321) when a role is to need more signatures than it has different keys, or none."""
    count = len({key.keyid for key in keys})
    if 0 < threshold <= count:
        return
    raise fail(
        "E321",
        say(
            "{what}要 {n} 个签名，却只给了 {m} 把不同的钥匙",
            "the {what} is to need {n} signatures, but there are {m} different keys",
            what=role_words(role),
            n=threshold,
            m=count,
        ),
        path=folder,
        remedy=say("多给几把钥匙，或把签名数减小", "give more keys, or a smaller number of signatures"),
    )


def concerns(root: Root) -> list[str]:
    """What a lost or a stolen key would do, in words; nothing when all is as one should have it."""
    found = []
    role = root.roles[ROOT]
    if role.threshold == len(role.keyids):
        found.append(
            say(
                "根要全部 {n} 把钥匙签名：丢一把，就再也换不了钥匙，规则库就此为止。最好是 3 把里凑够 2 个",
                "all {n} root keys must sign: with one of them lost no key can ever be exchanged, and that is the end "
                "of the repository. Better have 3, of which 2 must sign",
                n=len(role.keyids),
            )
        )
    elif role.threshold == 1:
        found.append(
            say(
                "一把根钥匙就能换掉所有的钥匙：被偷一把就都丢了。最好要 2 个签名",
                "one root key exchanges all others: a thief of one has everything. Better let 2 of them sign",
            )
        )
    every = frozenset.intersection(*(frozenset(_keys(root, each)) for each in (ROOT, TARGETS, SNAPSHOT, TIMESTAMP)))
    if every:
        found.append(
            say(
                "有一把钥匙什么都能签（根、规则包、日常）：它平时要用，被偷了就都丢了。根钥匙应另做",
                "one key signs everything (root, packs, everyday): it is in daily use, and its thief has all. Make "
                "root keys of their own",
            )
        )
    return found


def _keys(root: Root, role: str) -> Mapping[str, None]:
    return dict.fromkeys(root.roles[role].keyids)
