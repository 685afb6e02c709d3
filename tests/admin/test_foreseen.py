"""What a change of a vocabulary does to articles is said before it is saved, and done in the background where it takes long."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.jobs.kinds import performers
from archive.jobs.running import run_next
from archive.models import Article, AuditEntry, EventType, HouseRule, Job, NameAlias, Source, SourceHost
from archive.review.settling import set_publisher
from tests.admin.test_tables import confirm, send, take
from tests.factories import make_article, make_event_type, make_hubei, make_source

pytestmark = pytest.mark.django_db

ASKED = "保存之前请看"


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


def save(client: Client, model: str, pk: Any, sent: dict[str, Any]) -> str:
    """The page that a saved form leads to; the list, where nothing is asked."""
    address = reverse(f"admin:archive_{model}_change", args=[pk]) if pk else reverse(f"admin:archive_{model}_add")
    response = client.post(address, sent)
    return response.content.decode() if response.status_code == 200 else ""


def agree(client: Client, model: str, pk: Any, shown: str) -> None:
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    assert save(client, model, pk, hidden) == ""


def work() -> None:
    while run_next(performers(), threading.Event()):
        pass


def of_host(number: int, source: Source, host: str = "a.example") -> Article:
    return make_article(f"第{number}篇", url=f"http://{host}/{number}.html", publisher=source)


def test_a_label_that_articles_show_is_changed_after_their_number_was_seen(staff: Client) -> None:
    make_event_type("meeting", "会议", label_en="Meeting")
    article = make_article(types=["meeting"])
    shown = save(staff, "eventtype", "meeting", {"label": "集会", "label_en": "Meeting", "position": 0})
    assert ASKED in shown and "1 篇文章上的“会议”改为“集会”" in shown
    assert EventType.objects.get().label == "会议" and not AuditEntry.objects.exists()
    agree(staff, "eventtype", "meeting", shown)
    assert EventType.objects.get().label == "集会" and Article.objects.get().revision > article.revision


def test_what_changes_no_article_is_saved_at_once(staff: Client) -> None:
    make_event_type("meeting", "会议", label_en="Meeting")
    sent = {"label": "集会", "label_en": "Meeting", "position": 0}
    assert save(staff, "eventtype", "meeting", sent) == ""
    assert EventType.objects.get().label == "集会"


def test_a_wrong_form_is_shown_with_its_errors_and_asks_nothing(staff: Client) -> None:
    make_event_type("meeting", "会议", label_en="Meeting")
    make_article(types=["meeting"])
    shown = save(staff, "eventtype", "meeting", {"label": "", "label_en": "x", "position": 0})
    assert ASKED not in shown and EventType.objects.get().label == "会议"


def test_what_changed_since_it_was_seen_is_asked_again(staff: Client) -> None:
    make_event_type("meeting", "会议", label_en="Meeting")
    make_article(types=["meeting"])
    shown = save(staff, "eventtype", "meeting", {"label": "集会", "label_en": "Meeting", "position": 0})
    EventType.objects.filter(pk="meeting").update(label="大会")
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    assert "1 篇文章上的“大会”改为“集会”" in save(staff, "eventtype", "meeting", hidden)
    assert EventType.objects.get().label == "大会"


def test_one_more_article_is_no_reason_to_ask_again(staff: Client) -> None:
    make_event_type("meeting", "会议", label_en="Meeting")
    make_article(types=["meeting"])
    shown = save(staff, "eventtype", "meeting", {"label": "集会", "label_en": "Meeting", "position": 0})
    make_article(types=["meeting"])
    agree(staff, "eventtype", "meeting", shown)
    assert EventType.objects.get().label == "集会"


def test_a_host_given_to_another_source_takes_its_articles_along_but_not_what_staff_set(staff: Client) -> None:
    old, new, other = make_source("甲报"), make_source("乙报"), make_source("丙报")
    host = SourceHost.objects.create(source=old, host="a.example")
    first, second, settled, elsewhere = (of_host(n, old, h) for n, h in enumerate(["a.example"] * 3 + ["aa.example"]))
    set_publisher(settled, other, by=None, batch="b")
    shown = save(staff, "sourcehost", host.pk, {"host": "a.example", "source": new.pk})
    assert "主机 a.example：2 篇由“甲报”改属“乙报”" in shown and "1 篇人工认定为“丙报”，不动" in shown
    assert SourceHost.objects.get().source == old and not Job.objects.exists()
    agree(staff, "sourcehost", host.pk, shown)
    assert Article.objects.get(pk=first.pk).publisher == old, "in the background"
    work()
    owners = dict(Article.objects.values_list("pk", "publisher__name"))
    assert owners == {first.pk: "乙报", second.pk: "乙报", settled.pk: "丙报", elsewhere.pk: "甲报"}


def test_the_move_is_taken_back_as_one_and_may_be_made_again(staff: Client) -> None:
    old, new = make_source("甲报"), make_source("乙报")
    host = SourceHost.objects.create(source=old, host="a.example")
    article = of_host(1, old)
    agree(staff, "sourcehost", host.pk, save(staff, "sourcehost", host.pk, {"host": host.host, "source": new.pk}))
    work()
    staff.post(reverse("admin:archive_job_undo", args=[Job.objects.get().pk]))
    work()
    assert Article.objects.get(pk=article.pk).publisher == old
    assert "1 篇由“甲报”改属“乙报”" in save(staff, "sourcehost", host.pk, {"host": host.host, "source": new.pk})


def test_a_host_added_on_the_page_of_a_source_is_foreseen_too(staff: Client) -> None:
    old, new = make_source("甲报"), make_source("乙报", kind="media")
    of_host(1, old)
    sent = {"name": "乙报", "kind": "media", "home_region": "", "note": "", "hosts-TOTAL_FORMS": 1,
            "hosts-INITIAL_FORMS": 0, "hosts-0-host": "a.example", "hosts-0-source": new.pk}  # fmt: skip
    shown = save(staff, "source", new.pk, sent)
    assert "1 篇由“甲报”改属“乙报”" in shown
    agree(staff, "source", new.pk, shown)
    work()
    assert Article.objects.get().publisher == new


def test_a_merge_made_by_hand_tells_its_articles_and_its_deletion_too(staff: Client) -> None:
    make_article(organisations=["武汉志协"])
    shown = save(staff, "namealias", None, {"kind": "organisation", "name": "武汉志协", "main": "武汉市志愿者协会"})
    assert "1 篇文章上的“武汉志协”显示为“武汉市志愿者协会”" in shown and not NameAlias.objects.exists()
    agree(staff, "namealias", None, shown)
    deleting = reverse("admin:archive_namealias_delete", args=[NameAlias.objects.get().pk])
    assert "1 篇文章重新显示“武汉志协”" in staff.get(deleting).content.decode()


def test_a_name_of_a_region_leads_to_a_rule_that_is_tried(staff: Client) -> None:
    make_hubei()
    save(staff, "regionname", None, {"region": "420100", "name": "江城", "kind": "short"})
    shown = staff.get(reverse("admin:archive_regionname_changelist")).content.decode()
    assert "记为规则并试算" in shown and "kind=place" in shown


def test_the_page_of_a_type_shows_by_which_words_it_is_found(staff: Client) -> None:
    make_event_type("meeting", "会议")
    HouseRule.objects.create(kind="type_cue", key="碰头", value="meeting")
    shown = staff.get(reverse("admin:archive_eventtype_change", args=["meeting"])).content.decode()
    assert "座谈会" in shown and "碰头（未生效）" in shown.replace("\n", "") and "先试算再生效" in shown


def test_a_table_of_hosts_tells_the_articles_it_moves_and_moves_them_by_a_job(staff: Client) -> None:
    old, new = make_source("甲报"), make_source("乙报")
    SourceHost.objects.create(source=old, host="a.example")
    of_host(1, old)
    shown = send(staff, "sourcehost", "主机名,来源\na.example,乙报\n")
    assert "1 篇文章随之改变" in shown and not Job.objects.exists()
    confirm(staff, "sourcehost", shown)
    work()
    assert Article.objects.get().publisher == new


def test_rules_come_in_from_a_table_not_in_force_and_are_tried(staff: Client) -> None:
    make_hubei()
    take(staff, "houserule", "种类,网页上的写法,意为,缘由\n地名,江城,420100,常用\n网站,www.Wh.example,武汉在线,\n")
    rules = {rule.key: rule for rule in HouseRule.objects.all()}
    assert set(rules) == {"江城", "wh.example"} and not any(rule.active for rule in rules.values())
    assert set(Job.objects.values_list("kind", flat=True)) == {"rule_try"} and all(
        rule.preview for rule in rules.values()
    )
    assert rules["江城"].made_by is not None


def test_a_rule_in_force_is_not_changed_by_a_table(staff: Client) -> None:
    make_hubei()
    HouseRule.objects.create(kind="place", key="江城", value="420100", active=True)
    assert "生效中的规则要先撤下再改" in send(staff, "houserule", "种类,网页上的写法,意为\n地名,江城,420500\n")
    assert "没有要更改的行" in send(staff, "houserule", "种类,网页上的写法,意为\n地名,江城,420100\n")
    assert "第 2 行“意为”" in send(staff, "houserule", "种类,网页上的写法,意为\n地名,江边,999999\n")
