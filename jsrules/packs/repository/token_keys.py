"""Keys on a token (PKCS #11): ECDSA on P-256 or P-384. The private half never leaves it; who signs knows its PIN.

A key goes by an address, ``hsm:2?label=LABEL``: the number of the key on the token (2 where none is said, the slot for
signatures of PIV cards) and the label of the token, which is needed where there are several. The program library of the
token is named by the environment variable ``PYKCS11LIB``. A PIN is tried once: tokens lock themselves.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl

from securesystemslib.signer import HSMSigner, Signature, SSlibKey

from jsrules.base.diagnostic import fail
from jsrules.base.language import say

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

SCHEME = "hsm:"
MODULE = "PYKCS11LIB"

_ADDRESS = re.compile(r"hsm:(?P<key>[0-9]{1,9})?(\?(?P<query>label=[^&]+))?", re.ASCII)


class TokenSigner(HSMSigner):
    """Signs with a key on a token; what goes wrong there is told as `InputError` (E320), and never tried again."""

    def __init__(self, address: str, key: SSlibKey, pin: str) -> None:
        number, label = _parts(address)
        super().__init__(number, key, lambda _: pin, label)
        self._address = address

    def sign(self, payload: bytes) -> Signature:
        """The token's signature."""
        return _told(self._address, lambda: super(TokenSigner, self).sign(payload))


def is_on_token(address: str) -> bool:
    """Whether a key is named by an address on a token, not by a file."""
    return address.startswith(SCHEME)


def token_public_key(address: str, pin: str = "") -> SSlibKey:
    """The public half of a key on a token, which most tokens show without a PIN. Raises `InputError` (E320, E335)."""
    _require_library(address)
    number, label = _parts(address)
    _, key = _told(address, lambda: HSMSigner.import_(number, label, (lambda _: pin) if pin else None))
    return key


def token_signer(address: str, pin: str) -> TokenSigner:
    """What signs with a key on a token, of which the PIN has been tried, once. Raises `InputError` (E320, E335)."""
    _require_library(address)
    _, label = _parts(address)

    def log_in() -> None:
        with HSMSigner._find_token(label).open(user_pin=pin):
            pass

    _told(address, log_in)
    return TokenSigner(address, token_public_key(address, pin), pin)


def _parts(address: str) -> tuple[int, str | None]:
    """The number of a key and the label of its token. Raises `InputError` (E320) for what is no such address."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise fail(
            "E320",
            say("这不是硬件钥匙的地址", "this is no address of a key on a token"),
            path=address,
            remedy=say(
                "写成 hsm:2?label=令牌名，2 是钥匙的编号", "write hsm:2?label=LABEL, where 2 is the key's number"
            ),
        )
    number = int(found["key"]) if found["key"] else HSMSigner.SCHEME_KEYID
    return number, dict(parse_qsl(found["query"] or "")).get("label")


def _require_library(address: str) -> None:
    """Raises `InputError` when python-pkcs11 (E335) or the program library of the token (E320) is not said."""
    try:
        import pkcs11  # noqa: F401
    except ImportError:
        raise fail(
            "E335",
            say("用硬件钥匙还需要 {name}", "keys on tokens need {name} as well", name="python-pkcs11"),
            path=address,
            remedy=say("运行 pip install 'jsrules[token]'", "run pip install 'jsrules[token]'"),
        ) from None
    if not os.environ.get(MODULE):
        raise fail(
            "E320",
            say("没有说明硬件钥匙的程序库", "the program library of the token is not said"),
            path=address,
            remedy=say(
                "把环境变量 {name} 设为厂家给的 PKCS#11 库的路径（.so、.dll、.dylib）",
                "set the environment variable {name} to the path of its maker's PKCS #11 library (.so, .dll, .dylib)",
                name=MODULE,
            ),
        )


def _told(address: str, work: Callable[[], T]) -> T:
    """What the work gives. Raises `InputError` (E320) for what a token refuses."""
    from pkcs11 import exceptions

    # A search that is broken off is closed by python-pkcs11 after its session; what is raised then goes to this hook.
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        return work()
    except (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange):
        message = say("PIN 不对，只试了一次", "the PIN is wrong; it was tried once")
        remedy = say(
            "输错几次令牌就锁住：想清楚再试", "a token locks after a few wrong ones: be sure before you try again"
        )
    except exceptions.PinLocked:
        message = say("令牌锁住了：PIN 输错太多次", "the token is locked: the PIN was wrong too often")
        remedy = say("用令牌的管理工具和管理 PIN 解锁", "unlock it with its own tool and the administrator's PIN")
    except ValueError as error:
        message, remedy = _not_found(str(error))
    except exceptions.PKCS11Error as error:
        reason = str(error) or type(error).__name__
        message = say("硬件钥匙用不了：{reason}", "the token cannot be used: {reason}", reason=reason)
        remedy = say(
            "检查 {name}（{path}）；令牌插上了吗",
            "check {name} ({path}); is the token in place?",
            name=MODULE,
            path=os.environ.get(MODULE, ""),
        )
    finally:
        sys.unraisablehook = hook
    raise fail("E320", message, path=address, remedy=remedy)


def _not_found(reason: str) -> tuple[str, str]:
    """What securesystemslib did not find, with what can be done."""
    if "token found" in reason:
        text = say("没有找到这个令牌", "there is no such token")
        return text, say("插上；核对地址里的 label", "put it in place; compare the label of the address")
    if "tokens found" in reason:
        text = say("不止一个令牌", "there are several tokens")
        return text, say("在地址后面写 ?label=令牌名", "add ?label=LABEL to the address")
    if "multiple ECDSA" in reason:
        text = say("令牌上不止一把钥匙是这个编号", "several keys on the token have this number")
        return text, say("给钥匙不同的编号", "give the keys different numbers")
    if "EC curve" in reason:
        text = say("这把钥匙的曲线不能用", "keys on its curve cannot be used")
        return text, say("在令牌上另做一把 P-256 或 P-384 的", "make another one on the token, on P-256 or P-384")
    text = say("令牌上没有这把钥匙（ECDSA P-256、P-384）", "the token has no such key (ECDSA P-256, P-384)")
    return text, say(
        "核对地址里的编号（十进制）；只在登录后看得到的，公钥也要 PIN",
        "compare the number in the address (decimal); a key that shows after a login only needs the PIN, too",
    )
