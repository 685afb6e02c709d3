"""The versions of a page, and what changed between two of them."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.ingest.originals import write_original
from archive.models import Article, ArticleState, ArticleVersion, SavedFile
from tests.factories import make_article

pytestmark = pytest.mark.django_db

BODIES = (
    "7月7日,志愿者在江滩清理垃圾。\n一百人参加。",
    "7月7日,志愿者在江滩清理垃圾。\n二百人参加。",
    "7月7日,志愿者在江滩清理垃圾。\n二百人参加。\n电话13812345678。",
)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def article() -> Article:
    article = make_article("净滩", BODIES[-1])
    for number, body in enumerate(BODIES, 1):
        data = body.encode()
        captured = dt.datetime(2024, number, 5, 1, 30, tzinfo=dt.UTC) if number > 1 else None
        file = SavedFile.objects.create(
            sha256=write_original(data), media_type="text/plain", size=len(data), name="a.txt", captured_at=captured
        )
        article.current_version = ArticleVersion.objects.create(
            article=article,
            number=number,
            saved_file=file,
            title="净滩" if number > 1 else "净滩行动",
            body=body,
            draft={"published": {"value": f"2024-01-0{number}"}, "authors": ["吴慧"], "editor": None},
        )
    article.save()
    return article


def html_of(client, article: Article, query: str = "") -> str:
    response = client.get(f"/articles/{article.pk}/versions/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_versions_are_listed_newest_first_with_when_each_was_saved(client, article):
    html = html_of(client, article)
    assert html.index("第 3 版</b>") < html.index("第 2 版</b>") < html.index("第 1 版</b>")
    assert "2024年3月5日 09:30 存档" in html
    assert "存档时间未注明" in html[html.index("第 1 版</b>") :]
    assert html.count("现行") == 1


def test_two_versions_are_compared_word_by_word(client, article):
    html = html_of(client, article, "?from=1&to=2")
    assert "从第 1 版到第 2 版" in html
    assert "<del>一</del><ins>二</ins>百人参加。" in html
    assert "标题不同" in html
    assert "<del>2024年1月1日</del> <ins>2024年1月2日</ins>" in html
    assert "作者</dt>" not in html


def test_without_numbers_the_last_two_are_compared(client, article):
    html = html_of(client, article)
    assert "从第 2 版到第 3 版" in html
    assert "增加 1 句" in html


@pytest.mark.parametrize(
    "query", ["?from=9&to=3", "?from=3&to=2", "?to=x", "?from=-1", "?from=2&to=1", "?to=" + "9" * 30]
)
def test_numbers_that_are_none_are_replaced(client, article, query):
    assert "从第 " in html_of(client, article, query)


def test_personal_data_is_masked_in_every_version(client, article):
    assert "13812345678" not in html_of(client, article)
    older = article.versions.get(number=1)
    older.body = "小学生王小明收到书包。"
    older.save()
    assert "王小明" not in html_of(client, article, "?from=1&to=2")


def test_each_versions_original_is_shown(client, article):
    address = f"/articles/{article.pk}/original/"
    assert "一百人" in client.get(address + "?version=1").content.decode()
    assert "二百人" in client.get(address).content.decode()
    assert "二百人" in client.get(address + "?version=77").content.decode()
    assert client.get(address + "?version=1&download=1").status_code == 403  # a later version holds a phone number
    Article.objects.filter(pk=article.pk).update(body=BODIES[0])
    assert client.get(address + "?version=1&download=1").content == BODIES[0].encode()
    assert client.get(address + "?version=3&download=1").status_code == 403


def test_a_page_with_one_version_says_there_is_nothing_to_compare(client):
    article = make_article()
    assert "没有保存版本" in html_of(client, article)
    file = SavedFile.objects.create(sha256="0" * 64, media_type="text/plain", size=1, name="a")
    ArticleVersion.objects.create(article=article, number=1, saved_file=file, title="净滩", body="文", draft={})
    assert "只存有一个版本" in html_of(client, article)


def test_versions_of_a_withdrawn_article_are_not_shown(client, article):
    Article.objects.filter(pk=article.pk).update(state=ArticleState.WITHDRAWN)
    response = client.get(f"/articles/{article.pk}/versions/")
    assert response.status_code == 410
    assert "志愿者在江滩" not in response.content.decode()


def test_hundreds_of_versions_cost_few_questions(client, article, django_assert_max_num_queries):
    for number in range(4, 300):
        file = SavedFile.objects.create(sha256=f"{number:064}", media_type="text/plain", size=1, name="a")
        ArticleVersion.objects.create(
            article=article, number=number, saved_file=file, title="净滩", body="文", draft={}
        )
    with django_assert_max_num_queries(6):
        html = html_of(client, article)
    assert "更早的 99 个版本未列出" in html
    assert len(html.encode()) < 150_000
