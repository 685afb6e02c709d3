"""A correction becomes a rule: tried over the archive, put in force, taken out; decisions of staff stand throughout."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from archive.accounts.roles import give_role
from archive.ingest.again import take_again
from archive.ingest.run import ingest_pages
from archive.jobs.house_rules import submit_application, submit_trial
from archive.jobs.kinds import performers
from archive.jobs.running import run_next
from archive.models import Article, AuditEntry, EventType, HouseRule, Job, RoleCode, Source, SourceHost
from archive.readers.registry import read_bytes
from archive.review import judging
from archive.review.house_rules import complete_rule
from archive.review.settling import set_publisher
from archive.search.labels import forget_labels
from tests.factories import make_hubei

pytestmark = pytest.mark.django_db(transaction=False)

PLACE_PAGE = "志愿者在青藤里社区义剪\n\n发布时间：2025-05-{day:02}\n\n5月{day}日，第{day}支志愿服务队在青藤里社区举行义剪活动，三十名志愿者为{day}位老人理发，大家都很高兴。居民说，希望这样的活动常办下去。"


@pytest.fixture(autouse=True)
def _ground(settings, tmp_path) -> Any:
    settings.FILES_DIR = tmp_path / "files"
    make_hubei()
    forget_labels()
    yield
    forget_labels()


def take(text: str, url: str, kind: str = "text/plain; charset=utf-8") -> Article:
    ingest_pages(read_bytes(text.encode(), name="page", url=url, media_type=kind))
    return Article.objects.get(url=url)


def place_page(day: int) -> Article:
    return take(PLACE_PAGE.format(day=day), f"http://paper.example/{day}")


def rule(kind: str, key: str, value: str, /, **data: str) -> HouseRule:
    made = HouseRule(kind=kind, key=key, value=value, data=data)
    complete_rule(made)
    made.save()
    return made


def work() -> Job:
    job = run_next(performers(), threading.Event())
    assert job is not None
    job.refresh_from_db()
    assert (job.state, job.error) == ("finished", "")
    return job


def try_out(made: HouseRule) -> HouseRule:
    submit_trial(made, by=None)
    work()
    made.refresh_from_db()
    return made


def apply(made: HouseRule, *, active: bool = True) -> Job:
    submit_application(made, active=active, by=None)
    return work()


def venues(article: Article) -> list[str]:
    rows = article.findings.filter(kind="region", role="venue").exclude(state="rejected")
    return list(rows.values_list("value", flat=True))


def test_a_trial_tells_how_many_would_change_how_and_changes_nothing() -> None:
    first = place_page(1)
    place_page(2)
    take(
        "江滩净滩\n\n发布时间：2025-05-09\n\n5月9日，志愿者在江滩清理垃圾，三十名志愿者参加，清运垃圾两吨。",
        "http://paper.example/9",
    )
    made = try_out(rule("place", "青藤里", "江岸区"))
    job = Job.objects.get()
    assert (job.total, job.counts) == (2, {"changed": 2})
    sample = made.preview["samples"][0]
    assert sample["article"] == first.pk
    assert ["region", "", "venue:420102"] in sample["changes"]
    assert venues(first) == []
    assert not made.active


def test_a_place_in_force_counts_for_stored_pages_and_new_ones_and_no_more_once_taken_out() -> None:
    stored = place_page(1)
    made = try_out(rule("place", "青藤里", "420102"))
    job = apply(made)
    assert job.counts == {"changed": 1}
    assert venues(stored) == ["420102"]
    row = stored.findings.get(kind="region", role="venue")
    assert "青藤里" in row.quote and row.origin == "machine"
    assert Article.objects.get(pk=stored.pk).revision > stored.revision
    assert AuditEntry.objects.filter(batch=job.batch, article=stored.pk).count() == 1
    new = place_page(2)
    assert venues(new) == ["420102"]
    apply(made, active=False)
    assert venues(stored) == venues(new) == []
    assert stored.versions.count() == 1


def test_what_staff_decided_stands_when_a_rule_is_applied() -> None:
    article = place_page(1)
    judging.add(article, "region", "420500", "venue", "", by=None)
    rejected = article.findings.filter(kind="headcount").first()
    judging.reject(rejected, by=None)
    apply(try_out(rule("place", "青藤里", "420102")))
    set_by_staff = article.findings.get(origin="staff")
    assert (set_by_staff.value, set_by_staff.doubt) == ("420500", "")
    assert article.findings.get(pk=rejected.pk).state == "rejected"
    assert article.findings.filter(kind=rejected.kind, value=rejected.value).count() == 1


def test_a_word_teaches_a_type_even_one_that_staff_added() -> None:
    EventType.objects.create(code="haircut", label="义剪", label_en="Haircuts")
    forget_labels()
    article = place_page(1)
    apply(try_out(rule("type_cue", "义剪", "义剪")))
    assert article.findings.filter(kind="event_type", value="haircut").exists()


PAGE = (
    "<html><head><title>公告</title></head><body><div class='nav'>首页</div><h3 class='bt'>青山社区举办邻里节</h3>"
    "<div class='sj'>2025-05-16</div><div id='zw'><p>5月16日上午，青山社区举办邻里节，三百多名居民参加，志愿者为老人送上热饭。</p>"
    "<p>社区负责人介绍，邻里节已经办了六年，今后还要办下去，让更多居民走出家门，认识邻居。</p></div></body></html>"
)


def test_a_site_gives_its_pages_a_source_and_says_where_they_hold_what() -> None:
    article = take(PAGE, "http://sq.example.com/1.html", "text/html; charset=utf-8")
    host_source = article.publisher
    assert host_source.name == "sq.example.com"
    made = rule(
        "site", "https://sq.example.com/", "青山社区网", kind="organisation", source_kind="federation",
        home_region="武昌区", title_selector="h3.bt",
    )  # fmt: skip
    assert (made.key, made.data["home_region"]) == ("sq.example.com", "420106")
    apply(try_out(made))
    saved = Article.objects.get(pk=article.pk)
    source = Source.objects.get(name="青山社区网")
    assert (saved.publisher, source.kind, source.home_region_id) == (source, "federation", "420106")
    assert SourceHost.objects.get(host="sq.example.com").source == source
    assert saved.title == "青山社区举办邻里节"
    assert saved.current_version.draft["publisher"] == "青山社区网"
    assert saved.doubt == ""


def test_another_name_of_a_source_is_followed_by_stored_and_new_pages() -> None:
    source = Source.objects.create(name="江城日报")
    article = place_page(1)
    apply(try_out(rule("source_alias", "paper.example", "江城日报")))
    assert Article.objects.get(pk=article.pk).publisher == source
    assert place_page(2).publisher == source


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [("source_alias", "paper.example", "江城日报"), ("site", "paper.example", "江城日报")],
)
def test_a_publisher_that_staff_set_is_not_moved_by_a_rule(kind: str, key: str, value: str) -> None:
    Source.objects.create(name="江城日报")
    chosen = Source.objects.create(name="青藤街道办")
    decided, other = place_page(1), place_page(2)
    set_publisher(decided, chosen, by=None, batch="")
    set_publisher(decided, other.publisher, by=None, batch="")
    apply(try_out(rule(kind, key, value)))
    assert Article.objects.get(pk=decided.pk).publisher.name == "paper.example"
    assert Article.objects.get(pk=other.pk).publisher.name == "江城日报"


@pytest.mark.parametrize(
    ("kind", "key", "value", "data"),
    [
        ("place", "青", "420102", {}),
        ("place", "青藤里", "999999", {}),
        ("type_cue", "??", "meeting", {}),
        ("field_cue", "义剪", "nothing", {}),
        ("source_alias", "江城", "nobody", {}),
        ("site", "no host", "某网", {}),
        ("site", "a.example.com", "", {}),
        ("site", "a.example.com", "某网", {"kind": "zoo"}),
        ("site", "a.example.com", "某网", {"home_region": "nowhere"}),
        ("site", "a.example.com", "某网", {"title_selector": "h1[["}),
    ],
)
def test_a_rule_that_says_nothing_is_refused(kind: str, key: str, value: str, data: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        complete_rule(HouseRule(kind=kind, key=key, value=value, data=data))


def test_an_original_that_is_lost_is_counted_and_stops_nothing(settings, tmp_path) -> None:
    place_page(1)
    place_page(2)
    made = rule("place", "青藤里", "420102")
    next(iter((tmp_path / "files").rglob("*.gz"))).unlink()
    submit_trial(made, by=None)
    assert work().counts == {"failed": 1, "changed": 1}


def editor() -> Client:
    user = User.objects.create(username="editor")
    give_role(user, RoleCode.EDITOR)
    client = Client()
    client.force_login(user)
    return client


def test_from_the_form_by_the_trial_into_force() -> None:
    article = place_page(1)
    client = editor()
    row = judging.add(article, "region", "420102", "venue", "青藤里社区", by=None)
    screen = client.get(reverse("admin_review_article", args=[article.pk])).content.decode()
    add = reverse("admin:archive_houserule_add")
    assert f"{add}?kind=place" in screen
    form = client.get(add, {"kind": "place", "key": row.quote, "value": "江岸区（420102）"}).content.decode()
    assert 'value="青藤里社区"' in form
    sent = {"kind": "place", "key": "青藤里", "value": "江岸区（420102）", "note": "社区名"}
    made_page = client.post(add, sent)
    made = HouseRule.objects.get()
    address = reverse("admin:archive_houserule_change", args=[made.pk])
    assert made_page.headers["Location"] == address
    into_force = reverse("admin:archive_houserule_apply", args=[made.pk])
    client.post(into_force, {"active": "1"})
    assert Job.objects.count() == 1  # not before the trial is over
    work()
    assert "会改变 1 篇" in client.get(address).content.decode()
    client.post(into_force, {"active": "1"})
    work()
    made.refresh_from_db()
    assert made.active
    assert client.post(address, {**sent, "value": "420500"}).status_code == 403
    assert client.post(add, {**sent, "key": "青", "value": "x"}).status_code == 200


def test_a_page_that_cannot_be_written_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = place_page(1), place_page(2)
    made = try_out(rule("place", "青藤里", "420102"))

    def fail_once(article: Article, *rest: Any) -> None:
        if article.pk == first.pk:
            raise ValueError("no such thing")
        take_again(article, *rest)

    monkeypatch.setattr("archive.jobs.house_rules.take_again", fail_once)
    assert apply(made).counts == {"failed": 1, "changed": 1}
    assert (venues(first), venues(second)) == ([], ["420102"])
