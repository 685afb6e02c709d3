"""Events merged, split and reworded by staff: shown before, kept through all that comes later, taken back after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from archive.errors import EventChangeError
from archive.ingest.store import store_article
from archive.models import Article, AuditEntry, Event, EventDecision, LinkRule
from archive.records import StatedDate
from archive.review.event_changes import ChooseLead, EventChange, Merge, Move, Retitle, Split
from archive.review.event_decisions import decide, preview_change, preview_undo, undo_decision
from archive.review.links import add_rule
from tests.dedupe.stories import FUNERAL_NOTICE, STORY
from tests.ingest.factories import make_body, make_draft, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def reviewer() -> User:
    return User.objects.create(username="reviewer", is_staff=True)


def store(name: str, body: str, day: str = "2025-05-18", title: str = "护河同行净滩活动举行") -> Article:
    published = StatedDate(value=day, precision="day", quote=day, rule="label")
    draft = make_draft(title=title, body=body, published=published)
    return store_article(make_page(f"{name}{body}", url=f"http://{name}.example/1.html"), draft, ()).article


def store_copies() -> list[Article]:
    """A story with three copies: one event."""
    return [
        store("first", STORY),
        store("second", STORY[: len(STORY) // 2], "2025-05-19"),
        store("third", "首页新闻中心" + STORY, "2025-05-20"),
        store("fourth", STORY + "版权声明本文来自网络", "2025-05-21"),
    ]


def store_notice() -> Article:
    return store("notice", FUNERAL_NOTICE, title="许怀远逝世")


def again(*articles: Article) -> list[Article]:
    return [Article.objects.select_related("event").get(pk=article.pk) for article in articles]


def grouping() -> Any:
    """Who is where, and what is said of the events that readers can open."""
    articles = Article.objects.order_by("pk").values_list("pk", "event", "relation", "reprint_of")
    marks = ("pk", "title", "title_is_set", "lead", "lead_is_set", "merged_into")
    open_events = Event.objects.filter(articles__isnull=False).distinct().order_by("pk")
    return list(articles), list(open_events.values_list(*marks))


def everything() -> Any:
    return grouping(), Event.objects.count(), LinkRule.objects.count(), AuditEntry.objects.count()


def split(*articles: Article) -> Split:
    (*rows,) = again(*articles)
    assert rows[0].event is not None
    return Split(event=rows[0].event, articles=rows)


def merge(*articles: Article) -> Merge:
    return Merge(events=[row.event for row in again(*articles) if row.event is not None])


CHANGES = {
    "merge": lambda copies, notice: merge(copies[0], notice),
    "split a copy": lambda copies, notice: split(copies[2]),
    "split two": lambda copies, notice: split(copies[1], copies[3]),
    "move": lambda copies, notice: Move(
        event=again(copies[1])[0].event, articles=again(copies[1]), target=again(notice)[0].event
    ),
    "lead": lambda copies, notice: ChooseLead(event=again(copies[1])[0].event, lead=again(copies[1])[0]),
    "title": lambda copies, notice: Retitle(event=again(copies[0])[0].event, title="沂河净滩"),
}


@pytest.fixture(params=CHANGES)
def change(request: Any) -> EventChange:
    return CHANGES[request.param](store_copies(), store_notice())


def test_a_preview_shows_what_is_done_and_keeps_nothing(change: EventChange) -> None:
    before = everything()
    promised = preview_change(change)
    assert everything() == before
    decide(change)
    for state in promised.after:
        done = Event.objects.filter(title=state.event.title, lead=state.event.lead_id)
        assert [set(event.articles.values_list("pk", flat=True)) for event in done] == [
            {article.pk for article in state.reports}
        ]


def test_it_is_taken_back_to_the_very_events_it_was(change: EventChange, reviewer: User) -> None:
    before = grouping()
    decision = decide(change, by=reviewer)
    assert grouping() != before
    assert undo_decision(decision, by=reviewer) == []
    assert grouping() == before
    assert undo_decision(decision) == [], "done twice it does nothing more"


def test_what_a_decision_made_stays_through_a_rebuild(change: EventChange) -> None:
    decide(change)
    before = grouping()
    call_command("rebuild_events")
    assert grouping() == before


def test_it_is_taken_back_even_after_a_rebuild(change: EventChange) -> None:
    before = grouping()
    decision = decide(change)
    call_command("rebuild_events")
    undo_decision(decision)
    assert grouping() == before


def test_the_preview_of_taking_back_keeps_nothing(change: EventChange) -> None:
    decision = decide(change)
    before = everything()
    shown = preview_undo(decision)
    assert everything() == before and decision.undone_at is None
    assert {state.event.pk for state in shown.after} >= {event.pk for event in change.events if event.lead_id}


def test_reports_split_off_stay_together_and_apart_whatever_comes() -> None:
    first, second, third, fourth = store_copies()
    decide(split(second, fourth))
    late = store("late", STORY + "图片来自网络", "2025-05-22")
    first, second, third, fourth, late = again(first, second, third, fourth, late)
    assert first.event == third.event == late.event
    assert second.event == fourth.event != first.event


def test_merged_events_stay_one_whatever_comes() -> None:
    copies, notice = store_copies(), store_notice()
    decide(merge(copies[0], notice))
    store("late", STORY + "图片来自网络", "2025-05-22")
    store("copy", FUNERAL_NOTICE + "图片来自网络", "2025-05-22", title="许怀远逝世")
    assert Article.objects.values("event").distinct().count() == 1


def test_a_title_of_staff_is_kept_when_its_event_is_merged_into_another() -> None:
    copies, notice = store_copies(), store_notice()
    decide(Retitle(event=again(notice)[0].event, title="许怀远先生"))
    decision = decide(merge(copies[0], notice))
    event = again(copies[0])[0].event
    assert event is not None and (event.title, event.title_is_set) == ("许怀远先生", True)
    undo_decision(decision)
    kept, other = again(notice, copies[0])
    assert (kept.event.title, other.event.title) == ("许怀远先生", "护河同行净滩活动举行")
    assert not other.event.title_is_set


def test_the_address_of_a_merged_event_leads_to_the_other_until_it_is_taken_back() -> None:
    copies, notice = store_copies(), store_notice()
    events = {copies[0].event_id, notice.event_id}
    decision = decide(merge(copies[0], notice))
    (gone,) = events - {again(notice)[0].event_id}
    assert Event.objects.get(pk=gone).merged_into_id == again(notice)[0].event_id
    undo_decision(decision)
    assert not Event.objects.filter(pk__in=events).exclude(merged_into=None).exists()


def test_the_address_of_an_event_that_was_split_off_leads_back_when_it_is_taken_back() -> None:
    copies = store_copies()
    decision = decide(split(copies[2]))
    made = again(copies[2])[0].event_id
    undo_decision(decision)
    assert Event.objects.get(pk=made).merged_into_id == again(copies[2])[0].event_id


def test_a_newer_word_of_staff_stands_and_its_reports_are_named() -> None:
    copies = store_copies()
    decision = decide(split(copies[3]))
    for other in copies[:3]:
        add_rule(LinkRule(left=other, right=copies[3], kind="cannot"))
    assert [article.pk for article in undo_decision(decision)] == [copies[3].pk]
    assert again(copies[3])[0].event_id != again(copies[0])[0].event_id


def test_a_later_decision_stands_when_an_earlier_one_is_taken_back() -> None:
    copies, notice = store_copies(), store_notice()
    decision = decide(split(copies[3]))
    decide(merge(copies[3], notice))
    undo_decision(decision)
    assert len({article.event_id for article in again(*copies, notice)}) == 1


def test_decisions_on_the_same_reports_are_taken_back_one_after_the_other() -> None:
    copies, notice = store_copies(), store_notice()
    states, decisions = [], []
    for make in (lambda: merge(copies[0], notice), lambda: split(notice), lambda: merge(copies[0], notice)):
        states.append(grouping())
        decisions.append(decide(make()))
    for state, decision in zip(reversed(states), reversed(decisions), strict=True):
        assert undo_decision(decision) == []
        assert grouping() == state


def test_a_lead_is_left_to_the_machine_again() -> None:
    copies = store_copies()
    decide(ChooseLead(event=again(copies[1])[0].event, lead=again(copies[1])[0]))
    assert again(copies[0])[0].event.lead_id == copies[1].pk
    decide(ChooseLead(event=again(copies[1])[0].event, lead=None))
    event = again(copies[0])[0].event
    assert (event.lead_id, event.lead_is_set) == (copies[0].pk, False)


def test_a_lead_chosen_for_one_event_is_not_called_chosen_in_another() -> None:
    copies = store_copies()
    decide(ChooseLead(event=again(copies[1])[0].event, lead=again(copies[1])[0]))
    decide(split(copies[1]))
    for event in Event.objects.filter(articles__isnull=False).distinct():
        assert event.lead_is_set is (event.lead_id == copies[1].pk)


def test_every_decision_is_in_the_log_with_its_batch(change: EventChange, reviewer: User) -> None:
    decision = decide(change, by=reviewer, note="看过两篇原文")
    entries = AuditEntry.objects.filter(batch=decision.batch)
    assert entries.exists()
    assert {(entry.actor_name, entry.reason) for entry in entries} == {("reviewer", "看过两篇原文")}
    undo_decision(decision, by=reviewer)
    assert AuditEntry.objects.filter(subject_type="eventdecision", subject=str(decision.pk)).exists()


def test_what_means_nothing_is_refused_and_changes_nothing() -> None:
    copies, notice = store_copies(), store_notice()
    (*rows,), (stranger,) = again(*copies), again(notice)
    event = rows[0].event
    assert event is not None and stranger.event is not None
    before = everything()
    for change, code in (
        (Split(event=event, articles=[]), "nothing_chosen"),
        (Split(event=event, articles=rows), "whole_event"),
        (Split(event=event, articles=rows[:1]), "whole_event"),  # all others copy it
        (Split(event=event, articles=[stranger]), "not_its_report"),
        (Move(event=event, articles=rows[:1], target=event), "same_event"),
        (Merge(events=[event, event]), "same_event"),
        (ChooseLead(event=event, lead=stranger), "not_its_report"),
    ):
        for act in (preview_change, decide):
            with pytest.raises(EventChangeError) as caught:
                act(change)
            assert caught.value.code == code
    assert everything() == before and not EventDecision.objects.exists()


def test_parting_half_of_a_great_many_copies_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.review import links

    monkeypatch.setattr(links, "MOST_RULES", 3)
    copies = store_copies()
    with pytest.raises(EventChangeError) as caught:
        decide(split(copies[1], copies[2]))
    assert caught.value.code == "too_many"


def test_reports_of_other_events_are_not_touched(change: EventChange) -> None:
    others = [store(f"n{number}", make_body(number), title=f"别的报道{number}") for number in range(3)]
    before = [(article.event_id, article.revision) for article in again(*others)]
    undo_decision(decide(change))
    assert [(article.event_id, article.revision) for article in again(*others)] == before
