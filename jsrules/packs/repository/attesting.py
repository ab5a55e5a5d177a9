"""Somebody's signature below what he vouches for: evidence, signed results, the head of a log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from securesystemslib.exceptions import UnverifiedSignatureError, VerificationError
from securesystemslib.signer import Signature, Signer, SSlibKey

from jsrules.base.diagnostic import fail
from jsrules.base.language import say

FIELD = "attested"


def attested(content: Mapping[str, Any], signer: Signer) -> dict[str, Any]:
    """A content with a signature below it."""
    signature = signer.sign(_signed_bytes(content))
    return {**content, FIELD: {"key": signer.public_key.to_dict(), "signature": signature.to_dict()}}


def signing_key(content: Mapping[str, Any]) -> str | None:
    """The fingerprint of the key that signed a content; empty when nobody did, None when its signature is not good."""
    found = content.get(FIELD)
    if found is None:
        return ""
    try:
        signature = Signature.from_dict(dict(found["signature"]))
        key = SSlibKey.from_dict(signature.keyid, dict(found["key"]))
        if SSlibKey.from_crypto(key._crypto_key()).keyid != key.keyid:
            raise ValueError
        key.verify_signature(signature, _signed_bytes(content))
    except (
        *(UnverifiedSignatureError, VerificationError, UnsupportedAlgorithm),
        *(ValueError, KeyError, TypeError, AttributeError, RecursionError),
    ):
        return None
    return key.keyid


def attesting_key(content: Mapping[str, Any], path: str) -> str:
    """The fingerprint of the key that signed evidence; empty when nobody did.

    Raises `InputError` (E322) for a signature that is not good.
    """
    keyid = signing_key(content)
    if keyid is None:
        raise fail(
            "E322",
            say("证据上的签名不对：它被改过", "the signature below the evidence is not good: it was altered"),
            path=path,
            remedy=say("向签名的人要原来的一份", "ask who signed it for the original"),
        )
    return keyid


def require_signer(keyid: str, expected: str, path: str) -> None:
    """Raises `InputError` (E322) unless evidence is signed by the key that is expected."""
    if keyid == expected:
        return
    text = say("这份证据没有人签名", "nobody has signed this evidence")
    if keyid:
        text = say("签这份证据的是另一把钥匙", "another key has signed this evidence")
    raise fail(
        "E322",
        text,
        path=path,
        remedy=say("向应当签名的人要", "ask who should have signed it"),
    )


def _signed_bytes(content: Mapping[str, Any]) -> bytes:
    """What is signed: all but the signature, in one way of writing."""
    rest = {name: value for name, value in content.items() if name != FIELD}
    return json.dumps(rest, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()
