"""The derived files change how fast an answer comes, never the answer."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from haystack import connections
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from archive.checks import check_search_index
from archive.models import Article
from archive.search.characters import fold_text
from archive.search.engine import Found, IndexUnusable, Request
from archive.search.engines.whoosh import backend as backends
from archive.search.engines.whoosh import counting, evaluate, frequent, locate, names, snapshot, writer
from archive.search.engines.whoosh.derived import DerivedUnusable, read_derived
from archive.search.engines.whoosh.finder import find
from archive.search.engines.whoosh.store import INDEX_NAME
from archive.search.engines.whoosh.stream import text_of
from archive.search.engines.whoosh.texts import GROUPS, read_texts
from archive.search.indexing import index_problem, index_stale
from archive.search.parse import parse_query
from archive.search.query import SearchQuery
from archive.search.run import _request, search
from archive.search.words import exact_tree, followed_tree, loose_tree
from tests.factories import make_article, make_event, make_hubei, make_source
from tests.search import plain_engine
from tests.search.contract.test_substrings import WORDS, holds, make_texts

pytestmark = pytest.mark.django_db


def build() -> Path:
    path = Path(connections["default"].get_backend().path)
    return path / (path / "current").read_text()


def derived_files() -> list[Path]:
    return sorted(build().glob("*.fast"))


def forget_open_files() -> None:
    backends._keepers.clear()


def ask(request: Request, engine: Callable = find) -> Found:
    return connections["default"].get_backend().ask(lambda snapshot: engine(request, snapshot))


def make_archive(seed: int, *, rounds: int = 3) -> None:
    """Articles in several segments, some of them changed and removed after they were written."""
    make_hubei()
    chance = random.Random(seed)
    sources = [make_source(f"来源{number}") for number in range(3)]
    events = [make_event(f"事件{number}") for number in range(4)]
    for round_number in range(rounds):
        for title, body in make_texts(seed * 10 + round_number, 25):
            make_article(
                title,
                body,
                venues=chance.sample(["420102", "420106", "420500"], chance.choice([0, 1, 1, 2])),
                types=chance.sample(["meeting", "award", "donation"], chance.choice([0, 1, 2])),
                date=chance.choice([None, "2013", "2013-07", "2013-07-07", ("2013-06-29", "2013-07-02")]),
                published=chance.choice([None, "2013-12-31", "2014-03"]),
                publisher=chance.choice([*sources, None]),
                event=chance.choice([*events, None, None]),
                authors=chance.choice([[], ["吴慧"], ["李姗", "吴慧"]]),
                claimed_source=chance.choice(["", "长江日报", "中国社区网"]),
            )
        before = build() if round_number else None
        index_stale()
        assert before in (None, build()), "segments were not joined but the index rebuilt"
        for article in chance.sample(list(Article.objects.all()), 4):
            Article.objects.filter(pk=article.pk).update(revision=article.revision + 1, title=f"改{article.title}")
    index_stale()


def random_queries(chance: random.Random) -> list[SearchQuery]:
    def word() -> str:
        return chance.choice(WORDS).replace('"', "")

    words = [
        word(),
        f"{word()} {word()}",
        f"{word()} -{word()}",
        f"{word()} OR {word()}",
        f"-{word()}",
        f'"{word()}{word()}"',
        f"title:{word()} {word()}",
        f"body:{word()} (title:{word()} OR {word()})",
        f"source:{chance.choice(['来源', '长江日报', '1'])}",
        f"author:{chance.choice(['吴慧', '慧', '李'])} {word()}",
        f"{word()}{word()}{word()}",
        f"({word()} OR {word()}) -{word()} {word()}",
        f"title:({word()} OR {word()}) -body:{word()}",
        f'"{word()}" OR (source:长江日报 -{word()}) OR author:慧',
        chance.choice(["的", "，", "a", "𠮷", "3"]),
        "",
    ]
    return [
        SearchQuery(
            q=q,
            type=chance.choice([(), (), ("meeting",), ("award", "unknown")]),
            region=chance.choice([(), (), ("420000",), ("420102", "420500")]),
            date=chance.choice([(), (), ("2013-07",)]),
            date_from=chance.choice(["", "", "2013-07"]),
            date_to=chance.choice(["", "", "2013-07-05", "2014"]),
            sort=chance.choice(["relevance", "newest", "oldest"]),
            by=chance.choice(["event", "published"]),
            view=chance.choice(["articles", "articles", "events"]),
            page=chance.choice([1, 1, 2]),
            per_page=chance.choice([5, 20, 100]),
        )
        for q in words
    ]


def requests_for(query: SearchQuery) -> list[Request]:
    parsed = parse_query(query.q).tree
    trees = [exact_tree(parsed), loose_tree(parsed), followed_tree(parsed)]
    return [_request(query, tree) for number, tree in enumerate(trees) if tree or not number]


def alike(found: Found, other: Found) -> bool:
    same_scores = np.allclose(
        [score for _article, score in found.hits], [score for _article, score in other.hits], rtol=1e-5
    )
    return (found.text_total, found.total, found.events, [article for article, _score in found.hits]) == (
        *(other.text_total, other.total, other.events),
        [article for article, _score in other.hits],
    ) and (same_scores and {**found.counts} == {**other.counts})


@pytest.mark.parametrize("seed", [4, 5])
def test_answers_are_the_same_by_the_ways_taken_in_large_archives(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents of frequent runs, candidates thinned out, words looked up inside others, the best among titles alone:
    as if all were many.
    """
    monkeypatch.setattr(frequent, "AT_LEAST", 4)
    monkeypatch.setattr(frequent, "MOST", 2)
    monkeypatch.setattr(evaluate, "_MANY", 0)
    monkeypatch.setattr(names, "_FEW", 0)
    monkeypatch.setattr(locate, "_MANY_SORTED", 10**9 if seed % 2 else 0)
    monkeypatch.setattr(frequent, "ONE_IN", 10**9)
    monkeypatch.setattr(locate, "_WINDOWS", 2)
    monkeypatch.setattr(locate, "_MANY_TIMES", 0)
    monkeypatch.setattr(counting, "_FEW", 10**9 if seed % 2 else 0)
    make_archive(seed)
    chance = random.Random(seed)
    requests = [request for _n in range(12) for query in random_queries(chance) for request in requests_for(query)]
    held = backends._keepers[str(connections["default"].get_backend().path)]._segments.values()
    assert all(len(segment._indexes["title", "text"].frequent.frequent_keys) > 20 for segment in held)
    for request in requests:
        assert alike(ask(request), ask(request, plain_engine.find)), request


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_answers_equal_those_of_the_plain_reading_and_those_without_derived_files(seed: int) -> None:
    make_archive(seed)
    chance = random.Random(seed)
    requests = [request for _n in range(8) for query in random_queries(chance) for request in requests_for(query)]
    fast = [ask(request) for request in requests]
    assert sum(found.total > 0 for found in fast) > len(fast) // 3
    assert len(derived_files()) > 0
    for request, found in zip(requests, fast, strict=True):
        assert alike(found, ask(request, plain_engine.find)), request
    for file in derived_files():
        file.unlink()
    forget_open_files()
    for request, found in zip(requests, fast, strict=True):
        assert alike(found, ask(request)), request


def test_hidden_articles_are_left_out_alike() -> None:
    make_archive(4, rounds=1)
    hidden = frozenset(Article.objects.values_list("pk", flat=True)[:7])
    for query in random_queries(random.Random(4)):
        for shown in requests_for(query):
            request = replace(shown, hidden=hidden)
            assert alike(ask(request), ask(request, plain_engine.find)), request


@pytest.mark.parametrize("with_pairs", [True, False])
def test_postings_and_statistics_are_those_of_the_texts(with_pairs: bool) -> None:
    make_archive(5)
    if not with_pairs:
        for file in derived_files():
            file.unlink()
    storage = FileStorage(str(build()))
    toc = TOC.read(storage, INDEX_NAME)
    bodies = {fold_text(article.body) for article in Article.objects.all()}
    for segment in toc.segments:
        reader = SegmentReader(storage, toc.schema, segment)
        assert (reader._terms.derived is not None) == with_pairs
        texts = read_texts(build(), segment.segment_id(), check=True)
        for group in GROUPS:
            both = [text_of(texts[group], number) for number in range(reader.doc_count_all())]
            for number, field in enumerate(group):
                check_terms(reader, field, [each[number] for each in both])
                if field == "text":
                    alive = {text[1] for place, text in enumerate(both) if not reader.is_deleted(place)}
                    assert alive <= bodies


def check_terms(reader: SegmentReader, field: str, texts: list[str]) -> None:
    """All terms of a field, their postings and statistics, against those counted by Whoosh's own analysis."""
    expected: dict[bytes, list[tuple[int, float, bytes]]] = {}
    for number, text in enumerate(texts):
        for term, _frequency, weight, value in reader.schema[field].index(text):
            expected.setdefault(term, []).append((number, weight, value))
    assert list(reader.lexicon(field)) == sorted(expected)
    assert reader.field_length(field) == sum(map(len, texts))
    for term, postings in expected.items():
        matcher = reader._terms.matcher(field, term, reader.schema[field].format)
        found = []
        while matcher.is_active():
            found.append((matcher.id(), matcher.weight(), matcher.value()))
            matcher.next()
        assert found == postings, term
        info = reader.term_info(field, term)
        assert (info.doc_frequency(), info.weight()) == (len(postings), sum(weight for _n, weight, _v in postings))
        assert (info.min_id(), info.max_id()) == (postings[0][0], postings[-1][0])
        assert info.max_weight() == max(weight for _n, weight, _v in postings)
    for absent in ("\u9f98\u9f99", "a", "\x00\x00", ""):
        assert (field, absent.encode()) not in reader._terms
        assert reader.doc_frequency(field, absent.encode()) == 0


def swap_for(file: Path, content: bytes) -> None:
    """Another file of the same name; the old one may be mapped, and stays as it is."""
    file.unlink()
    file.write_bytes(content)


def garble_small_array(file: Path) -> None:
    content = bytearray(file.read_bytes())
    header_end = 16 + int.from_bytes(content[8:12], "little")
    for place in range(header_end, len(content)):
        content[place] ^= 0x55
    swap_for(file, bytes(content))


HARMS: dict[str, Callable[[Path], None]] = {
    "gone": Path.unlink,
    "empty": lambda file: swap_for(file, b""),
    "cut": lambda file: swap_for(file, file.read_bytes()[:-64]),
    "header": lambda file: swap_for(file, b"\xff" * 100 + file.read_bytes()[100:]),
    "of another segment": lambda file: shutil.copy(derived_files()[-1], file),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_derived_file_is_named_and_made_again(harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "segments_to_join", lambda *_args, **_options: [])
    for number in range(3):
        make_article(f"第{number}篇")
        index_stale()
    before = search(SearchQuery(q="志愿者 江滩"))
    contents = {file: file.read_bytes() for file in derived_files()}
    assert len(contents) > 1
    forget_open_files()
    HARMS[harm](derived_files()[0])
    assert index_problem() is not None and index_problem().code == "incomplete"
    assert [message.id for message in check_search_index()] == ["archive.W004"]
    during = search(SearchQuery(q="志愿者 江滩"))
    assert (during.hits, during.facets, during.notices) == (before.hits, before.facets, before.notices)
    assert index_stale().indexed == 0
    assert index_problem() is None and check_search_index() == []
    assert {file.name for file in contents} == {file.name for file in derived_files()}
    backend = connections["default"].get_backend()
    assert backend.ask(lambda snapshot: all(segment.is_fast for segment in snapshot.segments))
    assert search(SearchQuery(q="志愿者 江滩")).hits == before.hits


def test_small_arrays_that_changed_on_disk_are_not_used() -> None:
    make_article()
    index_stale()
    (file,) = derived_files()
    read_derived(file, file.stem)
    garble_small_array(file)
    with pytest.raises(DerivedUnusable):
        read_derived(file, file.stem)
    forget_open_files()
    assert search(SearchQuery(q="志愿者")).total == 1


def test_every_segment_has_its_file_and_no_file_is_left_over() -> None:
    make_archive(6, rounds=4)
    segments = {segment.segment_id() for segment in TOC.read(FileStorage(str(build())), INDEX_NAME).segments}
    assert {file.stem for file in derived_files()} == segments


def test_every_commit_is_seen_by_the_next_search_however_soon() -> None:
    index_stale()
    for number in range(1, 13):
        make_article(f"第{number}篇")
        index_stale()
        assert search(SearchQuery()).total == number
        if number % 4 == 0:
            time.sleep(0.12)  # long enough for the state to be taken as settled
            assert search(SearchQuery()).total == number


def test_characters_of_all_planes_are_found_and_those_a_segment_lacks_find_nothing() -> None:
    texts = {"𠮷野家": "他说😀了", "吉野家": "😀😀 \ue000 \uffff", "空": "𪚥𪚥龘"}
    ids = {make_article(title, body).pk: title + "\n" + body for title, body in texts.items()}
    index_stale()
    pieces = [
        "𠮷",
        "𠮷野",
        "😀",
        "😀😀",
        "😀了",
        "𪚥龘",
        "龘",
        "\uffff",
        "𠮶",
        "𠮷家",
        "鿿鿿",
        "野家他",
        "\ud842\ufffe",
    ]
    for piece in pieces:
        found = {hit.id for hit in search(SearchQuery(q=f"「{piece}」")).hits}
        expected = {pk for pk, text in ids.items() if holds(piece, *text.split("\n"))}
        assert found == expected, piece


def test_more_rare_characters_than_the_table_holds_are_still_found() -> None:
    rare = [chr(0x20000 + number) for number in range(2100)]
    first = make_article("很多生僻字", "".join(rare))
    second = make_article("另一篇", f"{rare[2099]}{rare[3]}")
    index_stale()
    assert {hit.id for hit in search(SearchQuery(q=f"「{rare[2099]}」")).hits} == {first.pk, second.pk}
    assert {hit.id for hit in search(SearchQuery(q=f"「{rare[2098]}{rare[2099]}」")).hits} == {first.pk}
    assert {hit.id for hit in search(SearchQuery(q=f"「{rare[2099]}{rare[3]}」")).hits} == {second.pk}
    assert search(SearchQuery(q=f"「{rare[2099]}{rare[2098]}」")).total == 0
    make_article("第三篇", "并入")
    index_stale()
    assert search(SearchQuery(q=f"「{rare[2097]}{rare[2098]}」")).total == 1


def cut_in_place(ending: str) -> Path:
    """Shorter by one byte: less than a page of memory, so that a test that fails ends no process."""
    (file, *_others) = sorted(build().glob(f"*{ending}"))
    os.truncate(file, file.stat().st_size - 1)
    return file


def test_a_derived_file_cut_short_while_in_use_is_left_aside_and_made_again(monkeypatch) -> None:
    monkeypatch.setattr(snapshot, "_LOOK_SECONDS", 0.0)
    make_archive(3)
    before = [hit.id for hit in search(SearchQuery(q="志愿")).hits]
    assert before
    cut_in_place(".fast")
    backend = connections["default"].get_backend()
    assert not backend.ask(lambda state: all(segment.is_fast for segment in state.segments))
    assert [hit.id for hit in search(SearchQuery(q="志愿")).hits] == before
    problem = index_problem()
    assert problem is not None and problem.code == "incomplete"
    index_stale()
    assert index_problem() is None
    assert [hit.id for hit in search(SearchQuery(q="志愿")).hits] == before


@pytest.mark.parametrize("ending", [".text", ".cols", ".trm"])
def test_any_other_file_cut_short_while_in_use_is_named_and_the_index_rebuilt(ending: str, monkeypatch) -> None:
    monkeypatch.setattr(snapshot, "_LOOK_SECONDS", 0.0)
    make_archive(4)
    before = search(SearchQuery(q="志愿")).total
    assert before
    file = cut_in_place(ending)
    with pytest.raises(IndexUnusable, match=file.name):
        search(SearchQuery(q="志愿"))
    problem = index_problem()
    assert problem is not None and problem.code == "damaged" and file.name in problem.detail
    index_stale()
    assert search(SearchQuery(q="志愿")).total == before
