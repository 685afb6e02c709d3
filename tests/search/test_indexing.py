from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from haystack import connections
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from archive.checks import check_search_index
from archive.models import Article, ArticleState
from archive.search import indexing
from archive.search.engine import IndexUnusable
from archive.search.engines.whoosh import store
from archive.search.engines.whoosh.joining import MOST_WHILE_BUSY
from archive.search.engines.whoosh.store import INDEX_NAME
from archive.search.indexing import index_problem, index_stale, rebuild_index, tidy_index
from archive.search.query import SearchQuery
from archive.search.run import search
from tests.factories import make_article

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


def index_path() -> Path:
    return Path(connections["default"].get_backend().path)


def build() -> Path:
    return index_path() / (index_path() / "current").read_text()


def behind() -> int:
    return sum(article.revision != article.indexed_revision for article in Article.objects.all())


def test_it_writes_what_is_behind_and_nothing_twice() -> None:
    for number in range(5):
        make_article(f"第{number}篇")
    report = index_stale()
    assert (report.indexed, report.removed, behind()) == (5, 0, 0)
    assert index_stale().indexed == 0
    Article.objects.filter(title="第3篇").update(body="新的正文", revision=2)
    assert index_stale().indexed == 1
    assert search(SearchQuery(q="新的正文")).total == 1
    assert search(SearchQuery()).total == 5


def test_a_limit_leaves_the_rest_for_later() -> None:
    index_stale()
    for number in range(5):
        make_article(f"第{number}篇")
    rebuild_index()
    Article.objects.update(revision=2)
    assert index_stale(limit=2).indexed == 2
    assert behind() == 3
    assert index_stale().indexed == 3


def test_many_batches_write_everything_once(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article("最早的一篇")
    index_stale()
    monkeypatch.setattr(indexing, "BATCH", 2)
    monkeypatch.setattr(indexing, "BULK_BATCH", 3)
    for number in range(11):
        make_article(f"第{number}篇")
    seen: list[tuple[int, int]] = []
    assert index_stale(progress=lambda done, total: seen.append((done, total))).indexed == 11
    assert seen[-1] == (11, 11) and len(seen) > 3
    assert search(SearchQuery()).total == 12


def test_long_articles_are_written_in_smaller_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    index_stale()
    rebuild_index()
    monkeypatch.setattr(indexing, "BATCH_CHARACTERS", 100)
    for number in range(5):
        make_article(f"第{number}篇", "长" * 60 * (1 + number % 2))
    seen: list[tuple[int, int]] = []
    assert index_stale(progress=lambda done, total: seen.append((done, total))).indexed == 5
    assert seen == [(2, 5), (4, 5), (5, 5)], "each commit goes just beyond the bound"
    assert rebuild_index().indexed == 5


def test_what_is_no_longer_public_is_taken_out_and_can_come_back() -> None:
    article = make_article()
    index_stale()
    Article.objects.filter(pk=article.pk).update(state=ArticleState.REJECTED, revision=2)
    assert index_stale().removed == 1
    assert search(SearchQuery()).total == 0
    Article.objects.filter(pk=article.pk).update(state=ArticleState.PUBLIC, revision=3)
    assert index_stale().indexed == 1
    assert search(SearchQuery()).total == 1


def test_a_change_during_indexing_stays_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article()
    index_stale()
    Article.objects.filter(pk=article.pk).update(revision=2)
    backend = type(connections["default"].get_backend())
    write = backend.write

    def change_while_writing(self, build, index, articles, **kwargs):
        read = list(articles)
        Article.objects.filter(pk=article.pk).update(revision=3, title="更晚的标题")
        return write(self, build, index, read, **kwargs)

    monkeypatch.setattr(backend, "write", change_while_writing)
    index_stale()
    article.refresh_from_db()
    assert (article.revision, article.indexed_revision) == (3, 2)
    monkeypatch.setattr(backend, "write", write)
    index_stale()
    assert search(SearchQuery(q="更晚的标题")).total == 1


def test_without_an_index_searches_say_so_instead_of_finding_nothing() -> None:
    make_article()
    with pytest.raises(IndexUnusable) as caught:
        search(SearchQuery(q="志愿者"))
    assert caught.value.code == "missing"
    assert [message.id for message in check_search_index()] == ["archive.W001"]


def test_an_archive_without_articles_needs_no_index() -> None:
    assert check_search_index() == []


def test_an_index_of_another_version_is_named_not_read_and_rebuilt() -> None:
    make_article()
    index_stale()
    (build() / "schema.json").write_text(json.dumps({"version": 0}))
    with pytest.raises(IndexUnusable) as caught:
        search(SearchQuery())
    assert caught.value.code == "outdated"
    assert [message.id for message in check_search_index()] == ["archive.W002"]
    assert index_stale().indexed == 1
    assert check_search_index() == []
    assert search(SearchQuery()).total == 1


@pytest.mark.parametrize("ending", [".trm", ".pst", ".toc", ".text", ".cols"])
@pytest.mark.parametrize("harm", ["cut", "garbage", "gone"])
def test_a_damaged_file_is_named_and_the_index_rebuilt(ending: str, harm: str) -> None:
    for number in range(3):
        make_article(f"第{number}篇")
    index_stale()
    for file in build().glob(f"*{ending}"):
        size = file.stat().st_size
        file.unlink()  # it may be mapped: another file takes its place
        if harm != "gone":
            file.write_bytes(b"" if harm == "cut" else os.urandom(size))
    try:
        total: int | None = search(SearchQuery(q="志愿者")).total
    except IndexUnusable as error:
        assert error.code == "damaged"
        total = None
    damaged = index_problem()
    if harm != "garbage" or ending == ".text":
        assert damaged is not None and damaged.code == "damaged"
        assert ending == ".toc" or ending in damaged.detail
    if damaged is not None:
        assert check_search_index()[0].id == "archive.W003"
        # Words are found in the derived files: where only Whoosh's own are harmed, the answer is still right.
        assert total in (None, 3)
    assert index_stale().indexed in (0, 3)
    assert index_problem() is None


def test_a_rebuild_serves_the_old_index_until_the_new_one_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article()
    index_stale()
    old = build()
    totals: list[int] = []
    verify = indexing._verify

    def look_then_verify(*args) -> None:
        totals.append(search(SearchQuery()).total)
        assert build() == old
        verify(*args)

    monkeypatch.setattr(indexing, "_verify", look_then_verify)
    rebuild_index()
    assert totals == [1]
    assert build() != old and not old.exists()
    assert search(SearchQuery()).total == 1


def test_a_rebuild_that_lost_articles_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article()
    index_stale()
    old = build()
    backend = type(connections["default"].get_backend())
    monkeypatch.setattr(backend, "count_documents", lambda *_args: 0)
    with pytest.raises(RuntimeError, match="stays in use"):
        rebuild_index()
    assert build() == old


def test_another_writer_waits_and_nothing_is_lost() -> None:
    articles = [make_article(f"第{number}篇") for number in range(3)]
    index_stale()
    backend = connections["default"].get_backend()
    done = threading.Event()

    def remove() -> None:
        other = connections["default"].get_backend()
        other.path = backend.path
        other.remove(f"archive.article.{articles[0].pk}")
        done.set()

    with backend.store.writing():
        thread = threading.Thread(target=remove)
        thread.start()
        assert not done.wait(0.5)
    thread.join(10)
    assert done.is_set()
    assert search(SearchQuery()).total == 2


REMOVER = """
import sys, django
django.setup()
from haystack import connections
backend = connections["default"].get_backend()
for pk in sys.argv[1:]:
    backend.remove(f"archive.article.{pk}")
"""


def test_no_delete_of_four_processes_is_lost() -> None:
    articles = [make_article(f"第{number}篇") for number in range(24)]
    index_stale()
    # The tests' own database lives in memory; removing needs none, so the processes only share the index folder.
    environment = {**os.environ, "DATA_DIR": str(index_path().parent), "DJANGO_SETTINGS_MODULE": "archive.settings"}
    keys = [str(article.pk) for article in articles[:20]]
    processes = [
        subprocess.Popen([sys.executable, "-c", REMOVER, *keys[start::4]], env=environment, cwd=ROOT)
        for start in range(4)
    ]
    assert [process.wait(60) for process in processes] == [0, 0, 0, 0]
    assert {hit.id for hit in search(SearchQuery(per_page=100)).hits} == {article.pk for article in articles[20:]}


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    make_article()
    call_command("index_stale")
    assert "写入 1，移除 0" in capsys.readouterr().out


def test_a_search_during_a_rebuild_reads_the_new_index_where_the_old_is_gone() -> None:
    for number in range(3):
        make_article(f"第{number}篇", venues=["420102"])
    index_stale()
    backend = connections["default"].get_backend()
    totals: list[int] = []

    def look(snapshot) -> int:
        if not totals:
            totals.append(snapshot.count)
            rebuild_index()  # removes the files this snapshot has not read yet
        return len(snapshot.codes("region").values) + int(snapshot.numbers("article").sum() > 0)

    assert backend.ask(look) == 2
    assert index_problem() is None


def test_what_is_only_for_speed_is_left_while_more_is_coming() -> None:
    backend = connections["default"].get_backend()
    index_stale()
    for number in range(3):
        make_article(f"第{number}篇", "江滩净滩")
        index_stale(more_coming=True)
    assert count_segments() == 3
    assert backend.search("text:净滩")["hits"] == 3
    tidy_index()
    assert count_segments() == 1
    assert backend.search("text:净滩")["hits"] == 3


def test_segments_are_joined_before_there_are_very_many_though_more_is_coming() -> None:
    index_stale()
    for number in range(MOST_WHILE_BUSY + 1):
        make_article(f"第{number}篇")
        index_stale(more_coming=True)
    assert count_segments() == 1


def count_segments() -> int:
    build = connections["default"].get_backend().build_in_use()
    return len(TOC.read(FileStorage(str(build)), INDEX_NAME).segments)


def test_the_watch_stops_cleanly_when_told() -> None:
    environment = {**os.environ, "DATA_DIR": str(index_path().parent)}
    command = [sys.executable, "manage.py"]
    subprocess.run([*command, "migrate", "-v0"], env=environment, cwd=ROOT, check=True, timeout=120)
    watch = subprocess.Popen([*command, "index_stale", "--watch"], env=environment, cwd=ROOT)
    deadline = time.monotonic() + 120
    while not (index_path() / "current").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    watch.terminate()
    assert watch.wait(60) == 0
    assert (index_path() / "current").exists()


def test_an_update_waits_while_another_process_joins_segments(caplog, monkeypatch) -> None:
    monkeypatch.setattr(store, "_PATIENCE", 0.1)
    make_article("江滩净滩", "志愿者来了。")
    backend = connections["default"].get_backend()
    held, done = threading.Event(), threading.Event()

    def join() -> None:
        with store.IndexStore(Path(backend.path)).writing():
            held.set()
            time.sleep(0.5)
            done.set()

    other = threading.Thread(target=join)
    other.start()
    held.wait()
    assert index_stale().indexed == 1
    assert done.is_set()
    assert "still waiting" in caplog.text
    other.join()
