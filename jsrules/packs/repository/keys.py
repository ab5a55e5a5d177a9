"""Keys: Ed25519 pairs, the private half a PEM file under a passphrase, the public half a small JSON file to hand on."""

from __future__ import annotations

import json
import os

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from securesystemslib.signer import CryptoSigner, Signer, SSlibKey

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.base.writing import write_whole
from jsrules.packs.repository.key_protection import protected_pem

__all__ = ["CryptoSigner", "KeyPair", "SSlibKey", "Signer", "generate", "is_encrypted", "read_public", "read_signer"]

PRIVATE, PUBLIC = ".key", ".pub"

SHORTEST_PASSPHRASE = 8

_SCHEMA = "jsrules/key/1"
_LARGEST = 64 * 1024


class KeyPair(Record):
    """The files of a new key pair, and its fingerprint."""

    private_path: str
    public_path: str
    fingerprint: str


def generate(folder: str, name: str, passphrase: str) -> KeyPair:
    """Make a key pair in a folder; an empty passphrase leaves the private key unprotected.

    Raises `InputError` when there is one of that name already, or the folder cannot be written.
    """
    private_path, public_path = (os.path.join(folder, name + suffix) for suffix in (PRIVATE, PUBLIC))
    for path in (private_path, public_path):
        _refuse_existing(path)
    if passphrase and len(passphrase) < SHORTEST_PASSPHRASE:
        raise fail(
            "E320",
            say("口令至少 {n} 个字符", "a passphrase has at least {n} characters", n=SHORTEST_PASSPHRASE),
            path=private_path,
            remedy=say("用几个词组成的长口令", "take a long one, made of several words"),
        )
    key = Ed25519PrivateKey.generate()
    if passphrase:
        private = protected_pem(key, passphrase.encode())
    else:
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = SSlibKey.from_crypto(key.public_key())
    write_whole(private_path, private, private=True)
    _write_public(public_path, name, public)
    return KeyPair(private_path, public_path, public.keyid)


def export_public(folder: str, name: str, key: SSlibKey) -> str:
    """Write the public half of a key that is on a token; the path. Raises `InputError` as `generate` does."""
    path = os.path.join(folder, name + PUBLIC)
    _refuse_existing(path)
    _write_public(path, name, key)
    return path


def _refuse_existing(path: str) -> None:
    if os.path.exists(path):
        raise fail(
            "E320",
            say("已经有这个名称的钥匙，没有覆盖", "there is a key of this name already; it was left alone"),
            path=path,
            remedy=say("换一个名称", "choose another name"),
        )


def _write_public(path: str, name: str, key: SSlibKey) -> None:
    content = {"schema": _SCHEMA, "name": name, "keyid": key.keyid, "key": key.to_dict()}
    write_whole(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def read_public(path: str) -> tuple[str, SSlibKey]:
    """Name and public key in a file; raises `InputError` (E320) when it holds none."""
    try:
        content = json.loads(_read(path))
        if content["schema"] != _SCHEMA:
            raise ValueError
        key = SSlibKey.from_dict(content["keyid"], dict(content["key"]))
        if SSlibKey.from_crypto(key._crypto_key()).keyid != key.keyid:
            raise ValueError
        return str(content["name"]), key
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, UnsupportedAlgorithm):
        raise _unreadable(path, PUBLIC) from None


def read_signer(path: str, passphrase: str) -> CryptoSigner:
    """The private key in a file, to sign with; raises `InputError` (E320) when the passphrase is wrong or it holds
    none.
    """
    data = _read(path)
    try:
        key = load_pem_private_key(data, passphrase.encode() if is_encrypted(path) else None)
    except ValueError:
        if is_encrypted(path):
            raise fail(
                "E320",
                say("口令不对", "the passphrase is wrong"),
                path=path,
                remedy=say(
                    "再试一次；口令忘了就只能换钥匙", "try again; a key whose passphrase is lost must be replaced"
                ),
            ) from None
        raise _unreadable(path, PRIVATE) from None
    except (TypeError, UnsupportedAlgorithm):
        raise _unreadable(path, PRIVATE) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise _unreadable(path, PRIVATE)
    return CryptoSigner(key)


def is_encrypted(path: str) -> bool:
    """Whether a private key is under a passphrase."""
    return b"ENCRYPTED" in _read(path)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        reason = error.strerror or str(error)
        raise fail(
            "E320",
            say("读不到钥匙：{reason}", "the key cannot be read: {reason}", reason=reason),
            path=path,
            remedy=say("检查文件名；存钥匙的优盘插上了吗", "check its name; is the stick with the keys in place?"),
        ) from None


def _unreadable(path: str, suffix: str) -> InputError:
    return fail(
        "E320",
        say("这不是 jsrules 的钥匙文件（*{suffix}）", "this is no key file of jsrules (*{suffix})", suffix=suffix),
        path=path,
        remedy=say("用 jsrules pack keygen 做一对", "make a pair with jsrules pack keygen"),
    )
