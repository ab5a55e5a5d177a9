"""Digests without OpenSSL, for modules that every start loads: `hashlib` loads it, a twentieth of a whole run."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import blake2b, sha256
else:
    try:
        from _blake2 import blake2b

        try:
            from _sha2 import sha256  # Python 3.12 and later
        except ImportError:
            from _sha256 import sha256
    except ImportError:  # an interpreter that has them from OpenSSL only
        from hashlib import blake2b, sha256

__all__ = ["blake2b", "sha256"]
