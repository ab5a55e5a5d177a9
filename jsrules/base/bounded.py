"""A memory of bounded size: what was asked for least recently is forgotten first."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Remembered = TypeVar("Remembered", bound=Hashable)
Memory = TypeVar("Memory")


class Bounded(Generic[Remembered, Memory]):
    """Values by their keys, at most ``most`` of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Remembered, Memory] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Remembered) -> Memory | None:
        """The value of a key, which counts as asked for; None where it is not kept."""
        found = self._kept.pop(key, None)
        if found is not None:
            self._kept[key] = found
        return found

    def put(self, key: Remembered, value: Memory) -> None:
        """Keep a value, and forget another one where there are too many."""
        self._kept.pop(key, None)
        self._kept[key] = value
        while len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
