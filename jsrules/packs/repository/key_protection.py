"""Private keys under a passphrase: PKCS #8 whose key is made of the passphrase by scrypt (RFC 7914, RFC 8018).

What `cryptography` writes of itself is PBKDF2 with 2,048 rounds, which a thief of a stick tries by the million. It
reads scrypt, but has no way to ask for it; so the few bytes around the ciphertext are put together here.
"""

from __future__ import annotations

import os
from base64 import b64encode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

COST, BLOCK, LANES = 1 << 17, 8, 1
"""scrypt's N, r and p: 128 MiB of memory for each passphrase that is tried."""

_PBES2 = bytes.fromhex("2a864886f70d01050d")
_SCRYPT = bytes.fromhex("2b06010401da47040b")
_AES_256_CBC = bytes.fromhex("60864801650304012a")
_INTEGER, _OCTETS, _IDENTIFIER, _SEQUENCE = 0x02, 0x04, 0x06, 0x30
_LINE = 64


def protected_pem(key: Ed25519PrivateKey, passphrase: bytes) -> bytes:
    """The PEM file of a private key under a passphrase."""
    salt, start = os.urandom(16), os.urandom(16)
    padder = PKCS7(AES.block_size).padder()
    plain = padder.update(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())) + padder.finalize()
    derived = Scrypt(salt=salt, length=32, n=COST, r=BLOCK, p=LANES).derive(passphrase)
    cipher = Cipher(AES(derived), CBC(start)).encryptor()
    secret = cipher.update(plain) + cipher.finalize()
    numbers = [_der(_INTEGER, each.to_bytes(each.bit_length() // 8 + 1, "big")) for each in (COST, BLOCK, LANES)]
    derivation = _der(_SEQUENCE, _der(_IDENTIFIER, _SCRYPT), _der(_SEQUENCE, _der(_OCTETS, salt), *numbers))
    scheme = _der(_SEQUENCE, _der(_IDENTIFIER, _AES_256_CBC), _der(_OCTETS, start))
    how = _der(_SEQUENCE, _der(_IDENTIFIER, _PBES2), _der(_SEQUENCE, derivation, scheme))
    text = b64encode(_der(_SEQUENCE, how, _der(_OCTETS, secret)))
    lines = [text[at : at + _LINE] for at in range(0, len(text), _LINE)]
    return b"\n".join([b"-----BEGIN ENCRYPTED PRIVATE KEY-----", *lines, b"-----END ENCRYPTED PRIVATE KEY-----", b""])


def _der(tag: int, *parts: bytes) -> bytes:
    """A value in DER, of fewer than 65,536 bytes."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes(1 if size < 0x100 else 2, "big")
    return bytes((tag, 0x80 | len(length))) + length + content
