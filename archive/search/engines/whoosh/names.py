"""The codes of a facet field as a table of strings that stays in its file: names of organisations are as many as articles.

A few are handed out as strings when asked for; a table of few is made strings at once, as every one of them will be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

_FEW = 10_000
"""Names held as strings, by each process."""


class Names(Sequence[str]):
    """Different strings by number. `offsets` tell where each begins in `characters`, which are UTF-8 and ascend."""

    def __init__(self, characters: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64]) -> None:
        self.characters = characters
        self.offsets = offsets

    @classmethod
    def of(cls, values: Sequence[str]) -> Names:
        """A table of strings, which ascend as their UTF-8 does."""
        encoded = [value.encode() for value in values]
        offsets = np.fromiter(accumulate(map(len, encoded), initial=0), np.int64, len(encoded) + 1)
        return cls(np.frombuffer(b"".join(encoded), np.uint8), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[place] for place in range(*number.indices(len(self)))]
        return self._encoded(number).decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self._strings) if len(self) <= _FEW else (self[number] for number in range(len(self)))

    def take(self, numbers: npt.NDArray[np.integer[Any]]) -> list[str]:
        """The strings with these numbers."""
        if len(self) <= _FEW:
            found: list[str] = self._strings.take(numbers).tolist()
            return found
        return [self._encoded(number).decode() for number in numbers.tolist()]

    def find(self, value: str) -> int | None:
        """The number of a string; None where it is not among them."""
        wanted, low, high = value.encode(), 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._encoded(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._encoded(low) == wanted else None

    def ascending(self, numbers: Numbers) -> Numbers:
        """Places in `numbers`, which ascend, in the order of the strings they stand for."""
        return np.arange(len(numbers))

    @cached_property
    def _strings(self) -> npt.NDArray[np.object_]:
        return np.array([self._encoded(number).decode() for number in range(len(self))], object)

    def _encoded(self, number: int) -> bytes:
        part: bytes = self.characters[self.offsets[number] : self.offsets[number + 1]].tobytes()
        return part


class JoinedNames(Names):
    """The names of a table, and behind them further ones in any order: those of smaller segments."""

    def __init__(self, table: Names, further: Sequence[str]) -> None:
        super().__init__(table.characters, table.offsets)
        self._table = table
        self._further = tuple(further)
        self._numbers = {value: len(table) + number for number, value in enumerate(further)}

    def __len__(self) -> int:
        return len(self._table) + len(self._further)

    def find(self, value: str) -> int | None:
        """As of any table."""
        found = self._table.find(value)
        return self._numbers.get(value) if found is None else found

    def ascending(self, numbers: Numbers) -> Numbers:
        """As of any table; the further names stand in no order."""
        if not len(numbers) or numbers[-1] < len(self._table):
            return np.arange(len(numbers))
        encoded = [self._encoded(number) for number in numbers.tolist()]
        return np.array(sorted(range(len(encoded)), key=encoded.__getitem__), np.int64)

    def _encoded(self, number: int) -> bytes:
        if number < len(self._table):
            return super()._encoded(number)
        return self._further[number - len(self._table)].encode()


def join_names(tables: Sequence[Names]) -> tuple[Names, list[npt.NDArray[np.int64]]]:
    """All names of several tables, and for each table the numbers its own have among them. The largest is not copied."""
    largest = max(range(len(tables)), key=lambda number: len(tables[number]))
    table = tables[largest]
    further: dict[str, int] = {}
    numbers = []
    for place, part in enumerate(tables):
        if place == largest:
            numbers.append(np.arange(len(part)))
            continue
        found = ((value, table.find(value)) for value in part)
        numbers.append(
            np.fromiter(
                (
                    further.setdefault(value, len(table) + len(further)) if number is None else number
                    for value, number in found
                ),
                np.int64,
                len(part),
            )
        )
    return (JoinedNames(table, list(further)) if further else table), numbers
