"""Staff change many articles at once and arrange events in a real browser, and take both back."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from archive.jobs.kinds import performers
from archive.jobs.running import run_next
from archive.models import Article, Event, Finding, Job, RoleCode

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def editor(staff_page: Callable[..., Page]) -> Page:
    return staff_page(RoleCode.EDITOR)


def work() -> Job:
    """As the process beside the server does: all that waits."""
    job = run_next(performers(), threading.Event())
    assert job is not None
    return job


def types_of(article: Article) -> list[str]:
    rows = Finding.objects.filter(article=article, kind="event_type", origin="staff")
    return list(rows.values_list("value", flat=True))


def test_many_articles_are_changed_after_a_preview_and_put_back(editor: Page):
    training = Article.objects.filter(findings__value="training")
    editor.goto("/admin/archive/article/?q=培训")
    editor.get_by_role("link", name="批量处理列表中的全部文章").click()
    expect(editor.locator("#selection")).to_contain_text("列表中的全部 3 篇")
    editor.get_by_role("link", name="设定事件类型").click()
    editor.get_by_label("事件类型").select_option("meeting")
    editor.get_by_role("button", name="预览").click()
    expect(editor.locator("#preview h2")).to_have_text("3 篇中将更改 3 篇")
    expect(editor.locator("#preview tbody")).to_contain_text("培训（机器）")
    editor.get_by_role("button", name="执行：更改 3 篇").click()
    expect(editor.locator("#job")).to_contain_text("等待中 · 0 / 3")
    assert [types_of(article) for article in training] == [[], [], []]
    work()
    # The box asks for itself; when the job is over the whole page is loaded anew.
    expect(editor.locator("#job[data-state=finished]")).to_contain_text("完成 · 3 / 3")
    assert [types_of(article) for article in training] == [["meeting"]] * 3
    editor.get_by_role("link", name="已更改").click()
    expect(editor.locator("#result_list tbody tr")).to_have_count(3)
    editor.go_back()
    editor.get_by_role("button", name="撤销整批").click()
    expect(editor.locator("#job")).to_contain_text("等待中 · 0 / 3")
    work()
    expect(editor.locator("#job[data-state=finished]")).to_contain_text("完成 · 3 / 3")
    assert [types_of(article) for article in training] == [[], [], []]


def test_ticked_articles_are_withdrawn_and_a_job_that_waits_is_stopped(editor: Page):
    editor.goto("/admin/archive/article/?q=捐赠")
    for box in editor.locator("#result_list .action-select").all()[:2]:
        box.check()
    editor.locator("select[name=action]").select_option("bulk_chosen")
    editor.locator("button[name=index]").click()
    expect(editor.locator("#selection")).to_contain_text("所选的 2 篇")
    editor.get_by_role("navigation", name="更改").get_by_role("link", name="撤回").click()
    editor.get_by_label("原因").select_option("scope")
    editor.get_by_role("button", name="预览").click()
    expect(editor.locator("#preview")).to_contain_text("已撤回（不属于本档案的范围）")
    editor.get_by_role("button", name="执行：更改 2 篇").click()
    editor.get_by_role("button", name="停止").click()
    expect(editor.locator("#job[data-state=stopped]")).to_contain_text("已停止")
    assert not Article.objects.filter(state="withdrawn").exists()


def arrange(page: Page, event: int) -> None:
    page.goto(f"/admin/archive/event/{event}/")
    page.get_by_role("link", name=re.compile("^整理")).click()
    expect(page.locator("#arrange")).to_be_visible()


def test_events_are_merged_and_split_and_both_are_taken_back(editor: Page):
    known = Event.objects.get()
    report = Article.objects.filter(event=None).first()
    assert report is not None and known.lead is not None
    other = Event.objects.create(title=report.title, lead=report)
    Article.objects.filter(pk=report.pk).update(event=other, relation="lead")
    Article.objects.filter(event=known).update(event=known)
    before = dict(Article.objects.values_list("pk", "event"))

    editor.goto("/admin/archive/event/")
    for box in editor.locator("#result_list .action-select").all():
        box.check()
    editor.locator("select[name=action]").select_option("join_chosen")
    editor.locator("button[name=index]").click()
    expect(editor.locator("#before [data-event]")).to_have_count(2)
    expect(editor.locator("#after [data-event]")).to_have_count(1)
    expect(editor.locator("#after")).to_contain_text(report.title)
    assert dict(Article.objects.values_list("pk", "event")) == before
    editor.get_by_role("button", name="执行").click()
    expect(editor.locator("#arrange-form tbody tr")).to_have_count(3)
    expect(editor.locator("#decisions")).to_contain_text("合并事件")

    # What was merged is split again, by ticking; and that is taken back.
    editor.get_by_label(report.title).check()
    editor.get_by_role("button", name="拆出所选报道").click()
    expect(editor.locator("#after [data-event]")).to_have_count(2)
    editor.get_by_role("button", name="执行").click()
    expect(editor.locator("#decisions li").first).to_contain_text("拆出报道")
    assert Article.objects.values("event").exclude(event=None).distinct().count() == 2
    for _decision in ("split", "merge"):
        editor.locator("#decisions li").filter(has_not_text="已撤销").first.get_by_role("link", name="撤销").click()
        expect(editor.locator("#undo")).to_be_visible()
        editor.get_by_role("button", name="撤销这个决定").click()
        expect(editor.locator("#arrange")).to_be_visible()
    assert dict(Article.objects.values_list("pk", "event")) == before
