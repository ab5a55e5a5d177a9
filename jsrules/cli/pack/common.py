"""What the subcommands of ``jsrules pack`` share: running, talking, keys, and saying what is not installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.cli import options
from jsrules.cli.declare import Argument
from jsrules.cli.streams import is_terminal
from jsrules.cli.terminal import terminal_for
from jsrules.outputs.page import Page, Paragraph, Role

if TYPE_CHECKING:
    from jsrules.cli.trouble import ColorChoice
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

    def write(self, text: str) -> None:
        """A text that is no page: what programs read."""
        if sys.stdout is not None:
            sys.stdout.write(text)


def talking(work: Callable[..., int | None], *, needs_extra: bool = False) -> Callable[..., int | None]:
    """The work of a subcommand that talks; ``needs_extra``: with what publishing and fetching need."""

    def run(color: ColorChoice, **values: Any) -> int | None:
        if needs_extra:
            require_extra()
        return work(Talk(terminal_for(sys.stdout, color)), **values)

    return run


def confirmed(talk: Talk, question: str, otherwise: str) -> bool:
    """Whether somebody at the terminal says yes; where there is no terminal, says ``otherwise`` and takes it for no."""
    if not is_terminal(sys.stdin):
        talk.say(otherwise)
        return False
    sys.stdout.write(f"{question} [y/N]: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def require_extra(command: str = "jsrules pack") -> None:
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
            path=command,
            remedy=say("运行 pip install 'jsrules[packs]'", "run pip install 'jsrules[packs]'"),
        ) from None


REPOSITORY = Argument("folder", ("规则库的文件夹", "the folder of the repository"), ("规则库", "REPOSITORY"))
"""The folder of a repository that is worked on."""

PACK_FOLDER = Argument("folder", ("规则包的文件夹", "the pack's folder"), ("文件夹", "FOLDER"))

SOURCE = (
    Argument(
        "source",
        ("规则库：文件夹、file: 或 https: 地址", "the repository: a folder, or a file: or https: address"),
        ("来源", "SOURCE"),
    ),
    Argument(
        "names",
        (
            "规则包的代号，可写成 代号@版本；不写就是锁定的那些",
            "ids of packs, or ID@VERSION; by default those that are locked",
        ),
        ("代号", "ID"),
        many=True,
        required=False,
    ),
    options.ROOT,
    options.FINGERPRINT,
    options.LOCK,
    options.CA_FILE,
)
"""Where packs are fetched from, which, and what trust rests on."""


def signers_of(paths: Sequence[str], passphrase_file: str) -> list[Signer]:
    """The private keys in files or on tokens, their passphrases or PINs read or asked for."""
    from jsrules.packs.repository.keys import is_encrypted, read_signer
    from jsrules.packs.repository.token_keys import is_on_token, token_signer

    known = read_passphrase(passphrase_file)
    found: list[Signer] = []
    for path in paths:
        if is_on_token(path):
            question = say("{name} 的 PIN：", "PIN of {name}: ", name=path)
            found.append(token_signer(path, known or ask_passphrase(path, question)))
            continue
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


def ask_passphrase(path: str, question: str = "", *, twice: bool = False) -> str:
    """Asks for a passphrase on the terminal, or what the ``question`` asks for. Raises `InputError` (E320) when there
    is no terminal to ask on.
    """
    if not is_terminal(sys.stdin):
        raise fail(
            "E320",
            say("没有终端可以问口令", "there is no terminal to ask for the passphrase on"),
            path=path,
            remedy=say("用 --passphrase-file 给出", "give it with --passphrase-file"),
        )
    from getpass import getpass

    question = question or say("{name} 的口令：", "passphrase of {name}: ", name=os.path.basename(path))
    try:
        first = getpass(question)
        again = getpass(say("再输一次：", "once more: ")) if twice else first
    except EOFError:
        raise fail(
            "E320",
            say("没有输入口令", "no passphrase was typed"),
            path=path,
            remedy=say("再来一次", "try again"),
        ) from None
    if again != first:
        raise fail(
            "E320",
            say("两次口令不同", "the two differ"),
            path=path,
            remedy=say("再来一次", "try again"),
        )
    return first
