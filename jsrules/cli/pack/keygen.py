"""``jsrules pack keygen``: a pair of keys, the private one under a passphrase."""

from __future__ import annotations

import re

from jsrules.base.diagnostic import fail
from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples
from jsrules.cli.pack.common import Talk, ask_passphrase, read_passphrase, talking
from jsrules.cli.trouble import UsageError


def _work(talk: Talk, names: tuple[str, ...], output: str, passphrase_file: str, unprotected: bool, token: str) -> None:
    for name in names:
        _check_name(name)
    if token:
        _export(talk, names, output, token, read_passphrase(passphrase_file))
        return
    for name in names:
        _make(talk, name, output, passphrase_file, unprotected)


def _check_name(name: str) -> None:
    """Raises `InputError` (E320) for a name that a key cannot have."""
    if not re.fullmatch(r"[\w-]+", name):
        raise fail(
            "E320",
            say("钥匙的名称只能用文字、数字和连字符", "a key's name holds letters, digits and hyphens"),
            path=name,
            remedy=say("例如 局长", "such as director"),
        )


def _export(talk: Talk, names: tuple[str, ...], output: str, token: str, pin: str) -> None:
    """Writes the public half of the key on a token. Raises `UsageError` for several names: it is one key."""
    from jsrules.packs.repository.keys import export_public
    from jsrules.packs.repository.token_keys import token_public_key

    if len(names) != 1:
        raise UsageError(say("--token 只写一个名称", "--token goes with one name"))
    key = token_public_key(token, pin)
    path = export_public(output, names[0], key)
    talk.say(
        say("公钥：{path}（私钥留在令牌上）", "public: {path} (the private key stays on the token)", path=path), "good"
    )
    talk.say(say("指纹：{print}", "fingerprint: {print}", print=grouped(key.keyid)))


def _make(talk: Talk, name: str, output: str, passphrase_file: str, unprotected: bool) -> None:
    from jsrules.packs.repository.keys import PRIVATE, generate

    passphrase = read_passphrase(passphrase_file)
    if not passphrase and not unprotected:
        passphrase = ask_passphrase(name + PRIVATE, twice=True)
        if not passphrase:
            raise fail(
                "E320",
                say("没有口令", "there is no passphrase"),
                path=name + PRIVATE,
                remedy=say("输入一个，或明确写 --unprotected", "type one, or say --unprotected"),
            )
    pair = generate(output, name, passphrase)
    talk.say(say("已做好一对钥匙“{name}”", "made the pair of keys “{name}”", name=name), "good")
    talk.say(
        say(
            "私钥：{path}（收好，不要复制给别人）",
            "private: {path} (keep it, give it to nobody)",
            path=pair.private_path,
        )
    )
    talk.say(say("公钥：{path}", "public: {path}", path=pair.public_path))
    talk.say(say("指纹：{print}", "fingerprint: {print}", print=grouped(pair.fingerprint)))
    if not passphrase:
        talk.say(say("这把私钥没有口令。", "This private key has no passphrase."), "warning")


command = Command(
    talking(_work, needs_extra=True),
    (
        Argument(
            "names", ("钥匙的名称；可以写几个", "the key's name; several make several"), ("名称", "NAME"), many=True
        ),
        replace(
            options.OUTPUT, words=("放到这个文件夹", "put them in this folder"), value=("文件夹", "FOLDER"), default="."
        ),
        options.PASSPHRASE_FILE,
        Option("--unprotected", ("不用口令", "without a passphrase")),
        Option(
            "--token",
            (
                "不做新的：写出硬件令牌上这把钥匙的公钥，如 hsm:2?label=令牌名",
                "make none: write the public half of this key on a token, as in hsm:2?label=LABEL",
            ),
            ("地址", "ADDRESS"),
            default="",
        ),
        *options.DISPLAY,
    ),
    (examples("jsrules pack keygen 局长 -o E:\\", "jsrules pack keygen 局长 --token hsm:2?label=局长"),),
)
