"""What staff mark as personal is masked wherever readers or programs look; what they release is shown again."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from haystack import connections

from archive.export.formats import FORMAT_BY_SUFFIX
from archive.models import Article, AuditEntry, Finding
from archive.search.labels import forget_labels
from tests.ingest.factories import make_body

pytestmark = pytest.mark.django_db

FILES = tuple(f".{suffix}" for suffix in FORMAT_BY_SUFFIX)
SECRET = "柳暗花明轩七号信箱"
TEXT = f"7月7日，江城市青山社区志愿者为老人义诊。有意者请寄{SECRET}。" + make_body(1) + f"\n再说一遍，{SECRET}。"


@pytest.fixture
def article(settings, tmp_path: Path):
    """An indexed article that says the secret twice, and in its stored original."""
    settings.FILES_DIR = tmp_path / "files"
    backend = connections["default"].get_backend()
    before, backend.path = backend.path, str(tmp_path / "index")
    forget_labels()
    take_in(tmp_path, TEXT)
    yield Article.objects.get()
    backend.path = before
    forget_labels()


def take_in(folder: Path, text: str) -> None:
    file = folder / "page.jsonl"
    line = {"title": "江城市青山社区志愿者义诊", "text": text, "url": "http://a.example/1.html"}
    file.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    call_command("ingest", str(file), stdout=io.StringIO())


@pytest.fixture
def staff(article: Article) -> Client:
    client = Client()
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


def mark(staff: Client, article: Article, quote: str = SECRET) -> object:
    sent = {
        "article": article.pk,
        "kind": "personal_data",
        "value": "address",
        "role": "",
        "quote": quote,
        "position": 0,
    }
    return staff.post(reverse("admin:archive_finding_add"), sent)


def doors(article: Article) -> list[str]:
    own = f"/articles/{article.pk}/"
    searches = [f"/search{form}?q=%E4%B9%89%E8%AF%8A" for form in ("/", ".json", ".atom", *FILES)]
    return [
        own,
        f"{own}original/",
        f"{own}versions/",
        f"{own}changes/",
        "/oai?verb=ListRecords&metadataPrefix=oai_dc",
        f"/api/v1{own[:-1]}",
        "/api/v1/search?q=%E4%B9%89%E8%AF%8A",
        f"/events/{article.event_id}/",
        *searches,
    ]


def said_at(client: Client, address: str) -> str:
    answer = client.get(address)
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if data.startswith(b"PK"):  # a workbook
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            data = b"".join(parts.read(name) for name in parts.namelist())
    return data.decode("utf-8", "replace")


def test_what_staff_mark_is_masked_at_every_door_and_in_the_index(article: Article, staff: Client) -> None:
    reader = Client()
    before = [address for address in doors(article) if SECRET in said_at(reader, address)]
    assert f"/articles/{article.pk}/" in before and f"/articles/{article.pk}/original/" in before
    assert mark(staff, article).status_code == 302
    assert [address for address in doors(article) if SECRET in said_at(reader, address)] == []
    assert reader.get(f"/articles/{article.pk}/original/?download=1").status_code == 403
    call_command("index_stale", stdout=io.StringIO())
    assert reader.get("/api/v1/search", {"q": f'"{SECRET}"'}).json()["total"] == 0
    assert reader.get("/api/v1/search", {"q": "义诊"}).json()["total"] == 1
    entry = AuditEntry.objects.get(subject_type="finding")
    assert (entry.actor_name, entry.action, entry.article) == ("editor", "add", article.pk)


def test_it_stays_masked_in_a_new_version_where_it_stands_elsewhere(article: Article, staff: Client, tmp_path) -> None:
    mark(staff, article)
    take_in(tmp_path, "又及：" + make_body(2) + "\n" + TEXT)
    article = Article.objects.get()
    assert article.versions.count() == 2
    assert [address for address in doors(article) if SECRET in said_at(Client(), address)] == []


def test_taking_the_mark_back_shows_it_again(article: Article, staff: Client) -> None:
    mark(staff, article)
    row = Finding.objects.get(kind="personal_data", origin="staff")
    staff.post(reverse("admin:archive_finding_delete", args=[row.pk]), {"post": "yes"})
    assert SECRET in said_at(Client(), f"/articles/{article.pk}/")


@pytest.mark.parametrize("quote", ["", "   ", "不在文中的话"])
def test_a_mark_that_would_mask_nothing_is_refused(article: Article, staff: Client, quote: str) -> None:
    assert mark(staff, article, quote).status_code == 200
    assert not Finding.objects.filter(kind="personal_data", origin="staff").exists()


def test_words_beside_the_text_can_be_marked(article: Article, staff: Client) -> None:
    Article.objects.update(authors=["本报记者甲乙丙"], captions=["图为甲乙丙在现场"])
    assert mark(staff, article, "甲乙丙").status_code == 302
    answer = Client().get(f"/api/v1/articles/{article.pk}").json()
    assert "甲乙丙" not in json.dumps(answer, ensure_ascii=False)
    assert "甲乙丙" not in said_at(Client(), f"/articles/{article.pk}/")
