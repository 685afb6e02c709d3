from __future__ import annotations

import pytest
from django.urls import reverse

from archive.ingest.originals import original_path, write_original
from archive.models import Article, ArticleVersion, SavedFile
from tests.factories import make_article

pytestmark = pytest.mark.django_db

EVIL = """<!doctype html><html><head><title>标题</title><meta charset="utf-8">
<link rel="stylesheet" href="//e.example/a.css">
<style>body{background:url(//e.example/b)}</style><script>alert(1)</script></head>
<body onload="alert(1)"><h1 id="main" class="top" style="position:fixed">推进会召开</h1>
<img src="//e.example/x.png" onerror="alert(1)"><svg><script>alert(1)</script></svg><iframe src="//e.example"></iframe>
<p>志愿者<b>清理</b>江滩</p><a href="javascript:alert(1)">坏</a><a href="https://news.example/">好</a>
<form action="//e.example"><input name="q"></form><base href="//e.example/">
<math><mtext><style><img src=x onerror=alert(1)></math>
</body></html>"""


def store(data: bytes, media_type: str, name: str = "news/page.html") -> Article:
    article = make_article()
    file = SavedFile.objects.create(sha256=write_original(data), media_type=media_type, size=len(data), name=name)
    article.current_version = ArticleVersion.objects.create(
        article=article, number=1, saved_file=file, title=article.title, body=article.body, draft={}
    )
    article.save()
    return article


def address(article: Article) -> str:
    return reverse("original", args=[article.pk])


def test_markup_is_shown_without_anything_that_runs_or_loads(client):
    response = client.get(address(store(EVIL.encode(), "text/html")))
    html = response.content.decode()
    stored = html[html.index('<div class="stored"') : html.index("</main>")]
    assert "推进会召开" in stored
    assert "<b>清理</b>" in stored
    banned = (
        "script",
        "onload",
        "onerror",
        "<img",
        "<svg",
        "iframe",
        "style=",
        "<form",
        "<input",
        "<base",
        "e.example",
    )
    assert [word for word in banned if word in stored] == []
    assert 'href="javascript' not in stored
    assert '<a href="https://news.example/" rel="noopener nofollow ugc">' in stored
    assert 'id="main"' not in stored


def test_the_page_is_sealed(client):
    policy = client.get(address(store(EVIL.encode(), "text/html"))).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox;" in policy
    assert "script-src" not in policy
    assert "allow-" not in policy


def test_plain_text_is_shown_as_it_is(client):
    response = client.get(address(store("标题\n\n<b>不是</b>标记\n".encode(), "text/plain", "page.txt")))
    assert "&lt;b&gt;不是&lt;/b&gt;标记" in response.content.decode()


def test_a_download_gives_the_very_bytes_as_an_attachment(client):
    data = "<script>alert(1)</script>志愿".encode("gbk")
    response = client.get(address(store(data, "text/html", "a/志愿\r\nX: y.html")) + "?download=1")
    assert response.content == data
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "\n" not in response.headers["Content-Disposition"]


def test_a_damaged_original_is_said_to_be_damaged(client):
    article = store("志愿者清理江滩,这份原件将被改坏。".encode(), "text/plain", "b.txt")
    original_path(article.current_version.saved_file.sha256).write_bytes(b"damaged")
    response = client.get(address(article))
    assert response.status_code == 200
    assert "damaged_original" in response.content.decode()
    assert client.get(address(article) + "?download=1").status_code == 404


def test_an_article_without_a_stored_file_has_no_original(client):
    assert client.get(address(make_article())).status_code == 404


def test_the_folders_a_file_came_in_through_are_not_shown(client):
    html = client.get(address(store("志愿".encode(), "text/plain", "/srv/secret/b.txt"))).content.decode()
    assert "<dd>b.txt</dd>" in html
    assert "secret" not in html
