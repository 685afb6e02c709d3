from __future__ import annotations

import pytest

from archive.models import Article, ArticleState
from archive.search.indexing import index_stale
from archive.search.similar import similar_articles, telling_words
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db


def test_articles_with_the_same_words_are_alike_and_others_are_not() -> None:
    article = make_article("百步亭社区志愿者慰问空巢老人", "重阳节。")
    like = make_article("百步亭社区为空巢老人包饺子", "志愿者来了。")
    make_article("乡村图书馆开馆", "村里有了图书馆。")
    index_stale()
    assert [hit.id for hit in similar_articles(article)] == [like.pk]


def test_reports_of_the_same_event_and_what_is_withdrawn_are_left_out() -> None:
    event = make_event()
    article = make_article("百步亭社区志愿者慰问空巢老人", "重阳节。", event=event)
    make_article("百步亭社区志愿者慰问空巢老人", "重阳节。", event=event)
    gone = make_article("百步亭社区志愿者慰问空巢老人与儿童", "中秋节。")
    index_stale()
    assert [hit.id for hit in similar_articles(article)] == [gone.pk]
    Article.objects.filter(pk=gone.pk).update(state=ArticleState.WITHDRAWN, revision=2)
    assert similar_articles(article) == ()


def test_a_short_title_is_helped_by_the_lede() -> None:
    article = make_article("简讯", "百步亭社区志愿者慰问空巢老人。\n第二段。")
    assert {"志愿者", "空巢老人"} & set(telling_words(article))


def test_an_article_without_words_has_none_like_it() -> None:
    article = make_article("", "。")
    index_stale()
    assert similar_articles(article) == ()
