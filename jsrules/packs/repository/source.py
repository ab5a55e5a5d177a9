"""Where packs come from: a folder, a ``file:`` address or ``https:``, read with limits. The transport tuf is given."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from time import monotonic_ns
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, url2pathname

from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient.fetcher import FetcherInterface

from jsrules.base.diagnostic import fail
from jsrules.base.language import say

_CHUNK = 64 * 1024
_PATIENCE = 30
"""Seconds to wait for a server to say anything."""

_LONGEST = 600 * 10**9
"""Nanoseconds that one file may take."""

_BASE = "pack:"


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

    ``over`` holds files that stand in for those there.
    """

    metadata_url = f"{_BASE}metadata/"
    targets_url = f"{_BASE}targets/"

    def __init__(self, source: str, over: Mapping[str, bytes] | None = None) -> None:
        self.source = source
        self.last = ""
        self._over = over or {}
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
        from urllib.error import HTTPError

        start = monotonic_ns()
        opener = build_opener(_OnlyHttps())
        try:
            with opener.open(Request(self._remote + name), timeout=_PATIENCE) as response:
                while chunk := response.read(_CHUNK):
                    if monotonic_ns() - start > _LONGEST:
                        raise DownloadError(say("太慢，放弃了", "it takes too long"))
                    yield chunk
        except HTTPError as error:
            error.close()
            raise DownloadHTTPError(str(error), error.code) from error
        except OSError as error:
            raise DownloadError(str(error)) from error
