"""What becomes of a page depends on what the archive holds already, and staff's word stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.ingest.originals import original_path, read_original
from archive.ingest.store import Stored, store_article
from archive.models import (
    Article,
    ArticleState,
    ArticleVersion,
    Event,
    Finding,
    Origin,
    Outcome,
    Region,
    Relation,
    SavedFile,
    Source,
    SourceHost,
)
from archive.records import StatedDate
from tests.ingest.factories import BODY, JULY_7, make_body, make_draft, make_event_date, make_page, make_region

pytestmark = pytest.mark.django_db

URL = "http://news.example.cn/1.html"


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def store(content: str = BODY, *, findings=(), draft=None, **page) -> Stored:
    return store_article(make_page(content, **page), draft or make_draft(body=content), tuple(findings))


def test_a_new_page_becomes_an_article_with_an_event_and_its_bytes() -> None:
    stored = store(findings=[make_event_date(), make_region()], url=URL)
    article = Article.objects.get(pk=stored.article.pk)
    assert stored.outcome == Outcome.NEW
    assert article.event.lead == article and article.event.title == article.title
    assert (article.event_start, article.event_edtf, article.event_precision) == (JULY_7, "2013-07-07", "day")
    assert (article.published_on.isoformat(), article.published_precision) == ("2013-07-09", "minute")
    assert article.revision != article.indexed_revision
    assert read_original(article.current_version.saved_file) == BODY.encode()


def test_the_same_bytes_again_write_nothing() -> None:
    first = store(url=URL)
    before = [model.objects.count() for model in (Article, ArticleVersion, SavedFile, Finding, Event)]
    again = store(url="http://elsewhere.example/2", findings=[make_region()])
    assert (again.outcome, again.article.pk) == (Outcome.DUPLICATE, first.article.pk)
    assert [model.objects.count() for model in (Article, ArticleVersion, SavedFile, Finding, Event)] == before
    assert Article.objects.get().revision == 1


def test_a_changed_page_at_the_same_address_is_a_new_version() -> None:
    first = store(url=URL, findings=[make_event_date("2012-01-01"), make_region()])
    changed = BODY + "\n补充一段。"
    again = store(
        changed,
        url="HTTP://News.Example.cn:80/1.html#more",
        draft=make_draft(title="新题", body=changed),
        findings=[make_event_date()],
    )
    article = Article.objects.get()
    assert (again.outcome, article.pk) == (Outcome.NEW_VERSION, first.article.pk)
    assert (article.title, article.event.title, article.body) == ("新题", "新题", changed)
    assert [version.number for version in article.versions.all()] == [1, 2]
    assert article.current_version.number == 2
    assert [row.value for row in article.findings.all()] == ["2013-07-07"]
    assert article.event_start == JULY_7
    assert article.revision == 2
    assert {read_original(version.saved_file) for version in article.versions.all()} == {
        BODY.encode(),
        changed.encode(),
    }


def test_findings_of_staff_outlive_a_new_version_and_win() -> None:
    article = store(url=URL, findings=[make_event_date()]).article
    Finding.objects.create(
        article=article,
        kind="event_date",
        value="2013-07-06",
        role="event",
        origin=Origin.STAFF,
        data={"start": "2013-07-06", "end": "2013-07-06", "precision": "day"},
    )
    store(BODY + "改", url=URL, findings=[make_event_date("2014-01-01")])
    article.refresh_from_db()
    assert article.event_edtf == "2013-07-06"
    assert set(article.findings.values_list("origin", "value")) == {("staff", "2013-07-06"), ("machine", "2014-01-01")}


def test_the_same_story_elsewhere_is_a_reprint_of_the_first() -> None:
    earlier = StatedDate(value="2013-07-08", precision="day", quote="2013-07-08", rule="t")
    first = store(url=URL, draft=make_draft(published=earlier)).article
    second = store(BODY.replace(",", ", "), url="http://b.example/2")
    third = store(BODY.replace("。", "."), url="http://c.example/3")
    assert (second.outcome, third.outcome) == (Outcome.REPRINT, Outcome.REPRINT)
    assert second.article.reprint_of == third.article.reprint_of == first
    assert third.article.event == first.event and third.article.relation == Relation.REPRINT
    assert Event.objects.count() == 1


def test_pages_with_next_to_no_text_are_never_reprints_of_each_other() -> None:
    store("图", url=URL)
    assert store("图 ", url="http://b.example/2").outcome == Outcome.NEW


def test_a_page_that_is_no_article_is_kept_but_not_public() -> None:
    stored = store(draft=make_draft(page_class="list"))
    assert stored.outcome == Outcome.NOT_ARTICLE
    assert stored.article.state == ArticleState.REJECTED
    assert not Article.public.exists() and not Event.objects.exists()
    assert original_path(stored.article.current_version.saved_file.sha256).exists()


def test_a_rejected_page_is_no_original_of_a_reprint() -> None:
    store(draft=make_draft(page_class="template"), url=URL)
    assert store(BODY + " ", url="http://b.example/2").outcome == Outcome.NEW


def test_a_new_version_may_turn_out_to_be_an_article() -> None:
    store("目录", url=URL, draft=make_draft(page_class="list", body="目录"))
    store(url=URL)
    article = Article.objects.get()
    assert (article.state, article.event.lead) == (ArticleState.PUBLIC, article)


@pytest.mark.parametrize("state", [ArticleState.WITHDRAWN, ArticleState.REJECTED])
def test_a_new_version_does_not_bring_back_what_staff_took_down(state: ArticleState) -> None:
    article = store(url=URL).article
    Article.objects.update(state=state)
    store(BODY + "改", url=URL)
    article.refresh_from_db()
    assert (article.state, article.versions.count()) == (state, 2)


def test_a_page_staff_made_public_stays_public() -> None:
    store("目录", url=URL, draft=make_draft(page_class="list", body="目录"))
    Article.objects.update(state=ArticleState.PUBLIC)
    store("目录二", url=URL, draft=make_draft(page_class="list", body="目录二"))
    assert Article.objects.get().state == ArticleState.PUBLIC


def test_the_host_tells_the_publisher_even_when_the_page_says_otherwise() -> None:
    known = Source.objects.create(name="江城志愿者网")
    SourceHost.objects.create(source=known, host="news.example.cn")
    assert store(url=URL, draft=make_draft(publisher="别的网站")).article.publisher == known
    assert Source.objects.count() == 1


def test_an_unknown_host_becomes_a_source_under_the_name_the_page_gives() -> None:
    first = store(url=URL, draft=make_draft(publisher="江城文明网")).article
    second = store("另一篇" + BODY, url="http://news.example.cn/2.html", draft=make_draft(body="另一篇" + BODY)).article
    assert first.publisher == second.publisher
    assert (first.publisher.name, first.publisher.hosts.get().host) == ("江城文明网", "news.example.cn")


def test_a_host_does_not_join_a_source_that_lives_elsewhere_on_a_pages_word() -> None:
    first = store(url=URL, draft=make_draft(publisher="江城文明网")).article
    copied = "另一篇" + BODY
    second = store(
        copied, url="http://hijacked.example/2", draft=make_draft(body=copied, publisher="江城文明网")
    ).article
    third = "第三篇" + BODY
    sub = store(third, url="http://gy.news.example.cn/3", draft=make_draft(body=third, publisher="江城文明网")).article
    assert second.publisher.name == "hijacked.example"
    assert sub.publisher == first.publisher


def test_a_well_known_site_brings_its_kind_and_home() -> None:
    shanghai = Region.objects.create(code="310000", name="上海市", short_name="上海", level=1, pinyin="shanghai")
    publisher = store(url="http://www.ssclf.net/news/1.htm").article.publisher
    assert (publisher.name, publisher.kind, publisher.home_region) == ("上海宋庆龄基金会", "foundation", shanghai)


def test_several_papers_on_one_host_stay_several() -> None:
    names = []
    for number, path in enumerate(("2013/1.htm", "01gmrb/1.htm", "2013/2.htm")):
        text = f"第{number}篇{BODY}"
        names.append(store(text, url=f"http://www.gmw.cn/{path}", draft=make_draft(body=text)).article.publisher.name)
    assert names == ["光明网", "光明日报", "光明网"]


def test_a_page_without_address_and_publisher_has_no_publisher() -> None:
    assert store(draft=make_draft(original_source="新华社")).article.publisher is None


def test_a_page_that_only_states_its_front_page_is_not_mixed_with_its_neighbours() -> None:
    store(make_body(1), draft=make_draft(body=make_body(1), url="https://app.example.cn/"))
    again = store(make_body(2), draft=make_draft(body=make_body(2), url="https://app.example.cn/"))
    assert (again.outcome, again.article.url) == (Outcome.NEW, "")


def test_an_address_that_is_no_web_address_is_not_kept() -> None:
    assert store(url="javascript:alert(1)").article.url == ""


def test_fields_longer_than_their_columns_are_cut_with_a_warning() -> None:
    article = store(draft=make_draft(title="长" * 600)).article
    assert (len(article.title), article.warnings) == (500, ["title_cut"])


def test_nul_characters_are_removed_from_everything_that_is_stored() -> None:
    finding = make_region(quote="在江\x00城", data={"note\x00": ["a\x00"]})
    article = store(draft=make_draft(body=BODY + "\x00"), findings=[finding]).article
    row = article.findings.get()
    assert (article.body, row.quote, row.data) == (BODY, "在江城", {"note": ["a"]})


@pytest.mark.parametrize(
    ("value", "day"),
    [("2013", "2013-01-01"), ("2013-07", "2013-07-01"), ("2013-07-09", "2013-07-09"), ("2013-13", None)],
)
def test_a_coarse_publication_date_sorts_by_its_first_day(value: str, day: str | None) -> None:
    date = StatedDate(value=value, precision="day", quote="", rule="t")
    article = store(draft=make_draft(published=date)).article
    assert (article.published_on and article.published_on.isoformat()) == day


def test_a_year_that_is_not_on_the_page_leaves_the_days_open() -> None:
    unknown = make_event_date("XXXX-11-02", data={"start": None, "end": None, "precision": "day"})
    article = store(findings=[make_event_date("2013-03-05", role="past"), unknown]).article
    assert (article.event_edtf, article.event_start, article.event_end) == ("XXXX-11-02", None, None)
