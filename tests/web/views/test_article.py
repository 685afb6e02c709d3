from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from archive.models import Article, ArticleState, ArticleVersion, Finding, Relation, SavedFile
from tests.factories import make_article, make_event, make_event_type, make_finding, make_hubei, make_source

pytestmark = pytest.mark.django_db

BODY = "7月7日,推进会在武汉市百步亭社区召开。\n会上捐款100万元,110余人出席。"


@pytest.fixture
def article():
    make_hubei()
    make_event_type("meeting", "会议")
    article = make_article(
        "工作推进会召开(9图)",
        BODY,
        date="2013-07-07",
        published="2013-12-31",
        original_published="2013-07-08",
        claimed_source="中国社区网",
        dateline="本报武汉7月7日电",
        publisher=make_source("公益新闻"),
        authors=["吴慧", "李姗"],
        url="https://news.example/1",
        flags=["inline_pinyin", "from_the_future"],
        captions=["与会者合影"],
    )
    make_finding(article, "region", "420102", role="venue", quote="武汉市百步亭社区")
    make_finding(article, "event_type", "meeting", quote="推进会")
    make_finding(article, "amount", "1000000", quote="捐款100万元", data={"value": 1000000, "what": "donation"})
    return article


def page(client, article, status: int = 200) -> str:
    response = client.get(article.get_absolute_url())
    assert response.status_code == status
    return response.content.decode()


def test_each_fact_leads_to_its_words_in_the_text(client, article):
    html = page(client, article)
    for finding in article.findings.filter(kind__in=["region", "event_type", "amount"]):
        assert f'href="#e{finding.pk}"' in html
        assert html.count(f'id="e{finding.pk}"') == 1
    assert "湖北 武汉 江岸区" in html
    assert "捐款 100 万元" in html


def test_the_four_dates_and_three_names_are_told_apart(client, article):
    rows = dict(re.findall(r"<dt[^>]*>([^<]+)</dt><dd[^>]*>(?:<a[^>]*>)?([^<]+)<", page(client, article)))
    assert rows["事件"] == "2013年7月7日"
    assert rows["原始发布"] == "2013年7月8日"
    assert rows["存档"] == "未注明"
    assert rows["标注来源"] == "中国社区网"
    assert rows["电头"] == "本报武汉7月7日电"
    names = re.findall(r"<dt[^>]*>本页发布</dt><dd[^>]*>(?:<a[^>]*>)?([^<]+)<", page(client, article))
    assert names == ["2013年12月31日", "公益新闻"]


def test_flags_are_said_in_words_and_unknown_ones_by_their_code(client, article):
    html = page(client, article)
    assert "原页夹有拼音" in html
    assert "from_the_future" in html


def test_hostile_text_is_escaped(client):
    evil = "<script>alert(1)</script>"
    article = make_article(evil, f"{evil}\n{evil}", captions=[evil], claimed_source=evil, authors=[evil], flags=[evil])
    make_finding(article, "organisation", evil, quote=evil)
    make_finding(article, "region", '"><img src=x>', role="venue", quote='"><img src=x>')
    html = page(client, article)
    assert "<script>alert" not in html
    assert "<img" not in html


def test_an_address_that_is_no_web_address_is_text(client):
    html = page(client, make_article(url="javascript:alert(1)"))
    assert "javascript:alert(1)" in html
    assert 'href="javascript:' not in html


def test_a_web_address_is_linked_as_a_strangers(client, article):
    assert '<a href="https://news.example/1" rel="noopener nofollow ugc external">' in page(client, article)


def test_a_rejected_finding_is_not_shown_and_staffs_word_wins(client, article):
    make_finding(article, "region", "420500", role="venue", quote="武汉市", origin="staff", state="accepted")
    html = page(client, article)
    assert "湖北 宜昌" in html
    assert "江岸区" not in html
    assert "人工核定" in html


def test_the_chain_names_first_and_copies_and_this_page(client):
    event = make_event()
    lead = make_article("首发", event=event, publisher=make_source("甲报"), published="2013-07-08")
    copied = {"relation": Relation.REPRINT, "reprint_of": lead, "published": "2013-07-01"}
    copy = make_article("转载", event=event, publisher=make_source("乙网"), **copied)
    make_article("撤下", event=event, state=ArticleState.WITHDRAWN, publisher=make_source("丙网"))
    html = page(client, copy)
    assert html.index("甲报") < html.rindex("乙网")
    assert "丙网" not in html
    assert reverse("event", args=[event.pk]) in html


@pytest.mark.parametrize(("state", "status"), [(ArticleState.WITHDRAWN, 410), (ArticleState.REJECTED, 404)])
def test_what_is_not_public_is_not_shown(client, article, state, status):
    article.state = state
    article.save()
    html = page(client, article, status)
    assert "百步亭" not in html
    assert client.get(reverse("original", args=[article.pk])).status_code == status


def test_unknown_numbers_are_not_found(client):
    assert client.get("/articles/999/").status_code == 404
    assert client.get(f"/articles/{10**30}/").status_code == 404
    assert client.get("/articles/x/").status_code == 404


def test_traditional_text_says_so(client):
    assert '<div class="text" lang="zh-Hant">' in page(client, make_article(script="hant"))


def test_the_page_asks_few_questions(client, article, django_assert_max_num_queries):
    article.event = make_event()
    article.save()
    for number in range(30):
        make_finding(article, "organisation", f"机构{number}", quote="百步亭")
    with django_assert_max_num_queries(12):
        page(client, article)


def test_the_page_may_load_only_its_own_files(client, article):
    response = client.get(article.get_absolute_url())
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    html = response.content.decode()
    assert not re.search(r"<(?:script|style)>|\sstyle=|\son\w+=", html)
    assert not re.search(r'(?:src|href)="https?://(?!news\.example|testserver/|purl\.org/dc/elements/)', html)


def test_a_page_that_says_neither_when_nor_where_says_so(client):
    html = page(client, make_article("无题", "志愿者来了。"))
    facts = html[html.index('<section class="card facts"') :]
    assert facts[: facts.index("</section>")].count("未注明") == 2


def facts_of(html: str) -> str:
    facts = html[html.index('<section class="card facts"') :]
    return facts[: facts.index("</section>")]


def test_people_of_one_sentence_share_it_and_many_are_folded(client):
    people = [f"周建{mark}" for mark in "国军民华平安"]
    article = make_article("座谈会召开", f"出席座谈会的有{'、'.join(people)}。会议由吴慧主持。")
    for name in [*people, "吴慧"]:
        make_finding(article, "person", name, quote=name, data={"role": "某某基金会秘书处常务副秘书长"})
    facts = facts_of(page(client, article))
    shown, folded = facts.split("<details", 1)
    assert shown.count("出席座谈会的有") == 1
    assert [name for name in people if f">{name}</" in shown] == people[:4]
    assert '<span class="num">3</span>' in folded
    assert "会议由" in folded


def test_a_sentence_shown_for_the_date_is_not_shown_whole_again(client):
    sentence = "7月7日上午,来自全市各区县的一百余名志愿者代表齐聚一堂,工作推进会在武汉市百步亭社区隆重召开。"
    make_hubei()
    article = make_article("推进会", sentence, date="2013-07-07")
    article.findings.update(quote="7月7日")
    make_finding(article, "region", "420100", role="venue", quote="武汉市")
    facts = facts_of(page(client, article))
    assert facts.count("一百余名志愿者") == 1
    assert "<b" in facts[facts.index("何地") :]


def test_groups_helped_and_theme_days_are_called_by_their_labels(client, english):
    article = make_article("重阳节慰问", "重阳节前,志愿者慰问空巢老人。第38个国际志愿者日。")
    make_finding(article, "beneficiary", "empty-nest-elderly", quote="空巢老人")
    make_finding(article, "theme_day", "international-volunteer-day", quote="国际志愿者日", data={"edition": 38})
    facts = facts_of(page(client, article))
    assert facts.index("何事") < facts.index("国际志愿者日") < facts.index("对象") < facts.index("空巢独居老人")
    assert "第 38 个" in facts
    client.cookies["django_language"] = "en"
    facts = facts_of(page(client, article))
    assert "Elderly living alone" in facts
    assert "International Volunteer Day" in facts


def test_each_fact_says_its_rule_and_how_sure_it_is(client, article):
    make_finding(article, "region", "420500", role="mentioned", quote="武汉", rule="region-held-in", confidence=0.42)
    facts = facts_of(page(client, article))
    assert "把握不大 0.42" in facts
    assert "据“在某地举行、召开”" in facts
    assert f"/corrections/new?article={article.pk}&amp;finding=" in facts


def test_what_staff_set_says_when_instead_of_how_sure(client, article):
    moment = dt.datetime(2026, 11, 22, 4, tzinfo=dt.UTC)
    make_finding(
        article, "region", "420500", role="venue", quote="武汉市", origin="staff", state="accepted", set_at=moment
    )
    facts = facts_of(page(client, article))
    where = facts[facts.index("何地") : facts.index("何事")]
    assert "人工核定 2026年11月22日" in where
    assert "1.00" not in where


def test_dates_show_the_words_they_were_read_from(client, article):
    article.findings.filter(kind="event_date").update(quote="7月7日", rule="date_event")
    proof = {"value": "2013-12-31", "precision": "day", "quote": "发布时间：2013-12-31", "rule": "label"}
    file = SavedFile.objects.create(sha256="0" * 64, media_type="text/plain", size=1, name="a.txt")
    article.current_version = ArticleVersion.objects.create(
        article=article, number=1, saved_file=file, title=article.title, body=article.body, draft={"published": proof}
    )
    article.save()
    html = page(client, article)
    date = article.findings.get(kind="event_date")
    assert f'<a href="#e{date.pk}" lang="zh-Hans">“7月7日”</a>' in html
    assert '<q lang="zh-Hans">发布时间：2013-12-31</q>' in html
    assert "“发布时间、日期”之后的日期" in html
    assert "收入档案" in html
    original = html[html.index("原始发布</dt>") :]
    assert "人工填写" in original[: original.index("</dd>")]


def test_thousands_of_facts_leave_the_page_light_and_say_what_is_left_out(client, django_assert_max_num_queries):
    body = "\n".join(f"第{number}届志愿服务队甲{number}公司参加。" for number in range(300))
    article = make_article("名单", body)
    Finding.objects.bulk_create(
        Finding(
            article=article, kind=kind, value=f"甲{number % 300}公司", quote=f"甲{number % 300}公司", position=number
        )
        for kind in ("organisation", "person", "headcount", "event_type")
        for number in range(500)
    )
    with django_assert_max_num_queries(12):
        response = client.get(article.get_absolute_url())
    assert len(response.content) < 120_000
    html = response.content.decode()
    assert "另有 460 条未列出" in html
    assert f"/api/v1/articles/{article.pk}" in html


def test_an_event_of_hundreds_of_reports_costs_no_more(client, article, django_assert_max_num_queries):
    article.event = make_event()
    article.save()
    Article.objects.bulk_create(
        Article(title=f"转载{number}", body="文" * 2000, event=article.event, relation="reprint", reprint_of=article)
        for number in range(500)
    )
    with django_assert_max_num_queries(12):
        html = page(client, article)
    assert "本事件的全部 501 篇报道" in html
    assert html.count("转载") < 30
    assert 'aria-current="true"' in html
    assert len(html.encode()) < 60_000


def test_words_that_turn_the_line_around_stay_within_themselves(client):
    article = make_article("\u202e会召开\u0007", "\u202e文\u0000字。", claimed_source="\u202e早报")
    html = page(client, article)
    assert "<bdi>\u202e会召开" in html
    assert "<bdi>\u202e早报</bdi>" in html
