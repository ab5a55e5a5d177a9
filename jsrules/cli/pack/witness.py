"""``jsrules pack witness``: somebody else than the publisher signs which log of publications he has seen."""

from __future__ import annotations

import os

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Command, Option, examples
from jsrules.cli.pack.common import SOURCE, Talk, signers_of, talking
from jsrules.cli.pack.fetch import anchor_of
from jsrules.cli.pack.log import head_words, no_log
from jsrules.cli.trouble import UsageError


def _work(
    talk: Talk,
    source: str,
    keys: tuple[str, ...],
    passphrase_file: str,
    add: str,
    output: str,
    root: str,
    fingerprint: str,
    ca_file: str,
) -> None:
    from jsrules.packs.repository.knowing import look_at, view_log
    from jsrules.packs.repository.roles import now_utc
    from jsrules.packs.repository.witnessing import add_statements, listed, no_testimony, read_statements, testimony

    if bool(keys) == bool(add) or (add and output):
        raise UsageError(
            say("要么用 --key 签，要么用 --add 收进别人签的", "either sign with --key, or take over with --add")
        )
    if add:
        view = view_log(source, now_utc(), ca_file)
        if view.log is None:
            raise _nothing(source)
        count = add_statements(source, read_statements(add), view.identity.repository, view.log)
        if not count:
            raise no_testimony(add)
        talk.say(say("收进了 {n} 个见证的签名", "took over the signatures of {n} witnesses", n=count), "good")
        return
    signers = signers_of(keys, passphrase_file)
    if not output and not os.path.isdir(source):
        raise UsageError(
            say(
                "网站上的写不进去：用 -o 写成文件，交给发布单位",
                "a site cannot be written to: use -o, for its publisher",
            )
        )
    catalogue = look_at(source, anchor_of(root, fingerprint), now_utc(), ca_file)
    if catalogue.log is None:
        raise _nothing(source)
    repository = catalogue.identity.repository
    statements = [testimony(repository, catalogue.log, each, now_utc()) for each in signers]
    if output:
        from jsrules.base.writing import write_whole

        write_whole(output, listed(statements))
    else:
        add_statements(source, statements, repository, catalogue.log)
    text = say(
        "已见证：与本机见过的一致，{head}",
        "witnessed: in line with what this machine has seen, {head}",
        head=head_words(catalogue.log),
    )
    talk.say(text, "good")


def _nothing(source: str) -> InputError:
    return fail("E339", no_log(), path=source, remedy=say("请发布单位再发布一次", "ask the publisher to publish again"))


command = Command(
    talking(_work, needs_extra=True),
    (
        SOURCE[0],
        replace(options.KEYS, words=("见证人的私钥", "the private key of the witness")),
        options.PASSPHRASE_FILE,
        Option(
            "--add",
            (
                "发布单位：把见证人签好的文件收进规则库",
                "for the publisher: take the file that a witness has signed into the repository",
            ),
            options.FILE,
        ),
        replace(
            options.OUTPUT,
            words=(
                "签好的写到这个文件，不写进规则库",
                "write what is signed to this file, not into the repository",
            ),
        ),
        options.ROOT,
        options.FINGERPRINT,
        options.CA_FILE,
        *options.DISPLAY,
    ),
    (
        examples(
            "jsrules pack witness E:\\规则库 --key 见证.key",
            "jsrules pack witness https://example.gov.cn/rules --key 见证.key -o 见证.json",
            "jsrules pack witness 规则库 --add 见证.json",
        ),
    ),
)
