"""Original bytes of withdrawn articles go after the days set, on purpose and on the record; all else stays."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive.ingest.originals import original_path
from archive.ingest.run import ingest_files
from archive.keeping.backup import write_backup
from archive.keeping.places import Places
from archive.keeping.retention import apply_retention
from archive.keeping.verify.files import check_files
from archive.models import Article, AuditEntry, SavedFile, Withdrawal
from archive.review.decisions import publish, withdraw
from tests.ingest.factories import make_body
from tests.keeping.archives import manage, places_of, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(settings, tmp_path: Path) -> Places:
    settings.DATA_DIR, settings.FILES_DIR = tmp_path, tmp_path / "files"
    settings.ORIGINALS_KEEP_DAYS = 30
    return places_of(tmp_path)


@pytest.fixture
def articles(places: Places) -> list[Article]:
    """Two articles, the first in two versions."""
    file = places.data / "pages.jsonl"
    pages = [
        {"title": "义诊", "text": make_body(1), "url": "http://a.example/1"},
        {"title": "植树", "text": make_body(2), "url": "http://a.example/2"},
        {"title": "义诊", "text": make_body(3), "url": "http://a.example/1"},
    ]
    file.write_text("".join(json.dumps(page, ensure_ascii=False) + "\n" for page in pages), encoding="utf-8")
    ingest_files([str(file)])
    return list(Article.objects.order_by("pk"))


def withdrawn_ago(article: Article, days: int) -> None:
    withdraw(article, "要求")
    Withdrawal.objects.filter(article=article).update(at=timezone.now() - dt.timedelta(days=days))


def kept(places: Places) -> set[str]:
    return {path.stem for path in places.files.rglob("*.gz")}


def test_all_versions_of_an_article_withdrawn_long_ago_lose_their_bytes(
    places: Places, articles: list[Article]
) -> None:
    withdrawn_ago(articles[0], 31)
    hashes = set(SavedFile.objects.filter(version__article=articles[0]).values_list("sha256", flat=True))
    assert len(hashes) == 2
    said = io.StringIO()
    call_command("apply_retention", stdout=said)
    assert "已删除 2 个原始文件" in said.getvalue()
    assert not hashes & kept(places) and len(kept(places)) == 1
    entries = AuditEntry.objects.filter(action="purge")
    assert {entry.before["sha256"] for entry in entries} == hashes
    assert {entry.before["article"] for entry in entries} == {articles[0].pk}
    call_command("apply_retention", stdout=said)
    assert AuditEntry.objects.filter(action="purge").count() == 2


@pytest.mark.parametrize("days", [0, 29])
def test_one_withdrawn_lately_keeps_them(places: Places, articles: list[Article], days: int) -> None:
    withdrawn_ago(articles[0], days)
    assert apply_retention(places, 30).purged == 0
    assert len(kept(places)) == 3


def test_one_that_was_restored_keeps_them_and_its_time_begins_anew(places: Places, articles: list[Article]) -> None:
    withdrawn_ago(articles[0], 31)
    publish(articles[0])
    assert apply_retention(places, 30).purged == 0
    withdraw(articles[0], "又要求")
    assert apply_retention(places, 30).purged == 0


def test_without_the_setting_originals_are_kept_for_ever(places: Places, articles: list[Article], settings) -> None:
    settings.ORIGINALS_KEEP_DAYS = None
    withdrawn_ago(articles[0], 10_000)
    with pytest.raises(CommandError) as caught:
        call_command("apply_retention", stdout=io.StringIO())
    assert caught.value.returncode == 2
    assert len(kept(places)) == 3


def test_a_dry_run_only_tells(places: Places, articles: list[Article]) -> None:
    withdrawn_ago(articles[1], 31)
    said = io.StringIO()
    call_command("apply_retention", "--dry-run", stdout=said)
    assert said.getvalue().split()[1] == str(articles[1].pk)
    assert len(kept(places)) == 3


def test_the_same_bytes_are_known_when_they_come_again(places: Places, articles: list[Article]) -> None:
    withdrawn_ago(articles[1], 31)
    apply_retention(places, 30)
    report = ingest_files([str(places.data / "pages.jsonl")])
    assert report.counts["duplicate"] == 3
    assert len(kept(places)) == 2


def test_a_run_killed_before_the_files_went_is_told_of_and_finished(places: Places, articles: list[Article]) -> None:
    withdrawn_ago(articles[1], 31)
    row = SavedFile.objects.get(version__article=articles[1])
    data = original_path(row.sha256).read_bytes()
    apply_retention(places, 30)
    original_path(row.sha256).write_bytes(data)
    assert [problem.code for problem in check_files(places)] == ["not_purged"]
    assert apply_retention(places, 30).purged == 1
    assert list(check_files(places)) == []


def test_an_article_restored_after_it_is_shown_without_its_original(
    places: Places, articles: list[Article], client
) -> None:
    withdrawn_ago(articles[1], 31)
    apply_retention(places, 30)
    publish(Article.objects.get(pk=articles[1].pk))
    assert client.get(f"/articles/{articles[1].pk}/").status_code == 200
    assert client.get(f"/articles/{articles[1].pk}/original/").status_code == 200


def test_backup_verify_and_restore_agree_that_they_are_gone_on_purpose(archive: Path, tmp_path: Path) -> None:
    code = """
import os; os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
import django; django.setup()
from archive.models import Article
from archive.review.decisions import withdraw
withdraw(Article.public.first(), "asked for")
"""
    run(archive, "-c", code)
    before = len(list((archive / "files").rglob("*.gz")))
    run(archive, "-c", _PURGE)
    assert len(list((archive / "files").rglob("*.gz"))) == before - 1
    manage(archive, "index_stale")
    manage(archive, "verify_archive")
    report = write_backup(places_of(archive), tmp_path / "a.tar")
    assert (report.problems, report.originals) == ({}, before - 1)
    manage(tmp_path / "new", "restore", tmp_path / "a.tar")
    manage(tmp_path / "new", "verify_archive")


_PURGE = """
import os; os.environ.update(DJANGO_SETTINGS_MODULE="archive.settings", ORIGINALS_KEEP_DAYS="0")
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "apply_retention"])
"""
