"""A withdrawn article is gone at once and everywhere, although no indexer runs."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from haystack import connections

from archive.export.snapshots import freeze
from archive.models import Article, ArticleState, Event, Finding
from archive.review.decisions import publish, withdraw
from archive.search.labels import forget_labels
from archive.search.lookup_build import write_lookup
from archive.search.query import SearchQuery
from archive.search.run import search
from archive.search.similar import similar_articles
from archive.search.suggest import suggest
from tests.ingest.factories import make_body
from tests.keeping.archives import ROOT, run
from tests.keeping.withdrawing import LISTS_OF_ALL, find_in_lists_of_all

PROCESSES, EACH = 4, 20

_ASK_ALL = """
import json, os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
import django; django.setup()
from django.test import Client
from archive.models import Article
from archive.search.similar import similar_articles
from tests.keeping.withdrawing import find_at_once, find_everywhere, find_in_lists_of_all
client = Client(HTTP_HOST="localhost")
gone = json.loads(sys.stdin.read())
titles = dict(Article.objects.filter(pk__in=gone).values_list("pk", "title"))
found = find_in_lists_of_all(client, gone)
for pk in gone:
    found += find_at_once(client, pk, titles[pk]) + find_everywhere(client, pk, titles[pk])
found += [f"similar {hit.id}" for other in Article.public.all() for hit in similar_articles(other, 20) if hit.id in titles]
everything = client.get("/api/v1/search?per_page=100").json()
print(json.dumps({"found": found, "total": everything["total"], "hits": len(everything["hits"]), "public": Article.public.count()}))
"""


def test_none_of_eighty_articles_withdrawn_by_four_processes_is_found_right_after(archive: Path):
    connection = sqlite3.connect(archive / "archive.sqlite3")
    ids = [pk for (pk,) in connection.execute("SELECT id FROM archive_article WHERE state = 'public' ORDER BY id")]
    connection.close()
    ids = ids[: PROCESSES * EACH]
    assert len(ids) == PROCESSES * EACH
    withdrawers = [start(archive, ids[number::PROCESSES]) for number in range(PROCESSES)]
    for process in withdrawers:
        assert process.stdout.readline() == "ready\n"
    for process in withdrawers:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[0] for process in withdrawers]
    assert [process.returncode for process in withdrawers] == [0] * PROCESSES
    assert [json.loads(found) for found in said] == [[]] * PROCESSES
    left = json.loads(run(archive, "-c", _ASK_ALL, said=json.dumps(ids)).stdout.splitlines()[-1])
    assert left["found"] == []
    assert left["total"] == left["hits"] == left["public"] > 0


def start(data: Path, ids: list[int]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.keeping.withdrawing", *map(str, ids)],
        env=os.environ
        | {"DATA_DIR": str(data), "API_RATE": "", "READER_RATE": ""},  # every process asks far more than a reader
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def indexed(db, settings, tmp_path: Path):
    """Three articles that share words, two of them of one event; indexed."""
    settings.FILES_DIR = tmp_path / "files"
    backend = connections["default"].get_backend()
    before, backend.path = backend.path, str(tmp_path / "index")
    forget_labels()
    text = "7月7日，江城市青山社区志愿者为老人义诊。" + make_body(1)
    pages = [
        {"title": "江城市青山社区志愿者义诊", "text": text, "url": "http://a.example/1.html"},
        {"title": "江城市青山社区志愿者义诊", "text": text + "\n（转载）", "url": "http://b.example/2.html"},
        {"title": "江城市青山社区志愿者植树", "text": make_body(3) + "志愿者植树。", "url": "http://c.example/3.html"},
    ]
    file = tmp_path / "pages.jsonl"
    file.write_text("".join(json.dumps(page, ensure_ascii=False) + "\n" for page in pages), encoding="utf-8")
    call_command("ingest", str(file), stdout=io.StringIO())
    yield list(Article.objects.order_by("pk"))
    backend.path = before
    forget_labels()


def ids_found(words: str, **more) -> list[int]:
    return [hit.id for hit in search(SearchQuery(q=words, **more)).hits]


def test_totals_and_facets_leave_it_out_too(indexed):
    before = search(SearchQuery(q="志愿者"))
    withdraw(indexed[2], "asked for")
    after = search(SearchQuery(q="志愿者"))
    assert (before.total, after.total) == (3, 2)
    assert sum(value.count for value in after.facets["type"]) < sum(value.count for value in before.facets["type"])


def test_titles_and_similar_articles_leave_it_out(indexed):
    assert {suggestion.value for suggestion in suggest("青山社区") if suggestion.kind == "title"} >= {
        str(indexed[2].pk)
    }
    assert [hit.id for hit in similar_articles(indexed[0])] == [indexed[2].pk]
    withdraw(indexed[2], "asked for")
    assert str(indexed[2].pk) not in {suggestion.value for suggestion in suggest("青山社区")}
    assert similar_articles(indexed[0]) == ()


def test_a_name_only_it_says_is_no_longer_suggested(indexed):
    for article in indexed[1:]:
        Finding.objects.create(article=article, kind="organisation", value="绿水青山志愿服务队", position=0)
        Article.objects.filter(pk=article.pk).update(revision=article.revision + 5)
    call_command("index_stale", stdout=io.StringIO())
    write_lookup()
    named = {"绿水青山志愿服务队"}
    assert named <= {suggestion.label for suggestion in suggest("绿水青山")}
    withdraw(Article.objects.get(pk=indexed[2].pk), "asked for")
    assert named <= {suggestion.label for suggestion in suggest("绿水青山")}
    withdraw(Article.objects.get(pk=indexed[1].pk), "asked for")
    assert not named & {suggestion.label for suggestion in suggest("绿水青山")}


def test_every_list_the_eighty_are_looked_for_in_does_list_articles(indexed, client):
    lists = [address for address in LISTS_OF_ALL if not find_in_lists(client, address, indexed)]
    assert lists == []


def find_in_lists(client, address: str, articles: list[Article]) -> bool:
    found = find_in_lists_of_all(client, [article.pk for article in articles])
    return any(line.endswith(f" at {address}") for line in found)


def test_its_event_goes_on_under_another_report_or_is_gone(indexed, client):
    first, copy, other = indexed
    assert first.event_id == copy.event_id
    withdraw(first, "asked for")
    assert Event.objects.get(pk=first.event_id).lead_id == copy.pk
    assert f"/articles/{first.pk}/" not in client.get(f"/events/{first.event_id}/").content.decode()
    assert [row["id"] for row in client.get(f"/api/v1/events/{first.event_id}").json()["articles"]] == [copy.pk]
    withdraw(other, "asked for")
    assert client.get(f"/events/{other.event_id}/").status_code in (404, 410)


def test_a_search_frozen_before_leaves_it_out_of_its_page_and_its_files(indexed, client):
    snapshot = freeze(SearchQuery(q="志愿者"))
    addresses = [f"/snapshots/{snapshot.key}/", *(f"/snapshots/{snapshot.key}.{form}" for form in ("csv", "jsonl"))]
    assert [find_at(client, address, indexed) for address in addresses] == [[1, 1, 1]] * 3
    withdraw(indexed[2], "asked for")
    assert [find_at(client, address, indexed) for address in addresses] == [[1, 1, 0]] * 3


def find_at(client, address: str, articles: list[Article]) -> list[int]:
    response = client.get(address)
    content = response.getvalue() if response.streaming else response.content
    return [
        int(article.title in content.decode() and f"/articles/{article.pk}/" in content.decode())
        for article in articles
    ]


def test_one_withdrawn_after_an_indexer_died_before_its_note_is_hidden_as_well(indexed):
    Article.objects.filter(pk=indexed[2].pk).update(indexed_revision=0)
    withdraw(Article.objects.get(pk=indexed[2].pk), "asked for")
    found = search(SearchQuery(q="植树"))
    assert (found.total, found.hits) == (0, ())


def test_it_comes_back_when_it_is_published_again_even_before_the_indexer_has_run(indexed):
    withdraw(indexed[2], "asked for")
    assert ids_found("植树") == []
    publish(Article.objects.get(pk=indexed[2].pk), "by mistake")
    assert Article.objects.get(pk=indexed[2].pk).state == ArticleState.PUBLIC
    assert ids_found("植树") == [indexed[2].pk]


def test_the_indexer_takes_it_out_for_good_when_it_runs_again(indexed):
    withdraw(indexed[2], "asked for")
    call_command("index_stale", stdout=io.StringIO())
    Article.objects.filter(pk=indexed[2].pk).update(state=ArticleState.PUBLIC)  # behind the back of all
    assert ids_found("植树") == []
