"""Results with a signature below them: `verify --sign`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.cli.read_besides import GivenBesides, ReadBesides, changed_while_judged
from jsrules.cli.sink import Sink, open_sink
from jsrules.cli.trouble import UsageError
from jsrules.outputs.attestation import attestation, hash_of, judged

if TYPE_CHECKING:
    from typing import Any

    from jsrules.model.result import Result
    from jsrules.packs.repository.keys import Signer


class SignedOutput:
    """Vouches for all results together, when they are known. ``before`` are the hashes of the reports' files from
    before they were judged.
    """

    def __init__(self, sink: Sink, signer: Signer, before: dict[str, str], besides: ReadBesides) -> None:
        self.sink = sink
        self._besides = besides
        self._signer = signer
        self._before = before
        self._entries: list[dict[str, Any]] = []

    def take(self, result: Result) -> None:
        """Keeps what is vouched for. Raises `InputError` (E325) when the file was changed while it was judged."""
        before = self._before.get(result.path, "")
        if result.report is not None and hash_of(result.path) != before:
            raise changed_while_judged(result.path)
        self._entries.append(judged(result, before, self._besides.of(result)))

    def finish(self) -> None:
        """Writes the results and the signature. Raises `InputError` (E322) when there is nothing to vouch for."""
        from jsrules.outputs.json_text import json_text
        from jsrules.packs.repository.attesting import attested
        from jsrules.packs.repository.roles import iso, now_utc

        if not any(each["result"] for each in self._entries):
            raise fail(
                "E322",
                say("没有能检查的报告，没有签", "no report could be judged; nothing was signed"),
                path="jsrules verify --sign",
                remedy=say("先改正上面说的错误", "mend first what is said above"),
            )
        content = attested(attestation(self._entries, iso(now_utc())), self._signer)
        self.sink.write(json_text(content, indent=1) + "\n")


@contextmanager
def signed_output(
    path: str, inputs: Sequence[str], key: str, passphrase_file: str, given: GivenBesides
) -> Iterator[SignedOutput]:
    """What signs the results of ``inputs``, judged with what is ``given`` besides, with the private key in a file, and
    writes that to a path, or to standard output.
    """
    from jsrules.cli.pack.common import require_extra, signers_of

    if "-" in inputs:
        raise UsageError(
            say("--sign 要报告的文件，不能从标准输入读", "--sign needs files of reports, not standard input")
        )
    require_extra("jsrules verify --sign")
    (signer,) = signers_of((key,), passphrase_file)
    before, besides = dict(_hashes(inputs)), ReadBesides(given, inputs)
    with open_sink(path, list(inputs), as_json=True) as sink:
        yield SignedOutput(sink, signer, before, besides)


def _hashes(inputs: Iterable[str]) -> Iterator[tuple[str, str]]:
    for path in inputs:
        try:
            yield path, hash_of(path)
        except InputError:  # verifying says why
            yield path, ""
