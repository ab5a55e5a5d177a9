"""Where packs come from: a folder, a ``file:`` address or ``https:``, read with limits. The transport tuf is given."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextvars import copy_context
from functools import partial
from http.client import HTTPException
from queue import Empty, Full, Queue
from ssl import SSLContext, create_default_context
from threading import Event, Thread
from time import monotonic_ns
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener, url2pathname

from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient.fetcher import FetcherInterface

from jsrules.base.diagnostic import fail
from jsrules.base.language import say

_CHUNK = 64 * 1024
_PATIENCE = 30
"""Seconds to wait for a server to say anything."""

LONGEST = 1800
"""Seconds that a whole run may take, all files together."""

PERIOD, LEAST = 30, 30 * 1024
"""In every so many seconds a server has to send so many bytes, or the rest of a file: 1 KiB a second."""

_SECOND = 10**9
"""Nanoseconds."""

_WAITING = 4
"""So many chunks are read ahead."""

_BASE = "pack:"


def _caused(error: DownloadError, cause: Exception) -> DownloadError:
    """An error with what caused it, for another thread to raise."""
    error.__cause__ = cause
    return error


def _trusting(ca_file: str) -> SSLContext:
    """Whose certificates are good: those that this machine trusts, or that these authorities have signed."""
    context = create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except OSError:
            raise DownloadError(
                say("--ca-file 读不出证书（PEM）：{path}", "--ca-file holds no certificate (PEM): {path}", path=ca_file)
            ) from None
    return context


class _OnlyHttps(HTTPRedirectHandler):
    """Follows redirections to https only."""

    def redirect_request(  # type: ignore[no-untyped-def]
        self, req: Request, fp, code, msg, headers, newurl: str
    ) -> Request | None:
        """Refuses to leave https."""
        if urlsplit(newurl).scheme != "https":
            raise DownloadError(say("转到了不安全的地址", "redirected to an insecure address"))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class SourceFetcher(FetcherInterface):
    """Reads files of a repository; ``last`` is the one read last.

    ``over`` holds files that stand in for those there; ``ca_file`` certificates of authorities that are trusted besides
    those of this machine.
    """

    metadata_url = f"{_BASE}metadata/"
    targets_url = f"{_BASE}targets/"

    def __init__(self, source: str, over: Mapping[str, bytes] | None = None, ca_file: str = "") -> None:
        self._ca_file = ca_file
        self.source = source
        self.last = ""
        self._over = over or {}
        self._deadline = monotonic_ns() + LONGEST * _SECOND
        parts = urlsplit(source)
        self._remote = ""
        self._folder = source
        if parts.scheme == "https":
            self._remote = source if source.endswith("/") else f"{source}/"
        elif parts.scheme == "file":
            self._folder = url2pathname(parts.path)
        elif parts.scheme and len(parts.scheme) > 1 and "//" in source:
            raise fail(
                "E327",
                say("不能从 {scheme}: 取", "{scheme}: is no place to fetch from", scheme=parts.scheme),
                path=source,
                remedy=say("用文件夹、file: 或 https: 地址", "use a folder, or a file: or https: address"),
            )
        if not self._remote and not os.path.isdir(os.path.join(self._folder, "metadata")):
            raise fail(
                "E327",
                say("这里没有规则库（没有 metadata 文件夹）", "there is no repository here (no folder “metadata”)"),
                path=source,
                remedy=say("给出规则库的文件夹或地址", "give the folder or address of a repository"),
            )

    def read(self, name: str, limit: int) -> bytes:
        """A whole file; raises `DownloadError` when it is missing or longer than the limit."""
        return bytes(self.download_bytes(f"{_BASE}{name}", limit))

    def _fetch(self, url: str) -> Iterator[bytes]:
        name = url.removeprefix(_BASE)
        self.last = name
        if name in self._over:
            return iter((self._over[name],))
        return self._from_network(name) if self._remote else self._from_folder(unquote(name))

    def _from_folder(self, name: str) -> Iterator[bytes]:
        if any(part in ("", ".", "..") for part in name.split("/")):
            raise DownloadError(say("文件名指向规则库之外", "the name leads out of the repository"))
        path = os.path.join(self._folder, *name.split("/"))
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        except (FileNotFoundError, NotADirectoryError):
            raise DownloadHTTPError(name, 404) from None
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise DownloadError(say("它不是普通文件", "it is no plain file"))
            while chunk := file.read(_CHUNK):
                yield chunk

    def _from_network(self, name: str) -> Iterator[bytes]:
        """A file of a server, which is read by a thread of its own: whatever a server does to keep us waiting, with
        the greeting, the head or one byte at a time, this side looks at its watch.
        """
        chunks: Queue[bytes | Exception] = Queue(_WAITING)
        stopped = Event()
        work = partial(copy_context().run, self._read_ahead, name, chunks, stopped)  # messages in the reader's language
        Thread(target=work, daemon=True).start()
        try:
            yield from self._in_time(chunks)
        finally:
            stopped.set()

    def _in_time(self, chunks: Queue[bytes | Exception]) -> Iterator[bytes]:
        """The chunks of a file as they come; an empty one is its end. Raises `DownloadError` when they come too slowly,
        or all files together have taken too long.
        """
        waited, received = 0, 0
        while True:
            asked = monotonic_ns()
            patience = min(self._deadline - asked, PERIOD * _SECOND - waited)
            try:
                got = chunks.get(timeout=-(-max(0, patience) // _SECOND))
            except Empty:
                got = None
            if isinstance(got, Exception):
                raise got
            if got == b"":
                return
            now = monotonic_ns()
            waited += now - asked
            received += len(got or b"")
            if now >= self._deadline or (waited >= PERIOD * _SECOND and received < LEAST):
                raise DownloadError(say("太慢，放弃了", "it takes too long"))
            if waited >= PERIOD * _SECOND:
                waited, received = 0, 0
            if got:
                yield got

    def _read_ahead(self, name: str, chunks: Queue[bytes | Exception], stopped: Event) -> None:
        """Puts the chunks of a file where they are waited for, and what goes wrong; stops when nobody waits."""
        from urllib.error import HTTPError

        def put(what: bytes | Exception) -> None:
            while not stopped.is_set():
                try:
                    chunks.put(what, timeout=1)
                except Full:
                    continue
                return

        try:
            opener = build_opener(_OnlyHttps(), HTTPSHandler(context=_trusting(self._ca_file)))
            with opener.open(Request(self._remote + name), timeout=_PATIENCE) as response:
                while not stopped.is_set() and (chunk := response.read1(_CHUNK)):
                    put(chunk)
            put(b"")
        except HTTPError as error:
            error.close()
            put(_caused(DownloadHTTPError(str(error), error.code), error))
        except DownloadError as error:
            put(error)
        except (OSError, HTTPException, ValueError) as error:
            put(_caused(DownloadError(str(error)), error))
