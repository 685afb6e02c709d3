"""One committed state of the index, opened once in a process and asked by all searches until the next commit.

Segments never change once written, so what is read from one (postings of phrases, codes of facets, columns) is kept
with it and taken over into the next snapshot; only which documents are alive belongs to the commit. All document
numbers given out are global: a segment's own plus its base.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from archive.search.engine import IndexUnusable
from archive.search.engines.whoosh.columns import (
    LEDE,
    length_of_steps,
    number_fields,
    read_codes,
    read_length_steps,
    read_numbers,
    text_fields,
)
from archive.search.engines.whoosh.combinations import Combinations, FieldCodes, combine, join
from archive.search.engines.whoosh.damage import DamagedFiles, reading_files
from archive.search.engines.whoosh.derive import derived_path, ledes_of
from archive.search.engines.whoosh.derived import EXTENSION, Derived, DerivedUnusable, read_derived
from archive.search.engines.whoosh.inuse import FilesInUse
from archive.search.engines.whoosh.kept import KeptBySize
from archive.search.engines.whoosh.locate import Needle, PairIndex, plain_needle
from archive.search.engines.whoosh.phrases import NOTHING, FastLookup, Found, Located, Lookup, SlowLookup, group_of
from archive.search.engines.whoosh.postings import Documents, read_documents
from archive.search.engines.whoosh.schema import SCHEMA_VERSION
from archive.search.engines.whoosh.store import INDEX_NAME, IndexStore
from archive.search.engines.whoosh.stream import Extents, extents, text_of
from archive.search.engines.whoosh.texts import Texts

logger = logging.getLogger(__name__)

T = TypeVar("T")
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
Lengths = npt.NDArray[np.float32]

_ATTEMPTS = 3
_LOOK_SECONDS = 0.2
"""Between two looks at the sizes of files in use."""
_NO_NUMBERS = np.empty(0, np.int64)
_KEPT_MATCHES = 4 * 2**20
"""Bytes of matches kept in memory, so that turning pages does not find the same words again."""
_KEPT_LOOKUPS = 100
"""Phrases whose places in the dictionaries are remembered: a search asks for them twice."""


class Segment:
    """One segment with what has been read from it.

    Columns are read at once: Whoosh opens each file when first asked and takes one that is gone for one that never was.
    """

    def __init__(self, reader: SegmentReader, folder: Path) -> None:
        self.reader = reader
        self.files = FilesInUse(folder, reader.segment().segment_id())
        self.count = int(reader.doc_count_all())
        self._numbers = {field: _small(read_numbers(reader, field)) for field in number_fields(reader)}
        self._lengths = {field: read_length_steps(reader, field) for field in text_fields(reader)}
        self._derived = _read_derived(folder, reader.segment().segment_id())
        pairs = self._derived.pairs if self._derived else {}
        frequent = self._derived.frequent if self._derived else {}
        self._ledes = self._numbers.get(LEDE, np.zeros(self.count, np.int32))
        self._indexes = {
            group: PairIndex(group, arrays, frequent[group], ledes_of(group, self._ledes))
            for group, arrays in pairs.items()
        }
        self._codes: dict[str, Combinations] = {}
        self._texts: Texts = reader._terms.texts

    @property
    def is_fast(self) -> bool:
        """Whether its derived file is in use."""
        return self._derived is not None

    def look_up(self, group: tuple[str, str], folded: str, plain: Needle | None) -> Lookup:
        """A folded phrase looked up in the fields of a group; `plain` is its needle where all segments have the same."""
        index = self._indexes.get(group)
        needle = (plain or index.needle(folded)) if index else None
        if index is None or needle is None:
            return SlowLookup(self.reader, group, folded, ledes_of(group, self._ledes))
        return FastLookup(index, needle)

    def term(self, field: str, term: bytes) -> Documents:
        """Documents of one term."""
        with reading_files():
            return read_documents(self.reader, field, term)

    def stored(self, document: int) -> dict[str, Any]:
        """The stored fields of a document."""
        with reading_files():
            fields: dict[str, Any] = self.reader.stored_fields(document)
            return fields

    def texts(self, group: tuple[str, str], document: int) -> tuple[str, str]:
        """The two folded texts of a document."""
        return text_of(self._texts[group], document)

    def extents(self, group: tuple[str, str], documents: Numbers) -> Extents:
        """Where some documents, ascending, stand in the stream of a group."""
        return extents(self._texts[group], documents)

    def numbers(self, field: str) -> Numbers:
        """The number in a column for each document, 0 where there is none."""
        return self._numbers[field]

    def share(self, field: str, numbers: Numbers) -> None:
        """Hold a column as a part of a larger one, instead of a second time."""
        self._numbers[field] = numbers

    def lengths(self, field: str) -> Lengths:
        """Characters in a text field for each document."""
        steps = self._lengths.get(field)
        return np.zeros(self.count, np.float32) if steps is None else length_of_steps(steps)

    def codes(self, field: str) -> Combinations:
        """All codes of a facet field."""
        if field not in self._codes:
            with reading_files():
                derived = self._derived.codes.get(field) if self._derived else None
                self._codes[field] = derived or combine(read_codes(self.reader, field), self.count)
        return self._codes[field]


def _small(numbers: Numbers) -> Numbers:
    """In half the memory where they are small enough: all but moments in time."""
    return numbers.astype(np.int32) if int(numbers.max(initial=0)) < 2**31 else numbers


def _read_derived(folder: Path, segment_id: str) -> Derived | None:
    try:
        return read_derived(derived_path(folder, segment_id), segment_id)
    except DerivedUnusable as error:
        logger.warning("searches are slow until the next `index_stale`: %s", error)
        return None


class Snapshot:
    """A committed state. Not to be used by two threads at once: `SnapshotKeeper.ask` sees to that."""

    def __init__(self, segments: list[tuple[Segment, frozenset[int]]]) -> None:
        self.segments = [segment for segment, _deleted in segments]
        self.bases = np.cumsum([0, *(segment.count for segment in self.segments)])
        self.count = int(self.bases[-1])
        self.alive: Mask = np.ones(self.count, np.bool_)
        for base, (_segment, deleted) in zip(self.bases, segments, strict=False):
            if deleted:
                self.alive[base + np.fromiter(deleted, np.int64, len(deleted))] = False
        self._kept: dict[Hashable, Any] = {}
        self._located: dict[tuple[tuple[str, str], str], Located] = {}
        self.matches: KeptBySize[Hashable, Any] = KeptBySize(_KEPT_MATCHES)
        """Matches of phrases asked for before."""

    @cached_property
    def alive_count(self) -> int:
        """Documents not deleted."""
        return int(self.alive.sum())

    def locate(self, fields: tuple[str, ...], folded: str) -> Located:
        """A folded phrase in any of the fields, which are of one group, looked up in all segments."""
        key = group_of(fields[0]), folded
        if key not in self._located:
            if len(self._located) >= _KEPT_LOOKUPS:
                self._located.clear()
            with reading_files():
                plain = plain_needle(folded)
                self._located[key] = Located([segment.look_up(*key, plain) for segment in self.segments])
        return self._located[key]

    def phrase(self, fields: tuple[str, ...], folded: str, within: Numbers | None = None) -> Found:
        """(documents, how often, how often in the first field of the group, in the lede), deleted documents left out.

        Where documents are given `within`, ascending, others may be left out, as far as that saves time.
        """
        if not folded:
            return NOTHING
        with reading_files():
            found = self.locate(fields, folded).find(fields, within)
        if self.alive_count == self.count:
            return found
        alive = self.alive[found[0]]
        documents, counts, firsts, ledes = found
        return documents[alive], counts[alive], firsts[alive], ledes[alive]

    def forget(self) -> None:
        """Search as if no phrase had been asked for before."""
        self.matches.clear()
        self._located.clear()

    def term(self, field: str, term: bytes) -> Numbers:
        """Documents of one term of a field of codes or identifiers, deleted ones among them."""
        return self._joined([segment.term(field, term) for segment in self.segments])

    def numbers(self, field: str) -> Numbers:
        """A column over all segments."""
        return self.keep(("numbers", field), lambda: self._column(field))

    def lengths(self, field: str) -> Lengths:
        """The lengths of a text field over all segments."""
        parts = [segment.lengths(field) for segment in self.segments]
        return np.concatenate(parts or [np.empty(0, np.float32)])

    def codes(self, field: str) -> FieldCodes:
        """A facet field over all segments."""
        return self.keep(("codes", field), lambda: join([segment.codes(field) for segment in self.segments]))

    def texts(self, group: tuple[str, str], document: int) -> tuple[str, str]:
        """The two folded texts of a document."""
        number = int(np.searchsorted(self.bases, document, side="right")) - 1
        return self.segments[number].texts(group, document - int(self.bases[number]))

    def places(
        self, group: tuple[str, str], words: Sequence[str], documents: Numbers
    ) -> Iterator[tuple[Extents, list[Numbers]]]:
        """By segment, where some documents, ascending, stand in its stream, and where each of some folded words does in
        these documents.
        """
        borders = documents.searchsorted(self.bases)
        for number, segment in enumerate(self.segments):
            part = documents[borders[number] : borders[number + 1]] - self.bases[number]
            if len(part):
                held = segment.extents(group, part)
                with reading_files():
                    yield held, [self.locate(group, word).places_in(number, held) for word in words]

    def stored(self, document: int) -> dict[str, Any]:
        """The stored fields of a document."""
        number = int(np.searchsorted(self.bases, document, side="right")) - 1
        return self.segments[number].stored(int(document - self.bases[number]))

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """What follows from this state alone, made once. For a few things; words are `matches`."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: T = self._kept[key]
        return kept

    def _joined(self, parts: list[Any]) -> Numbers:
        pieces = [part.astype(np.int64) + base for part, base in zip(parts, self.bases, strict=False)]
        return np.concatenate(pieces or [np.empty(0, np.int64)])

    def _column(self, field: str) -> Numbers:
        numbers: Numbers = np.concatenate([segment.numbers(field) for segment in self.segments] or [_NO_NUMBERS])
        for segment, base in zip(self.segments, self.bases.tolist(), strict=False):
            segment.share(field, numbers[base : base + segment.count])
        return numbers


class SnapshotKeeper:
    """Opens the index of a store and keeps it open until it changes. One for all threads of a process."""

    def __init__(self, store: IndexStore) -> None:
        self.store = store
        self._reading = threading.RLock()
        self._state: tuple[Path, int] | None = None
        self._segments: dict[str, Segment] = {}
        self._snapshot: Snapshot | None = None
        self._folder_changed = 0
        self._looked = 0.0
        self._marks: tuple[int, ...] | None = None

    def ask(self, question: Callable[[Snapshot], T]) -> T:
        """The answer to a question about the latest committed state, one thread at a time.

        A commit or a rebuild may remove files that are only now read for the first time: then the question is put again
        to the new state. Raises IndexUnusable: missing, outdated, or damaged.
        """
        with self._reading:
            for _attempt in range(_ATTEMPTS):
                snapshot = self._current()
                try:
                    return question(snapshot)
                except DamagedFiles as error:
                    damage = error
                    if self._state == self._latest():
                        break
            raise self.report_damage(None, damage) from damage

    def _latest(self) -> tuple[Path, int]:
        build = self.store.build_in_use()
        return build, TOC._latest_generation(FileStorage(str(build)), INDEX_NAME)

    def state_name(self) -> str:
        """Schema version, build and generation of the latest commit, as `5/build-3f/17`.

        Raises:
            IndexUnusable: missing, outdated or damaged.
        """
        build, generation = self._latest()
        return f"{SCHEMA_VERSION}/{build.name}/{generation}"

    def _current(self) -> Snapshot:
        """The latest committed state."""
        if self._snapshot:
            self._look_for_cut_files()
        if self._snapshot and self._state and self._marks and self._marks == self.store.marks(self._state[0]):
            return self._snapshot
        for attempt in range(1, _ATTEMPTS + 1):
            build = self.store.build_in_use()
            try:
                with reading_files():
                    marks = self.store.marks(build)
                    snapshot = self._opened(build)
                    self._marks = marks
                    return snapshot
            except DamagedFiles as error:
                # A commit may remove files between our reading the table of contents and opening them: look again.
                if attempt == _ATTEMPTS:
                    raise self.report_damage(build, error) from error
        raise AssertionError("unreachable")

    def _look_for_cut_files(self) -> None:
        """Before anything mapped is read: close a segment whose derived file was cut short, give up one cut elsewhere."""
        now = time.monotonic()
        if now < self._looked + _LOOK_SECONDS:
            return
        self._looked = now
        for identifier, segment in list(self._segments.items()):
            name = segment.files.cut_short()
            if name.endswith(EXTENSION):
                del self._segments[identifier]
                self._snapshot = None
            elif name:
                self._segments, self._snapshot = {}, None
                error = DamagedFiles(f"{name} was cut short while it was in use")
                raise self.report_damage(None, error) from error

    def _opened(self, build: Path) -> Snapshot:
        storage = FileStorage(str(build))
        generation = TOC._latest_generation(storage, INDEX_NAME)
        if self._snapshot is None or self._state != (build, generation) or self._may_be_faster(build):
            toc = TOC.read(storage, INDEX_NAME, gen=generation if generation >= 0 else None)
            same = self._state is not None and self._state[0] == build
            kept = {name: segment for name, segment in self._segments.items() if same and segment.is_fast}
            self._folder_changed = build.stat().st_mtime_ns
            segments = {
                segment.segment_id(): kept.get(segment.segment_id())
                or Segment(SegmentReader(storage, toc.schema, segment, generation=generation), build)
                for segment in toc.segments
            }
            if self._latest() != (build, generation):
                # Files are only removed after a commit or a rebuild: what was opened meanwhile may lack some.
                raise FileNotFoundError("the index changed while it was opened")
            if self._snapshot is not None:
                # Matches know their snapshot: it would stay, some 20 MB, until Python next looks for such circles.
                self._snapshot.forget()
            self._snapshot = Snapshot(
                [(segments[segment.segment_id()], frozenset(segment.deleted_docs())) for segment in toc.segments]
            )
            self._segments, self._state = segments, (build, generation)
        return self._snapshot

    def _may_be_faster(self, build: Path) -> bool:
        """Whether a segment was opened without its derived file, and files have come or gone since."""
        slow = not all(segment.is_fast for segment in self._segments.values())
        return slow and self._folder_changed != build.stat().st_mtime_ns

    def report_damage(self, build: Path | None, error: DamagedFiles) -> IndexUnusable:
        """Take a build (None: the one opened last) out of service until it is rebuilt."""
        build = build or (self._state[0] if self._state else None)
        self._marks = None
        logger.error("the search index is damaged and will be rebuilt: %s", error, exc_info=error)
        if build is not None:
            self.store.mark_damaged(build, str(error))
        return IndexUnusable("damaged", str(error))
