"""Small tables that are read whole and almost never change, kept in a process for a minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models.signals import post_delete, post_save

_KEEP_SECONDS = 60.0

T = TypeVar("T")


class Kept(Generic[T]):
    """A value read from the database and kept for a short while, until one of its models changes here.

    Other processes see a change within a minute; bulk operations send no signals: call `forget` after them.
    """

    def __init__(self, read: Callable[[], T], *models: Any) -> None:
        self._read = read
        self._value: T | None = None
        self._until = 0.0
        for model in models:
            post_save.connect(self.forget, sender=model, weak=False)
            post_delete.connect(self.forget, sender=model, weak=False)

    def get(self) -> T:
        """The value, at most a minute old."""
        if self._value is None or time.monotonic() > self._until:
            return self.keep(self._read())
        return self._value

    def keep(self, value: T) -> T:
        """Take this for what the database says."""
        self._value = value
        self._until = time.monotonic() + _KEEP_SECONDS
        return value

    def forget(self, *_args: object, **_kwargs: object) -> None:
        """Read afresh next time."""
        self._value = None
