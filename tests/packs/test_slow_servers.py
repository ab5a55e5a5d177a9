"""Servers that keep a department waiting: one byte now and then, for ever. A fetch gives up, and changes nothing."""

from __future__ import annotations

import time
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from support.bureau import Bureau, Department, codes
from support.web_server import serving

from jsrules.base.diagnostic import InputError
from jsrules.packs.repository import source

PAUSE = 0.05
"""Seconds between two bytes."""

MANY = 1200
"""So many bytes make a minute."""


class SlowHead(SimpleHTTPRequestHandler):
    """Never comes to the end of its head."""

    def do_GET(self) -> None:
        drip(self, b"HTTP/1.1 200 OK\r\nX: " + b"x" * MANY)


class SlowBody(SimpleHTTPRequestHandler):
    """Answers at once, and then sends byte by byte."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(MANY))
        self.end_headers()
        drip(self, b"x" * MANY)


class Silent(SimpleHTTPRequestHandler):
    """Takes the question, and says nothing for a while."""

    def do_GET(self) -> None:
        time.sleep(10)


def drip(handler: SimpleHTTPRequestHandler, data: bytes) -> None:
    for place in range(len(data)):
        handler.wfile.write(data[place : place + 1])
        handler.wfile.flush()
        time.sleep(PAUSE)


@pytest.mark.parametrize("limit", ["least rate", "deadline"])
@pytest.mark.parametrize("handler", [SlowHead, SlowBody, Silent])
def test_a_server_that_drips(
    handler: type[SimpleHTTPRequestHandler], limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    bureau = Bureau(tmp_path / "bureau")
    bureau.release("rules", "1.0.0")
    department = Department(tmp_path / "department", bureau)
    monkeypatch.setattr(source, "PERIOD", 2 if limit == "least rate" else 1000)
    monkeypatch.setattr(source, "LONGEST", 2 if limit == "deadline" else 1000)
    with serving(bureau.repo, tmp_path, monkeypatch, handler) as address:
        begun = time.monotonic()
        with pytest.raises(InputError) as caught:
            department.fetch(address)
        assert codes(caught.value) == {"E327"} and "太慢，放弃了" in str(caught.value)
        assert time.monotonic() - begun < 30, "a minute is what the whole would take"
    assert not department.lock.exists()
