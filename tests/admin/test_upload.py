"""The upload page runs the same ingest as the command line, within stated sizes and permissions."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.admin import uploads
from archive.models import Article, IngestOutcome, IngestRun
from tests.ingest.factories import BODY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def staff() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


def send(client: Client, **fields):
    token = client.get(reverse("admin_upload")).context["csrf_token"]
    return client.post(reverse("admin_upload"), {"csrfmiddlewaretoken": str(token), **fields}, follow=True)


def page(number: int) -> bytes:
    return f"江城志愿者第{number}次净滩\n\n发布时间:2021-06-{number:02}\n\n第{number}次。{BODY}\n".encode()


def test_three_files_of_which_one_is_broken(staff: Client) -> None:
    files = [
        SimpleUploadedFile("one.txt", page(1)),
        SimpleUploadedFile("empty.txt", b""),
        SimpleUploadedFile("two.txt", page(2)),
    ]
    response = send(staff, pages=files, batch="第一批")
    assert response.status_code == 200
    shown = response.content.decode()
    assert Article.objects.count() == 2
    for article in Article.objects.all():
        assert reverse("admin:archive_article_change", args=[article.pk]) in shown
    assert "内容为空" in shown and "read/empty" in shown and "索引由后台进程更新" in shown
    assert IngestRun.objects.get().batch == "第一批"
    assert all(article.indexed_revision == 0 for article in Article.objects.all())


def test_a_pasted_text_with_its_address(staff: Client) -> None:
    response = send(staff, text=page(3).decode(), url="http://a.example/3.html")
    assert response.status_code == 200
    assert Article.objects.get().url == "http://a.example/3.html"


def test_sending_nothing_is_told(staff: Client) -> None:
    response = send(staff, text="  ")
    assert response.status_code == 400
    assert "请选择文件或粘贴正文" in response.content.decode()
    assert not IngestRun.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "..\\..\\boot.ini",
        "/etc/passwd",
        "<script>alert(1)</script>.txt",
        "a\nb.txt",
        "志" * 700,
        "..",
    ],
)
def test_a_hostile_file_name_is_only_a_label(staff: Client, tmp_path: Path, name: str) -> None:
    response = send_raw(staff, name.encode(), page(2))
    assert response.status_code in {200, 400}
    assert "<script>alert(1)" not in response.content.decode()
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(path.suffix == ".gz" and (tmp_path / "files") in path.parents for path in written)
    assert not any({"/", "\\", "\n"} & set(row.input) for row in IngestOutcome.objects.all())
    assert len(written) == Article.objects.count()


def send_raw(client: Client, name: bytes, content: bytes):
    """A request as no browser writes it: the file name goes out untouched."""
    token = str(client.get(reverse("admin_upload")).context["csrf_token"]).encode()
    body = (
        b'--cut\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n' + token + b"\r\n"
        b'--cut\r\nContent-Disposition: form-data; name="pages"; filename="' + name + b'"\r\n'
        b"Content-Type: text/plain\r\n\r\n" + content + b"\r\n--cut--\r\n"
    )
    return client.post(reverse("admin_upload"), body, content_type="multipart/form-data; boundary=cut", follow=True)


def test_too_much_at_once_is_refused_before_it_is_read(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST_UPLOAD", 1000)
    response = send(staff, pages=[SimpleUploadedFile("big.txt", b"x" * 5000)])
    assert response.status_code == 413
    assert "manage.py ingest" in response.content.decode()
    assert not IngestRun.objects.exists()


def test_too_long_a_paste_is_refused_with_the_same_words(staff: Client, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = send(staff, text="志" * 2000)
    assert response.status_code == 413
    assert "manage.py ingest" in response.content.decode()


def test_a_post_without_the_token_is_refused(staff: Client) -> None:
    response = staff.post(reverse("admin_upload"), {"text": page(1).decode()})
    assert response.status_code == 403
    assert not Article.objects.exists()


def test_only_staff_with_the_permission_may_upload(client: Client) -> None:
    address = reverse("admin_upload")
    assert client.get(address).headers["Location"].startswith(reverse("admin:login"))
    user = User.objects.create(username="helper", is_staff=True)
    client.force_login(user)
    assert client.get(address).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="add_ingestrun"))
    assert client.get(address).status_code == 200


def test_an_unknown_run_in_the_address_shows_the_empty_form(staff: Client) -> None:
    for run in ("", "7", "x", "9" * 40, "²"):
        assert staff.get(reverse("admin_upload"), {"run": run}).status_code == 200
