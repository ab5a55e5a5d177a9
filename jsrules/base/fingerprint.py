"""Fingerprints: hashes in groups that people can read out and compare."""

from __future__ import annotations

_LENGTH, _GROUP = 40, 4


def grouped(digest: str) -> str:
    """The first 160 bits of a hash in hexadecimal, as groups: ``1A2B 3C4D …``."""
    text = digest[:_LENGTH].upper()
    return " ".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def same_fingerprint(typed: str, digest: str) -> bool:
    """Whether what somebody typed is the fingerprint of a hash; case and everything between the digits are free."""
    digits = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return digits == digest[:_LENGTH].upper()
