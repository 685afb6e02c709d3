"""The whole extraction holds together: real pages, cut articles, hostile text."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import ExtractError
from archive.extract.article import extract_article
from archive.records import GivenArticle
from tests.extract.pages import make_page
from tests.time_limit import time_limit

PARAGRAPH = "3月5日上午,清河街道新风社区组织志愿者走进敬老院,为六十多位老人理发。"
PIECES = [
    *"(来源:编辑记者作者。!?\n\n >|·讯电《》[]【】,./-年月日&;<>\"'\t□\u3000\x00\ud800",
    "发布时间:",
    "2013-07-07",
    "责任编辑:",
    "相关文章",
    "(记者 张三)",
    ".jpg",
    "首页 > ",
    "9999-99-99",
    "<p>",
    "</div>",
    "二〇一三年",
    PARAGRAPH,
]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=60), st.booleans())
def test_no_text_makes_it_raise_anything_but_its_own_error(pieces, is_markup):
    page = make_page("".join(pieces), media_type="text/html" if is_markup else "text/plain", url="http://[x/?a=1")
    try:
        draft = extract_article(page)
    except ExtractError as error:
        assert error.code == "no_text"
    else:
        assert draft.text.strip()
        assert "\n\n" not in draft.body


@pytest.mark.parametrize("content", ["", " \n\u3000\n", "……\n!!!\n", "<html><body><script>1</script></body></html>"])
def test_a_page_without_words_is_an_error(content):
    with pytest.raises(ExtractError):
        extract_article(make_page(content, media_type="text/html" if "<" in content else "text/plain"))


@pytest.mark.parametrize(
    "unit", ["a\n", "来源:", "2013-07-07 ", "(记者 张三 ", "首页 > ", "。", "· 活动开展\n", "1.jpg\n", PARAGRAPH]
)
def test_a_page_of_a_million_characters_is_read_in_time(unit):
    content = unit * (1_000_000 // len(unit))
    with time_limit(), contextlib.suppress(ExtractError):
        extract_article(make_page(content))


def test_a_cut_article_keeps_what_its_sender_states():
    article = GivenArticle(
        title="新风社区志愿者走进敬老院",
        text=f"河岸新闻网讯 (记者 方志远) {PARAGRAPH}\n编辑:苏文静\n相关新闻\n河西区开展义诊",
        published="2019-03-06 09:12",
        source="河岸日报",
        authors=("郭晓梅",),
    )
    draft = extract_article(make_page("", given=article))
    assert draft.title == article.title
    assert draft.published is not None
    assert (draft.published.value, draft.published.rule) == ("2019-03-06T09:12:00+08:00", "given")
    assert draft.original_source == "河岸日报"
    assert draft.authors == ("郭晓梅",)
    assert draft.editor == "苏文静"
    assert draft.dateline == "河岸新闻网"
    assert draft.body.endswith("为六十多位老人理发。")


def test_source_dateline_and_publisher_do_not_fill_in_for_each_other():
    draft = extract_article(make_page(f"新华社北京3月5日电 {PARAGRAPH}", url="https://www.gmw.cn/a.htm"))
    assert draft.original_source is None
    assert draft.dateline == "新华社北京3月5日电"
    assert draft.publisher == "光明网"


def test_the_day_of_capture_is_never_the_publication():
    page = make_page(PARAGRAPH, captured_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    assert extract_article(page).published is None


def test_every_quote_stands_on_the_page():
    content = (
        f"首页 > 志愿风采\n新风社区志愿者走进敬老院\n2019-03-06 来源:河岸日报 编辑:苏文静 浏览:87\n{PARAGRAPH}(方志远)"
    )
    draft = extract_article(make_page(content))
    assert set(draft.quotes) >= {"original_source", "editor", "channel", "authors", "views"}
    for words in [*draft.quotes.values(), draft.published.quote]:
        assert words in content


def test_the_first_real_page_ends_with_its_last_sentence(shared):
    content = next((shared / "seeds").glob("000*.txt")).read_text(encoding="utf-8")
    draft = extract_article(make_page(content))
    assert draft.body.startswith("7月7日,以“")
    assert draft.body.endswith("共110余人出席大会。")
    assert len(draft.captions) == 9
    assert not any(caption in draft.body.splitlines() for caption in draft.captions)


def test_the_second_real_page_holds_nothing_of_its_related_items_even_without_their_heading(shared):
    content = next((shared / "seeds").glob("003*.txt")).read_text(encoding="utf-8")
    for text in (content, content.replace("相关文章\n", "\n").replace("编辑:李婷\n", "\n")):
        draft = extract_article(make_page(text))
        assert draft.body.endswith("有关副会长、副秘书长参加会议。")
        assert "langya" not in draft.body
        assert draft.dateline == "在临沂客户端"
        assert draft.original_source is None
        assert draft.views == 0
