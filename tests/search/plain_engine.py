"""A second, plain reading of the same index for comparison: flags and scores for every document, nothing kept.

Reads Whoosh's own postings and terms, never the derived files, and counts facets by looping over documents.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import reduce
from pathlib import Path

import numpy as np
from whoosh import query as queries

from archive.search.engine import Found, Request
from archive.search.engines.whoosh.columns import read_codes, read_numbers
from archive.search.engines.whoosh.compile import compile_tree
from archive.search.engines.whoosh.followed import FollowedBy
from archive.search.engines.whoosh.frequent import frequent_from
from archive.search.engines.whoosh.nearness import near_words
from archive.search.engines.whoosh.phrase import CharacterPhrase
from archive.search.engines.whoosh.postings import find_phrase
from archive.search.engines.whoosh.snapshot import Snapshot
from archive.search.engines.whoosh.stream import text_of
from archive.search.engines.whoosh.texts import read_texts

Matches = tuple[np.ndarray, np.ndarray]
CONTENT = ("title", "text")
NAMES = ("source_text", "author")


def find(request: Request, snapshot: Snapshot) -> Found:
    mask, scores = evaluate(compile_tree(request.tree), snapshot)
    articles = snapshot.numbers("article")
    words = mask & snapshot.alive & ~np.isin(articles, list(request.hidden))
    codes = {facet: codes_by_document(snapshot, field) for facet, field in request.fields.items()}
    passed = {
        facet: np.array([bool(held & set(values)) for held in codes[facet]])
        for facet, values in request.filters.items()
    }
    base = words & in_span(request, snapshot)
    hits = np.flatnonzero(reduce(np.logical_and, passed.values(), base))
    ordered = in_order(hits.tolist(), request, snapshot, scores)
    if request.order.by == "score" and len(words_apart := near_words(request.tree)) > 1:
        for document in ordered[:40]:
            scores[document] *= np.float32(1 + 2.5 * nearness(words_apart, *content_of(snapshot, document)))
        ordered = in_order(ordered, request, snapshot, scores)
    keys = [event_key(snapshot, document) for document in ordered]
    if request.one_an_event:
        ordered = [document for number, document in enumerate(ordered) if keys[number] not in keys[:number]]
    page = ordered[request.offset : request.offset + request.limit]
    counts = {}
    for facet in request.fields:
        others = [flags for name, flags in passed.items() if name != facet]
        counted = np.flatnonzero(reduce(np.logical_and, others, base))
        counts[facet] = count_codes(request, snapshot, counted.tolist(), codes[facet])
    return Found(
        text_total=int(words.sum()),
        total=len(hits),
        events=len(set(keys)),
        hits=tuple((int(articles[document]), float(scores[document])) for document in page),
        counts=counts,
    )


def in_order(documents: list[int], request: Request, snapshot: Snapshot, scores: np.ndarray) -> list[int]:
    return sorted(documents, key=lambda document: order_key(request, snapshot, document, scores))


def nearness(words: tuple[str, ...], title: str, body: str) -> float:
    """By every window that begins with one of the words."""
    if all(word in title for word in words):
        return 1.0
    begins = [place for place in range(len(body)) if body.startswith(words, place)]
    ends = [[body.find(word, begin) for word in words] for begin in begins]
    windows = [max(places) - begin for begin, places in zip(begins, ends, strict=True) if min(places) >= 0]
    return 40 / (40 + min(windows)) if windows else 0.0


def content_of(snapshot: Snapshot, document: int) -> tuple[str, str]:
    """Read from the file of texts."""
    number = int(np.searchsorted(snapshot.bases, document, side="right")) - 1
    reader = snapshot.segments[number].reader
    texts = read_texts(Path(reader.storage().folder), reader.segment().segment_id())[CONTENT]
    return text_of(texts, document - int(snapshot.bases[number]))


def count_codes(request: Request, snapshot: Snapshot, documents: list[int], codes: list[set[str]]) -> dict[str, int]:
    """Articles with each code; of events, those one article of which has it."""
    keys = {document: event_key(snapshot, document) if request.one_an_event else document for document in documents}
    return dict(
        Counter(code for _key, code in {(keys[document], code) for document in documents for code in codes[document]})
    )


def codes_by_document(snapshot: Snapshot, field: str) -> list[set[str]]:
    held: list[set[str]] = [set() for _document in range(snapshot.count)]
    for base, segment in zip(snapshot.bases.tolist(), snapshot.segments, strict=False):
        codes = read_codes(segment.reader, field)
        for ordinal, document in zip(codes.ordinals.tolist(), codes.documents.tolist(), strict=True):
            held[base + document].add(codes.values[ordinal])
    return held


def in_span(request: Request, snapshot: Snapshot) -> np.ndarray:
    span = request.span
    if span is None:
        return np.ones(snapshot.count, np.bool_)
    starts, ends = snapshot.numbers(f"{span.field}_start"), snapshot.numbers(f"{span.field}_end")
    first = span.first.toordinal() if span.first else 0
    last = span.last.toordinal() if span.last else 10**7
    return (starts > 0) & (starts <= last) & (ends >= first)


def order_key(request: Request, snapshot: Snapshot, document: int, scores: np.ndarray) -> tuple:
    article = int(snapshot.numbers("article")[document])
    if request.order.by == "score":
        return (-float(scores[document]), -article)
    day = int(snapshot.numbers(f"{request.order.field}_start")[document])
    sign = -1 if request.order.by == "newest" else 1
    return (day == 0, day * sign, article * sign)


def event_key(snapshot: Snapshot, document: int) -> int:
    event = int(snapshot.numbers("event")[document])
    return event or -int(snapshot.numbers("article")[document])


def evaluate(query, snapshot: Snapshot) -> Matches:  # noqa: PLR0911
    nothing = np.zeros(snapshot.count, np.float32)
    if query is queries.NullQuery:
        return nothing > 0, nothing
    if isinstance(query, queries.Every):
        return ~(nothing > 0), nothing
    if isinstance(query, CharacterPhrase):
        return phrase(query, snapshot)
    if isinstance(query, queries.Not):
        return ~evaluate(query.query, snapshot)[0], nothing
    if isinstance(query, queries.AndMaybe):
        (wanted, scores), (better, more) = evaluate(query.a, snapshot), evaluate(query.b, snapshot)
        return wanted, scores + np.where(better, more * 2.0, np.float32(0))
    if isinstance(query, FollowedBy):
        return followed(query, snapshot)
    parts = [evaluate(part, snapshot) for part in query.subqueries]
    if isinstance(query, queries.Or):
        return reduce(np.logical_or, (mask for mask, _scores in parts)), sum(
            (np.where(mask, scores, np.float32(0)) for mask, scores in parts), nothing
        )
    assert isinstance(query, queries.And), query
    return reduce(np.logical_and, (mask for mask, _scores in parts)), sum((scores for _mask, scores in parts), nothing)


def followed(query: FollowedBy, snapshot: Snapshot) -> Matches:
    first, scores = evaluate(query.a, snapshot)
    parts = [phrase(part, snapshot) for part in query.b.subqueries]
    articles = int(snapshot.alive.sum())
    weights = [
        round(1000 * math.log1p((articles - n + 0.5) / (n + 0.5))) for n in (int(mask.sum()) for mask, _ in parts)
    ]
    held = sum(mask * weight for (mask, _scores), weight in zip(parts, weights, strict=True))
    found = first | (10 * held >= sum(weights))
    further = np.where(found, sum(part for _mask, part in parts), np.float32(0)).astype(np.float32)
    return found, further + np.where(first, scores + further.max(initial=0), np.float32(0))


def phrase(query: CharacterPhrase, snapshot: Snapshot) -> Matches:
    frequency, length, title_part, lede_part = (np.zeros(snapshot.count, np.float32) for _number in range(4))
    for field in query.fieldnames:
        found = [field_counts(segment, field, query.folded) for segment in snapshot.segments]
        counts = np.where(snapshot.alive, np.concatenate(found), 0).astype(np.float32)
        frequency += counts
        length += snapshot.lengths(field)
        if field == "title":
            title_part = bm25(counts, snapshot.lengths(field), 0.9)
        if field == "text":
            led = lede_counts(snapshot, query.folded)
            lede_part = led * np.float32(2.2) / (led + np.float32(1.2))
    held = frequency > 0
    scores = rarity(query, snapshot) * (
        bm25(frequency, length, 0.4) + np.float32(2.0) * title_part + np.float32(0.05) * lede_part
    )
    return held, np.where(held, scores, 0).astype(np.float32)


def lede_counts(snapshot: Snapshot, folded: str) -> np.ndarray:
    """Counted in the texts themselves."""
    counts = []
    for segment in snapshot.segments:
        reader = segment.reader
        texts = read_texts(Path(reader.storage().folder), reader.segment().segment_id())[CONTENT]
        for document, end in enumerate(read_numbers(reader, "lede").tolist()):
            body = text_of(texts, document)[1]
            counts.append(sum(body.startswith(folded, place) for place in range(end)))
    return np.array(counts, np.float32)


def rarity(query: CharacterPhrase, snapshot: Snapshot) -> float:
    known = sum(documents_of_rarest_pair(segment, query) for segment in snapshot.segments)
    return float(np.log1p((snapshot.count - known + 0.5) / (known + 0.5)))


def documents_of_rarest_pair(segment, query: CharacterPhrase) -> float:
    """Counted for a frequent pair, else as if its places fell by chance."""
    folded, group = query.folded, CONTENT if query.fieldnames[0] in CONTENT else NAMES
    pairs = [folded[place : place + 2] for place in range(len(folded) - 1)] or [folded]
    counted = [sum(field_counts(segment, field, pair).astype(int) for field in group) for pair in pairs]
    rarest = min(counted, key=lambda counts: int(counts.sum()))
    places = int(rarest.sum())
    if len(folded) > 1 and places >= frequent_from(segment.count):
        return float((rarest > 0).sum())
    return segment.count * (1 - math.exp(-places / segment.count))


def field_counts(segment, field: str, folded: str) -> np.ndarray:
    counts = np.zeros(segment.count, np.uint32)
    postings = find_phrase(segment.reader, field, folded)
    counts[postings.documents] = postings.counts
    return counts


def bm25(counts: np.ndarray, lengths: np.ndarray, b: float) -> np.ndarray:
    return counts * np.float32(2.2) / (counts + (1.2 * (1 - b + b * lengths / max(float(lengths.mean()), 1.0))))
