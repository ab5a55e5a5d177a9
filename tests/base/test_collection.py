"""Looking for cyclic garbage is put off, and taken up again."""

from __future__ import annotations

import gc

import pytest

from jsrules.base.collection import collection_put_off


def test_it_is_taken_up_again_whatever_happens() -> None:
    with collection_put_off():
        assert not gc.isenabled()
        with collection_put_off():
            pass
        assert not gc.isenabled()  # the one outside takes it up
    with pytest.raises(ZeroDivisionError):
        _failing()
    assert gc.isenabled()


def _failing() -> None:
    with collection_put_off():
        raise ZeroDivisionError


def test_who_has_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with collection_put_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
