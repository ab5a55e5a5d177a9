"""Python's search for cyclic garbage, put off while many things are made that all stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_put_off() -> Iterator[None]:
    """Nothing is looked at for cyclic garbage meanwhile: where things are made by the hundred thousand and kept,
    looking through all of them again and again takes as long as making them.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
