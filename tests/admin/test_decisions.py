"""What staff change in the admin reaches readers: the article's revision is raised and its date columns follow."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.ingest.store import store_article
from archive.models import (
    Article,
    ArticleState,
    AuditEntry,
    Correction,
    EventType,
    Finding,
    Origin,
    Source,
    Withdrawal,
)
from archive.review import decisions
from tests.admin.test_history import save as send_and_agree
from tests.ingest.factories import BODY, make_draft, make_event_date, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(settings, tmp_path) -> Article:
    settings.FILES_DIR = tmp_path / "files"
    draft = make_draft()
    start = draft.text.index("7月7日上午")
    finding = make_event_date(start=start, end=start + 6, quote="7月7日上午")
    return store_article(make_page(url="http://a.example/1"), draft, (finding,)).article


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


def change_form(client: Client, article: Article) -> dict[str, Any]:
    """The fields of the change page as a browser would send them back unchanged."""
    context = client.get(reverse("admin:archive_article_change", args=[article.pk])).context
    sent: dict[str, Any] = {}
    forms = [context["adminform"].form]
    for wrapped in context["inline_admin_formsets"]:
        formset = wrapped.formset
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            sent[bound.html_name] = "" if value is None else value
    return sent


def save(client: Client, article: Article, **changes: Any) -> Article:
    response = client.post(
        reverse("admin:archive_article_change", args=[article.pk]), {**change_form(client, article), **changes}
    )
    assert response.status_code == 302, response.context["errors"] if response.context else response.content
    return Article.objects.get(pk=article.pk)


def staff_row(**fields: str) -> dict[str, str]:
    row = {"kind": "event_date", "value": "2013-07-06", "role": "event", "quote": "", "position": "0", **fields}
    return {"findings-TOTAL_FORMS": "1", **{f"findings-0-{name}": value for name, value in row.items()}}


def test_saving_without_a_change_makes_no_work_for_the_index(staff: Client, article: Article) -> None:
    assert save(staff, article).revision == article.revision


def test_a_finding_of_staff_wins_and_reaches_readers(staff: Client, article: Article) -> None:
    saved = save(staff, article, **staff_row(value="2013-07-05/2013-07-06"))
    assert (saved.event_edtf, saved.event_precision) == ("2013-07-05/2013-07-06", "day")
    assert (saved.event_start.isoformat(), saved.event_end.isoformat()) == ("2013-07-05", "2013-07-06")
    assert saved.revision > article.revision
    row = saved.findings.get(origin=Origin.STAFF)
    assert (row.state, row.rule) == ("accepted", "staff")
    assert saved.findings.filter(origin=Origin.MACHINE).count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"value": "上周"},
        {"value": "2013-13-45"},
        {"kind": "region", "role": "venue", "value": "999999"},
        {"kind": "event_type", "role": "", "value": "no-such-type"},
        {"kind": "amount", "role": "", "value": "很多"},
        {"kind": "amount", "role": "", "value": "nan"},
        {"role": "venue"},
        {"quote": "正文里没有的话"},
    ],
)
def test_a_finding_that_proves_nothing_is_refused(staff: Client, article: Article, fields: dict[str, str]) -> None:
    sent = {**change_form(staff, article), **staff_row(**fields)}
    response = staff.post(reverse("admin:archive_article_change", args=[article.pk]), sent)
    assert response.status_code == 200
    assert not Finding.objects.filter(origin=Origin.STAFF).exists()


def test_a_year_left_open_stays_open(staff: Client, article: Article) -> None:
    saved = save(staff, article, **staff_row(value="XXXX-11-02"))
    assert (saved.event_edtf, saved.event_start) == ("XXXX-11-02", None)


def test_rejecting_the_machines_date_leaves_none(staff: Client, article: Article) -> None:
    row = article.findings.get()
    response = staff.post(reverse("admin:archive_finding_change", args=[row.pk]), {"state": "rejected"})
    assert response.status_code == 302
    saved = Article.objects.get(pk=article.pk)
    assert (saved.event_edtf, saved.event_start, saved.revision > article.revision) == ("", None, True)


def test_a_new_title_keeps_the_evidence_in_place(staff: Client, article: Article) -> None:
    saved = save(staff, article, title="改过的长得多的新标题而且更长")
    row = saved.findings.get()
    assert saved.text[row.start : row.end] == row.quote == "7月7日上午"
    assert saved.event.title == "改过的长得多的新标题而且更长"
    assert saved.revision > article.revision


def test_evidence_in_the_title_follows_it_or_lets_go(article: Article) -> None:
    old = article.title
    Finding.objects.create(article=article, kind="event_type", value="meeting", quote="推进会", start=6, end=9)
    gone = Finding.objects.create(article=article, kind="event_type", value="launch", quote="召开", start=9, end=11)
    article.title = "江城:推进会"
    article.save()
    decisions.retitle(article, old)
    kept = article.findings.get(value="meeting")
    gone.refresh_from_db()
    assert article.text[kept.start : kept.end] == "推进会"
    assert (gone.start, gone.end) == (None, None)


def act(client: Client, action: str, *articles: Article, name: str = "article", **filled: str) -> Any:
    """An action on a list, and its form filled in."""
    address = reverse(f"admin:archive_{name}_changelist")
    sent = {"action": action, "_selected_action": [row.pk for row in articles], **filled}
    return client.post(address, sent, follow=True)


def test_an_action_asks_for_the_reason_before_anything_happens(staff: Client, article: Article) -> None:
    page = act(staff, "withdraw_chosen", article)
    assert page.status_code == 200
    assert article.title in page.content.decode()
    assert Article.objects.get().state == ArticleState.PUBLIC
    assert act(staff, "withdraw_chosen", article, apply="1", reason="whim").status_code == 200
    assert Article.objects.get().state == ArticleState.PUBLIC


def test_withdrawing_and_publishing_are_logged_with_who_did_it_and_why(staff: Client, article: Article) -> None:
    act(staff, "withdraw_chosen", article, apply="1", reason="privacy", note="来信要求")
    withdrawn = Article.objects.get()
    assert (withdrawn.state, withdrawn.revision) == (ArticleState.WITHDRAWN, article.revision + 1)
    act(staff, "publish_chosen", article, apply="1", note="误会")
    published = Article.objects.get()
    assert (published.state, published.revision) == (ArticleState.PUBLIC, article.revision + 2)
    later, earlier = AuditEntry.objects.all()
    assert (earlier.action, earlier.actor_name, earlier.reason) == ("withdraw", "editor", "来信要求")
    assert (earlier.before, earlier.after) == ({"state": "public"}, {"state": "withdrawn", "reason": "privacy"})
    assert (later.action, later.reason, later.after) == ("publish", "误会", {"state": "public"})
    assert Withdrawal.objects.get().ended_at is not None


def test_a_page_taken_for_no_article_gets_an_event_when_staff_publish_it(staff: Client, article: Article) -> None:
    draft = make_draft(page_class="list", body="目录" + BODY)
    rejected = store_article(make_page("目录", url="http://a.example/2"), draft, ()).article
    act(staff, "publish_chosen", rejected, apply="1")
    saved = Article.objects.get(pk=rejected.pk)
    assert saved.state == ArticleState.PUBLIC
    assert saved.event.lead == saved


def test_the_state_cannot_be_changed_without_a_reason(staff: Client, article: Article) -> None:
    assert save(staff, article, state="withdrawn").state == ArticleState.PUBLIC


def test_reprints_are_withdrawn_with_it_or_told_of(staff: Client, article: Article) -> None:
    store_article(make_page("x", url="http://b.example/1"), make_draft(), ())
    assert "转载仍有 1 篇公开" in act(staff, "withdraw_chosen", article).content.decode()
    told = act(staff, "withdraw_chosen", article, apply="1", reason="error")
    assert "转载仍有 1 篇公开" in told.content.decode()
    act(staff, "withdraw_chosen", article, apply="1", reason="error", with_reprints="on")
    assert not Article.public.exists()
    newest = AuditEntry.objects.first()
    assert AuditEntry.objects.filter(batch=newest.batch).count() == 2


def test_a_removal_request_leads_to_the_withdrawal_and_is_accepted_by_it(staff: Client, article: Article) -> None:
    request = Correction.objects.create(article=article, kind="privacy", message="请撤下", contact="a@b.example")
    page = act(staff, "withdraw_articles", request, name="correction")
    assert 'value="privacy" selected' in page.content.decode()
    act(staff, "withdraw_articles", request, name="correction", apply="1", reason="privacy")
    request.refresh_from_db()
    assert (request.state, Article.objects.get().state) == ("accepted", ArticleState.WITHDRAWN)
    assert request.answered_at is not None
    assert Withdrawal.objects.get().correction == request
    entry = AuditEntry.objects.get(action="withdraw")
    assert entry.after["correction"] == request.ticket
    assert AuditEntry.objects.get(action="answer").after == {"state": "accepted"}


def test_what_a_reader_wrote_is_not_copied_into_the_log(staff: Client, article: Article) -> None:
    request = Correction.objects.create(article=article, kind="removal", message="我的电话", contact="13812345678")
    staff.post(reverse("admin:archive_correction_delete", args=[request.pk]), {"post": "yes"})
    assert not Correction.objects.exists()
    entry = AuditEntry.objects.get(action="delete")
    assert "13812345678" not in str(entry.before) and "我的电话" not in str(entry.before)


def test_a_renamed_source_or_type_reaches_its_articles(staff: Client, article: Article) -> None:
    source = Source.objects.get()
    term = EventType.objects.create(code="meeting", label="会议", label_en="Meeting")
    Finding.objects.create(article=article, kind="event_type", value="meeting")
    assert decisions.touch_articles_of_source(source) == 1
    sent = {"label": "大会", "label_en": "Meeting", "description": "", "position": "0"}
    send_and_agree(staff, reverse("admin:archive_eventtype_change", args=[term.pk]), sent)
    assert Article.objects.get().revision == article.revision + 2


def test_staff_without_the_permission_cannot_change_an_article(client: Client, article: Article) -> None:
    client.force_login(User.objects.create(username="guest", is_staff=True))
    address = reverse("admin:archive_article_changelist")
    assert client.post(address, {"action": "withdraw_chosen", "_selected_action": [article.pk]}).status_code == 403
    assert Article.objects.get().state == ArticleState.PUBLIC


def test_what_a_new_version_made_doubtful_is_listed_and_confirmed(staff: Client, article: Article) -> None:
    Article.objects.update(doubt="changed")
    Finding.objects.update(doubt="gone", state="accepted")
    page = staff.get(reverse("admin:archive_finding_changelist"), {"doubt__exact": "gone"})
    assert [row.article_id for row in page.context["cl"].result_list] == [article.pk]
    assert staff.get(reverse("admin:archive_article_changelist"), {"doubt__exact": "changed"}).status_code == 200
    for name, chosen in (("finding", Finding.objects.get().pk), ("article", article.pk)):
        sent = {"action": "confirm_chosen", "_selected_action": [chosen]}
        staff.post(reverse(f"admin:archive_{name}_changelist"), sent)
    assert (Finding.objects.get().doubt, Article.objects.get().doubt) == ("", "")
    assert AuditEntry.objects.filter(action="confirm").count() == 2


def test_a_decision_that_is_saved_again_is_in_doubt_no_more(staff: Client, article: Article) -> None:
    row = Finding.objects.get()
    Finding.objects.update(doubt="changed", state="accepted")
    sent = {"state": "rejected", "_save": ""}
    assert staff.post(reverse("admin:archive_finding_change", args=[row.pk]), sent).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.doubt) == ("rejected", "")
