"""Bulk work: what is previewed is done, staff's single decisions stand, and a batch is taken back as one."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth.models import User

from archive.ingest.store import store_article
from archive.jobs.bulk.preview import Preview, preview_change
from archive.jobs.bulk.table import CHANGES
from archive.jobs.bulk.work import submit_bulk, submit_undo, undoing
from archive.jobs.kinds import performers
from archive.jobs.running import run_next
from archive.models import (
    Article,
    ArticleState,
    AuditEntry,
    BulkItem,
    Finding,
    Job,
    JobState,
    Origin,
    Source,
    Withdrawal,
    effective_findings,
)
from archive.review.decisions import withdraw
from archive.review.settling import set_fact, set_publisher
from tests.factories import make_event_type, make_hubei
from tests.ingest.factories import make_body, make_draft, make_event_date, make_page, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _vocabulary(settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"
    make_hubei()
    make_event_type("meeting", "会议")
    make_event_type("training", "培训")


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="editor", is_staff=True)


def add_article(number: int, **stated: Any) -> Article:
    body = make_body(number)
    page = make_page(body, url=f"http://host{number}.example/{number}.html")
    draft = make_draft(body=body, publisher=f"网站{number}", **stated)
    return store_article(page, draft, (make_event_date(), make_region())).article


def add_articles(last: int) -> list[Article]:
    return [add_article(number) for number in range(1, last + 1)]


def keys(articles: list[Article]) -> list[int]:
    return [article.pk for article in articles]


def preview(change: str, values: dict[str, Any], articles: list[Article]) -> Preview:
    return preview_change(CHANGES[change].make(values), keys(articles))


def run() -> Job:
    job = run_next(performers(), threading.Event())
    assert job is not None and job.state == JobState.FINISHED, job and job.error
    return job


def do(change: str, values: dict[str, Any], articles: list[Article], by: User) -> Job:
    submit_bulk(change, values, keys(articles), by=by)
    return run()


def take_back(job: Job, by: User) -> Job:
    submit_undo(job, by=by)
    return run()


def types_of(article: Article) -> list[str]:
    found = effective_findings(Finding.objects.filter(article=article, kind="event_type"))
    return [finding.value for finding in found]


def state_of_all() -> list[Any]:
    """What readers can see of everything, and what staff set."""
    columns = ("pk", "state", "publisher", "title", "event", "relation", "event_edtf")
    facts = Finding.objects.order_by("pk").values_list("pk", "kind", "value", "origin", "state", "position")
    ended = Withdrawal.objects.order_by("pk").values_list("article", "reason", "ended_at")
    return [list(Article.objects.order_by("pk").values_list(*columns)), list(facts), list(ended)]


def test_a_preview_counts_each_move_and_what_is_passed_over(editor: User) -> None:
    articles = add_articles(5)
    Finding.objects.create(article=articles[0], kind="event_type", value="training")
    Finding.objects.create(article=articles[1], kind="event_type", value="training")
    set_fact(articles[2], "event_type", "training", "", by=editor, batch="")  # type: ignore[arg-type]
    set_fact(articles[3], "event_type", "meeting", "", by=editor, batch="")  # type: ignore[arg-type]
    found = preview("set_type", {"value": "meeting"}, articles)
    assert found.moves == [("培训（机器）", "会议", 2), ("无", "会议", 1)]
    assert found.skipped == [("已有人工认定", "培训", 1)]
    assert (found.total, found.changing, found.unchanged) == (5, 3, 1)
    assert {sample.article.pk for sample in found.samples} == {articles[0].pk, articles[1].pk, articles[4].pk}


def test_a_preview_changes_nothing(editor: User) -> None:
    articles = add_articles(2)
    before = state_of_all(), AuditEntry.objects.count()
    for change, values in (
        ("set_type", {"value": "meeting"}),
        ("set_region", {"value": "420500"}),
        ("set_source", {"value": Source.objects.first().pk}),
        ("publish", {"note": "", "all_states": True}),
        ("withdraw", {"note": "", "reason": "scope"}),
    ):
        preview(change, values, articles)
    assert (state_of_all(), AuditEntry.objects.count()) == before


def test_it_does_what_the_preview_said_with_one_batch_in_the_log(editor: User) -> None:
    articles = add_articles(3)
    set_fact(articles[1], "event_type", "training", "", by=editor, batch="")  # type: ignore[arg-type]
    promised = preview("set_type", {"value": "meeting"}, articles)
    job = do("set_type", {"value": "meeting"}, articles, editor)
    assert job.counts == {"changed": promised.changing, "skipped": 1} == {"changed": 2, "skipped": 1}
    assert [types_of(article) for article in articles] == [["meeting"], ["training"], ["meeting"]]
    entries = AuditEntry.objects.filter(batch=job.batch)
    assert {entry.article for entry in entries} == {articles[0].pk, articles[2].pk}
    assert {entry.actor_name for entry in entries} == {"editor"}
    item = BulkItem.objects.get(article=articles[1])
    assert (item.outcome, item.reason) == ("skipped", "已有人工认定")


def test_readers_get_it_as_they_get_a_single_decision(editor: User) -> None:
    (article,) = add_articles(1)
    revision = Article.objects.get().revision
    do("set_type", {"value": "meeting"}, [article], editor)
    row = Finding.objects.get(kind="event_type")
    assert (row.origin, row.state, row.rule) == (Origin.STAFF, "accepted", "staff")
    assert Article.objects.get().revision > revision


@pytest.mark.parametrize(
    ("change", "values"),
    [
        ("set_type", {"value": "meeting"}),
        ("set_region", {"value": "420500"}),
        ("set_source", {"value": 1}),
        ("withdraw", {"note": "不在范围", "reason": "scope"}),
        ("publish", {"note": "", "all_states": False}),
        ("publish", {"note": "", "all_states": True}),
    ],
)
def test_a_batch_taken_back_leaves_what_was_there(editor: User, change: str, values: dict[str, Any]) -> None:
    articles = [*add_articles(2), add_article(3, page_class="list"), add_article(4)]
    withdraw(articles[3], "asked for", by=editor)
    if change == "set_source":
        values = {"value": Source.objects.create(name="武汉文明网").pk}
    before = state_of_all()
    job = do(change, values, articles, editor)
    assert job.counts["changed"] > 0 and state_of_all()[:2] != before[:2]
    undo = take_back(job, editor)
    assert undo.counts == {"undone": job.counts["changed"]}
    after = state_of_all()
    assert after[:2] == before[:2]
    standing = [row for row in after[2] if row[2] is None]
    assert standing == [row for row in before[2] if row[2] is None]
    assert AuditEntry.objects.filter(batch=undo.batch).count() >= job.counts["changed"]


def test_what_was_changed_since_stays_and_is_listed(editor: User) -> None:
    articles = add_articles(3)
    job = do("set_type", {"value": "meeting"}, articles, editor)
    Finding.objects.filter(article=articles[0], kind="event_type").update(value="training")
    Finding.objects.filter(article=articles[1], kind="event_type").delete()
    undo = take_back(job, editor)
    assert undo.counts == {"kept": 2, "undone": 1}
    assert [types_of(article) for article in articles] == [["training"], [], []]
    kept = BulkItem.objects.filter(job=job, outcome="kept").values_list("article", flat=True)
    assert set(kept) == {articles[0].pk, articles[1].pk}


def test_a_source_set_for_one_article_is_not_set_for_many(editor: User) -> None:
    articles = add_articles(2)
    chosen, other = Source.objects.create(name="甲"), Source.objects.create(name="乙")
    set_publisher(articles[0], chosen, by=editor, batch="")
    assert preview("set_source", {"value": other.pk}, articles).skipped == [("已有人工认定", "甲", 1)]
    do("set_source", {"value": other.pk}, articles, editor)
    assert list(Article.objects.order_by("pk").values_list("publisher", flat=True)) == [chosen.pk, other.pk]


def test_a_source_taken_back_is_nobodys_decision_any_more(editor: User) -> None:
    articles = add_articles(1)
    one, two = Source.objects.create(name="甲"), Source.objects.create(name="乙")
    take_back(do("set_source", {"value": one.pk}, articles, editor), editor)
    assert preview("set_source", {"value": two.pk}, articles).changing == 1


def test_withdrawals_stand_unless_they_are_asked_for(editor: User) -> None:
    public, taken = add_articles(2)
    listed = add_article(3, page_class="list")
    withdraw(taken, "asked for", by=editor)
    everything = [public, taken, listed]
    assert do("publish", {"note": "", "all_states": False}, everything, editor).counts == {
        "unchanged": 1, "skipped": 1, "changed": 1}  # fmt: skip
    taken.refresh_from_db()
    assert taken.state == ArticleState.WITHDRAWN
    do("publish", {"note": "", "all_states": True}, everything, editor)
    assert Article.public.count() == 3


def test_a_withdrawal_keeps_its_older_reason(editor: User) -> None:
    public, taken = add_articles(2)
    withdraw(taken, "asked for", by=editor)
    job = do("withdraw", {"note": "", "reason": "scope"}, [public, taken], editor)
    assert job.counts == {"changed": 1, "skipped": 1}
    assert dict(Withdrawal.objects.values_list("article", "reason")) == {public.pk: "scope", taken.pk: "other"}


def test_a_decision_taken_while_the_job_waited_stands(editor: User) -> None:
    (article,) = add_articles(1)
    submit_bulk("set_type", {"value": "meeting"}, [article.pk], by=editor)
    set_fact(article, "event_type", "training", "", by=editor, batch="")  # type: ignore[arg-type]
    assert run().counts == {"skipped": 1}
    assert types_of(article) == ["training"]


def test_one_article_that_cannot_be_changed_costs_only_itself(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = add_articles(3)
    from archive.jobs.bulk import facts

    real = facts.set_fact

    def fail_once(article: Article, *given: Any, **named: Any) -> Finding:
        if article.pk == articles[1].pk:
            Finding.objects.create(article=article, kind="event_type", value="half done")
            raise ValueError("bad luck")
        return real(article, *given, **named)

    monkeypatch.setattr(facts, "set_fact", fail_once)
    assert do("set_type", {"value": "meeting"}, articles, editor).counts == {"changed": 2, "failed": 1}
    assert BulkItem.objects.get(outcome="failed").reason == "ValueError: bad luck"
    assert types_of(articles[1]) == []


def test_a_job_stopped_half_way_can_be_taken_back(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.jobs.bulk import work
    from archive.jobs.queue import request_stop

    monkeypatch.setattr(work, "_AT_ONCE", 2)
    articles = add_articles(5)
    job = submit_bulk("set_type", {"value": "meeting"}, keys(articles), by=editor)
    real = work._apply

    def apply_and_stop(*given: Any) -> None:
        real(*given)
        request_stop(job)

    monkeypatch.setattr(work, "_apply", apply_and_stop)
    stopped = run_next(performers(), threading.Event())
    assert stopped is not None and (stopped.state, stopped.counts) == (JobState.STOPPED, {"changed": 2})
    undo = take_back(stopped, editor)
    assert undo.counts == {"undone": 2}
    assert not Finding.objects.filter(kind="event_type").exists()
    assert undoing(stopped) == undo


def test_what_was_set_in_bulk_survives_a_new_version_of_the_page(editor: User) -> None:
    (article,) = add_articles(1)
    do("set_region", {"value": "420500"}, [article], editor)
    body = make_body(1) + "又及。"
    page = make_page(body, url=article.url)
    store_article(page, make_draft(body=body, publisher="网站1"), (make_event_date(), make_region()))
    found = effective_findings(Finding.objects.filter(article=article, kind="region"))
    assert [finding.value for finding in found] == ["420500"]
