"""A small store of values read before, the least recently used dropped first, bounded by their size in bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar


class _Sized(Protocol):
    @property
    def size(self) -> int: ...


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=_Sized)
_OVERHEAD = 300


class KeptBySize(Generic[K, V]):
    """Values by key, at most `limit` bytes of them."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value kept, or made now."""
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        value = make()
        if value.size + _OVERHEAD > self._limit:
            return value
        self._values[key] = value
        self._size += value.size + _OVERHEAD
        while self._size > self._limit:
            _key, dropped = self._values.popitem(last=False)
            self._size -= dropped.size + _OVERHEAD
        return value

    def has(self, key: K) -> bool:
        """Whether there is such a value."""
        return key in self._values

    def clear(self) -> None:
        """Drop everything."""
        self._values.clear()
        self._size = 0
