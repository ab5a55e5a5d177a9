"""What the subcommands of ``jsrules pack`` share: running, talking, keys, and saying what is not installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.width import set_ambiguous_width
from jsrules.cli.declare import Argument, Option
from jsrules.cli.terminal import is_terminal, terminal_for
from jsrules.cli.verify_job import FINE, UNUSABLE, complain, defect
from jsrules.outputs.page import Page, Paragraph, Role

if TYPE_CHECKING:
    from jsrules.outputs.terminal import Terminal
    from jsrules.packs.repository.keys import Signer, SSlibKey

_EXTRA = frozenset(("cryptography", "securesystemslib", "tuf"))


class Talk:
    """Says what was done, paragraph by paragraph, on standard output."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def say(self, text: str, role: Role = "") -> None:
        """One paragraph; ``role`` colours it."""
        self.show([[Paragraph(text, role, hanging=True)]])

    def show(self, page: Page) -> None:
        """A page."""
        if sys.stdout is not None:
            sys.stdout.write(self._terminal.write(page))


Work = Callable[[Talk], "int | None"]


def deferred(work: Callable[..., int | None], *, needs_extra: bool = False) -> Callable[..., Callable[[], int]]:
    """The callback of a subcommand: takes the options and gives back the work, with mistakes shown as everywhere."""

    def prepare(color: Any = "auto", ambiguous_width: int = 1, **values: Any) -> Callable[[], int]:
        def run() -> int:
            set_ambiguous_width(ambiguous_width)
            try:
                if needs_extra:
                    require_extra()
                code = work(Talk(terminal_for(sys.stdout, color)), **values)
            except InputError as error:
                if sys.stdout is not None:
                    sys.stdout.flush()
                complain(error.diagnostics, color)
                return UNUSABLE
            except OSError:  # of standard output
                raise
            except Exception as error:
                complain([defect("", error)], color)
                return UNUSABLE
            return FINE if code is None else code

        return run

    return prepare


def require_extra() -> None:
    """Raises `InputError` (E335) when what publishing and fetching need is not installed."""
    try:
        import jsrules.packs.repository.keys
        import jsrules.packs.repository.session  # noqa: F401
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        raise fail(
            "E335",
            say("这个命令还需要 {name}", "this command needs {name} as well", name=error.name),
            path="jsrules pack",
            remedy=say("运行 pip install 'jsrules[packs]'", "run pip install 'jsrules[packs]'"),
        ) from None


def repository_argument() -> Argument:
    """The folder of a repository that is worked on."""
    return Argument("folder", ("规则库的文件夹", "the folder of the repository"), ("规则库", "REPOSITORY"))


def key_option(words: tuple[str, str] | None = None) -> Option:
    """``--key``, the private keys to sign with."""
    return Option(
        ["--key", "keys"],
        words or ("用这把私钥签名；可以写多次", "sign with this private key; may be given several times"),
        ("文件", "FILE"),
        multiple=True,
    )


def passphrase_option() -> Option:
    """``--passphrase-file``."""
    return Option(
        ["--passphrase-file", "passphrase_file"],
        (
            "钥匙的口令写在这个文件的第一行；不写就在终端上问",
            "the passphrase of the keys is the first line of this file; by default it is asked for",
        ),
        ("文件", "FILE"),
        default="",
    )


def signers_of(paths: Sequence[str], passphrase_file: str) -> list[Signer]:
    """The private keys in files, their passphrases read or asked for."""
    from jsrules.packs.repository.keys import is_encrypted, read_signer

    known = read_passphrase(passphrase_file)
    found: list[Signer] = []
    for path in paths:
        passphrase = known
        if not passphrase and is_encrypted(path):
            passphrase = ask_passphrase(path)
        found.append(read_signer(path, passphrase))
    return found


def public_keys_of(paths: Sequence[str]) -> list[SSlibKey]:
    """The public keys in files."""
    from jsrules.packs.repository.keys import read_public

    return [read_public(path)[1] for path in paths]


def read_passphrase(path: str) -> str:
    """The first line of a file, or nothing when none is given."""
    if not path:
        return ""
    from jsrules.base.files import read_source

    return read_source(path).line_text(1)


def ask_passphrase(path: str, *, twice: bool = False) -> str:
    """Asks for a passphrase on the terminal. Raises `InputError` (E320) when there is none to ask on."""
    if not is_terminal(sys.stdin):
        raise fail(
            "E320",
            say("没有终端可以问口令", "there is no terminal to ask for the passphrase on"),
            path=path,
            remedy=say("用 --passphrase-file 给出", "give it with --passphrase-file"),
        )
    from getpass import getpass

    name = os.path.basename(path)
    first = getpass(say("{name} 的口令：", "passphrase of {name}: ", name=name))
    if twice and getpass(say("再输一次：", "once more: ")) != first:
        raise fail(
            "E320",
            say("两次口令不同", "the two differ"),
            path=path,
            remedy=say("再来一次", "try again"),
        )
    return first
