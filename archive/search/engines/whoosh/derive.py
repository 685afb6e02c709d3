"""Makes the fast file of a segment again, from its texts and terms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.fields import KEYWORD
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from archive.search.engines.whoosh.columns import Codes, read_codes, read_ledes
from archive.search.engines.whoosh.combinations import combine
from archive.search.engines.whoosh.derived import Derived, DerivedUnusable, check_derived, derived_path, write_derived
from archive.search.engines.whoosh.frequent import frequent_runs
from archive.search.engines.whoosh.stream import invert
from archive.search.engines.whoosh.texts import CONTENT_FIELDS, Group, Texts, check_texts, read_texts


def derive(texts: Texts, codes: Mapping[str, Codes], ledes: npt.NDArray[np.integer[Any]]) -> Derived:
    """What the fast file holds of a segment, from its texts, the codes of its facet fields and the lengths of its ledes."""
    pairs = {group: invert(arrays) for group, arrays in texts.items()}
    count = len(ledes)
    return Derived(
        pairs=pairs,
        frequent={group: frequent_runs(arrays, ledes_of(group, ledes)) for group, arrays in pairs.items()},
        codes={field: combine(part, count) for field, part in codes.items()},
    )


def ledes_of(group: Group, ledes: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.integer[Any]]:
    """The lengths of ledes in the second field of a group: only bodies have any."""
    return ledes if group == CONTENT_FIELDS else np.zeros_like(ledes)


def code_fields(reader: SegmentReader) -> list[str]:
    """Fields of codes, which facets count."""
    return [name for name, field in reader.schema.items() if isinstance(field, KEYWORD)]


def underived(folder: Path, index_name: str) -> dict[str, str]:
    """Segments of the last commit whose fast file cannot be used: identifier -> reason.

    Raises:
        TextsDamaged: the texts of one can be seen to be harmed.
    """
    reasons: dict[str, str] = {}
    for segment in TOC.read(FileStorage(str(folder)), index_name).segments:
        identifier = segment.segment_id()
        check_texts(folder, identifier)
        try:
            check_derived(derived_path(folder, identifier), identifier)
        except DerivedUnusable as error:
            reasons[identifier] = str(error)
    return reasons


def derive_missing(folder: Path, index_name: str) -> int:
    """Make the fast files that cannot be used again, from the segments themselves; how many. Call while writing.

    Raises:
        TextsDamaged: the texts are not as they were written; all of them are read.
    """
    storage = FileStorage(str(folder))
    toc = TOC.read(storage, index_name)
    missing = underived(folder, index_name)
    for segment in toc.segments:
        identifier = segment.segment_id()
        if identifier in missing:
            texts = read_texts(folder, identifier, check=True)
            reader = SegmentReader(storage, toc.schema, segment)
            try:
                codes = {field: read_codes(reader, field) for field in code_fields(reader)}
                derived = derive(texts, codes, read_ledes(reader))
            finally:
                reader.close()
            write_derived(derived_path(folder, identifier), identifier, derived)
    return len(missing)


__all__ = ["code_fields", "derive", "derive_missing", "derived_path", "ledes_of", "underived"]
