"""The seconds that a reconciliation may take are those of computing: a machine that is busy gives the same answer."""

from __future__ import annotations

import time

import pytest

from jsrules.cli.verification_run import WAITING, stopwatch

SECOND = 1_000_000_000


class Clocks:
    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.computed = self.passed = 1
        patch.setattr(time, "process_time_ns", lambda: self.computed)
        patch.setattr(time, "monotonic_ns", lambda: self.passed)


def test_waiting_for_others_is_not_computing(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(monkeypatch)
    expired = stopwatch(2)
    assert not expired()
    clocks.passed += 4 * SECOND
    clocks.computed += SECOND
    assert not expired()
    clocks.computed += SECOND + 1
    assert expired()


def test_a_machine_that_gives_no_time_at_all_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(monkeypatch)
    expired = stopwatch(2)
    assert not expired()
    clocks.passed += 2 * WAITING * SECOND + 1
    assert expired()


def test_it_runs_from_when_it_is_first_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(monkeypatch)
    expired = stopwatch(2)
    clocks.computed += 10 * SECOND
    clocks.passed += 100 * SECOND
    assert not expired()
