"""Pages extracted anew in bulk: later rules show, what staff decided stands, and one way back to the very state before."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth.models import User

from archive.ingest.originals import original_path
from archive.ingest.run import ingest_pages
from archive.jobs.bulk.preview import preview_change
from archive.jobs.bulk.table import CHANGES
from archive.jobs.bulk.work import submit_bulk, submit_undo
from archive.jobs.kinds import performers
from archive.jobs.running import run_next
from archive.models import Article, AuditEntry, BulkItem, Finding, Job, JobState, effective_findings
from archive.readers.registry import read_bytes
from archive.review.decisions import retitle
from archive.review.settling import set_fact
from tests.factories import make_event_type, make_hubei

pytestmark = pytest.mark.django_db

PAGE = """<html><head><title>武汉志愿者清理江滩</title></head><body><h1>武汉志愿者清理江滩</h1>
<p>发布时间：2013-07-08　来源：武汉文明网</p>
<div class="content"><p>本报武汉7月7日电　7月7日上午，三百余名志愿者来到武汉市江岸区江滩，清理垃圾。</p>
<p>活动由市文明办主办，志愿者分成十个小组，沿江清理白色垃圾两百余袋，并向市民发放环保宣传册。{number}</p></div></body></html>"""


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"
    make_hubei()
    make_event_type("meeting", "会议")


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="editor", is_staff=True)


@pytest.fixture
def articles() -> list[Article]:
    for number in (1, 2):
        raw = PAGE.replace("{number}", "第" + "一二"[number - 1] + "场活动在周末举行，报名者众多。" * number).encode()
        ingest_pages(read_bytes(raw, name=f"{number}.html", url=f"http://host{number}.example/1.html"), inputs=["x"])
    return list(Article.objects.order_by("pk"))


def run() -> Job:
    job = run_next(performers(), threading.Event())
    assert job is not None and job.state == JobState.FINISHED, job and job.error
    return job


def reextract(articles: list[Article], by: User) -> Job:
    submit_bulk("reextract", {}, [article.pk for article in articles], by=by)
    return run()


def take_back(job: Job, by: User) -> Job:
    submit_undo(job, by=by)
    return run()


def content() -> Any:
    """Articles, drafts and findings without the ids of rows."""
    left_out = ("changed_at", "revision", "indexed_revision", "created_at")
    columns = [field.attname for field in Article._meta.concrete_fields if field.name not in left_out]
    facts = [field.attname for field in Finding._meta.concrete_fields if field.name != "id"]
    return (
        list(Article.objects.order_by("pk").values(*columns, "current_version__draft", "current_version__title")),
        sorted(map(str, Finding.objects.values(*facts))),
    )


def as_of_older_rules(article: Article) -> None:
    """As if the rules of a year ago had read the page: a title with its tail, a fact less, a fact too many."""
    version = article.current_version
    assert version is not None
    version.title = version.draft["title"] = article.title + "_首页"
    version.save()
    old = article.title
    article.title = version.title
    article.save()
    retitle(article, old)
    Finding.objects.filter(article=article, kind="region").delete()
    Finding.objects.create(article=article, kind="programme", value="江滩", rule="old")


def test_pages_that_come_to_the_same_are_left_alone(articles: list[Article], editor: User) -> None:
    before, revisions = content(), list(Article.objects.values_list("revision", flat=True))
    ids = set(Finding.objects.values_list("pk", flat=True))
    assert reextract(articles, editor).counts == {"unchanged": 2}
    assert content() == before and list(Article.objects.values_list("revision", flat=True)) == revisions
    assert set(Finding.objects.values_list("pk", flat=True)) == ids
    assert not AuditEntry.objects.filter(action="change").exists()


def test_what_later_rules_find_is_there_and_goes_again_with_the_batch(articles: list[Article], editor: User) -> None:
    fresh = content()
    as_of_older_rules(articles[0])
    former = content()
    assert former != fresh
    job = reextract(articles, editor)
    assert job.counts == {"changed": 1, "unchanged": 1}
    assert content() == fresh
    item = BulkItem.objects.get(outcome="changed")
    assert "标题" in item.after["words"] and "减 1" in item.after["words"]
    assert AuditEntry.objects.filter(batch=job.batch).count() == 1
    assert take_back(job, editor).counts == {"undone": 1}
    assert content() == former


def test_what_staff_decided_stands_and_is_there_after_the_way_back(articles: list[Article], editor: User) -> None:
    as_of_older_rules(articles[0])
    article = Article.objects.get(pk=articles[0].pk)
    article.title = "江滩清理"
    article.save()
    set_fact(article, "event_type", "meeting", "", by=editor, batch="")  # type: ignore[arg-type]
    Finding.objects.filter(article=article, kind="programme").update(state="rejected")
    former = content()
    job = reextract(articles, editor)
    saved = Article.objects.get(pk=article.pk)
    found = effective_findings(saved.findings.all())
    assert saved.title == "江滩清理"
    assert [row.value for row in found if row.kind == "event_type"] == ["meeting"]
    assert "江滩" not in [row.value for row in found if row.kind == "programme"]
    assert any(row.kind == "region" for row in found)
    assert take_back(job, editor).counts == {"undone": 1}
    assert content() == former


def test_an_article_staff_worked_on_since_stays_as_it_is(articles: list[Article], editor: User) -> None:
    as_of_older_rules(articles[0])
    job = reextract(articles, editor)
    set_fact(articles[0], "event_type", "meeting", "", by=editor, batch="")  # type: ignore[arg-type]
    now = content()
    assert take_back(job, editor).counts == {"kept": 1}
    assert content() == now


def test_an_original_that_is_gone_costs_only_itself(articles: list[Article], editor: User) -> None:
    for article in articles:
        as_of_older_rules(article)
    version = articles[0].current_version
    assert version is not None
    original_path(version.saved_file.sha256).unlink()
    assert reextract(articles, editor).counts == {"failed": 1, "changed": 1}
    assert "missing_original" in BulkItem.objects.get(outcome="failed").reason


def test_the_preview_rehearses_some_and_keeps_nothing(articles: list[Article]) -> None:
    as_of_older_rules(articles[0])
    before = content()
    found = preview_change(CHANGES["reextract"].make({}), [article.pk for article in articles])
    assert content() == before
    words = {sample.article.pk: sample.plan.after for sample in found.samples}
    assert "标题" in words[articles[0].pk] and words[articles[1].pk] == "不变"
    assert {sample.article.title for sample in found.samples} == set(Article.objects.values_list("title", flat=True))
