"""Makes the fast file of a segment: from the texts at hand when it is written, else from its own postings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from whoosh.fields import KEYWORD
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from archive.search.engines.whoosh.columns import read_codes
from archive.search.engines.whoosh.combinations import combine
from archive.search.engines.whoosh.derived import (
    EXTENSION,
    GROUPS,
    Derived,
    DerivedUnusable,
    check_derived,
    read_derived,
    write_derived,
)
from archive.search.engines.whoosh.frequent import frequent_pairs
from archive.search.engines.whoosh.postings import read_postings
from archive.search.engines.whoosh.stream import PairArrays, build_pairs, text_of

Texts = Mapping[str, str]
"""The folded texts of one document by field; a field without text may be missing."""

Pairs = Mapping[tuple[str, str], PairArrays]


def derived_path(folder: Path, segment_id: str) -> Path:
    """Where the fast file of a segment lies."""
    return folder / f"{segment_id}{EXTENSION}"


def pair_arrays(texts: Sequence[Texts]) -> Pairs:
    """The character pairs of a segment by group of fields, from its texts by document."""
    return {
        group: build_pairs([(text.get(group[0], ""), text.get(group[1], "")) for text in texts]) for group in GROUPS
    }


def derive(reader: SegmentReader, pairs: Pairs) -> Derived:
    """What the fast file of a segment holds, from its pairs and its own terms."""
    count = int(reader.doc_count_all())
    return Derived(
        pairs=pairs,
        frequent={group: frequent_pairs(arrays) for group, arrays in pairs.items()},
        codes={field: combine(read_codes(reader, field), count) for field in code_fields(reader)},
    )


def code_fields(reader: SegmentReader) -> list[str]:
    """Fields of codes, which facets count."""
    return [name for name, field in reader.schema.items() if isinstance(field, KEYWORD)]


def read_texts(reader: SegmentReader, path: Path) -> list[Texts]:
    """The folded texts of every document of a segment, from its fast file or else from its postings."""
    try:
        derived = read_derived(path, reader.segment().segment_id())
    except DerivedUnusable:
        return texts_from_postings(reader)
    if any(pairs.is_full for pairs in derived.pairs.values()):
        return texts_from_postings(reader)
    found: list[dict[str, str]] = [{} for _document in range(reader.doc_count_all())]
    for group, pairs in derived.pairs.items():
        for document, text in enumerate(found):
            text.update(zip(group, text_of(pairs, document), strict=True))
    return list(found)


def texts_from_postings(reader: SegmentReader) -> list[Texts]:
    """The folded texts of every document, each pair giving the character it begins with."""
    found: list[dict[str, str]] = [{} for _document in range(reader.doc_count_all())]
    for field in (field for group in GROUPS for field in group):
        for document, text in _field_texts(reader, field):
            found[document][field] = text
    return list(found)


def _field_texts(reader: SegmentReader, field: str) -> Iterable[tuple[int, str]]:
    documents, positions, characters = [], [], []
    for term in list(reader.lexicon(field)):
        ids, counts, places = read_postings(reader, field, term)
        documents.append(np.repeat(ids, counts))
        positions.append(places)
        characters.append(np.full(len(places), ord(term.decode()[0]), np.uint32))
    if not documents:
        return
    owners, places = np.concatenate(documents), np.concatenate(positions)
    order = np.lexsort((places, owners))
    owners = owners[order]
    line = np.concatenate(characters)[order]
    starts = np.flatnonzero(np.diff(owners.astype(np.int64), prepend=-1))
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(line)], strict=True):
        yield int(owners[start]), _decoded(line[start:end])


def _decoded(characters: npt.NDArray[np.uint32]) -> str:
    return characters.astype("<u4").tobytes().decode("utf-32-le")


def underived(folder: Path, index_name: str) -> dict[str, str]:
    """Segments of the last commit whose fast file cannot be used: identifier -> reason."""
    reasons: dict[str, str] = {}
    for segment in TOC.read(FileStorage(str(folder)), index_name).segments:
        identifier = segment.segment_id()
        try:
            check_derived(derived_path(folder, identifier), identifier)
        except DerivedUnusable as error:
            reasons[identifier] = str(error)
    return reasons


def derive_missing(folder: Path, index_name: str) -> int:
    """Make the fast files that cannot be used again, from the segments themselves; how many. Call while writing."""
    storage = FileStorage(str(folder))
    toc = TOC.read(storage, index_name)
    missing = underived(folder, index_name)
    for segment in toc.segments:
        identifier = segment.segment_id()
        if identifier in missing:
            reader = SegmentReader(storage, toc.schema, segment)
            try:
                derived = derive(reader, pair_arrays(texts_from_postings(reader)))
            finally:
                reader.close()
            write_derived(derived_path(folder, identifier), identifier, derived)
    return len(missing)
