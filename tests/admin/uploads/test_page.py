"""The upload page keeps what comes in, within stated sizes and permissions, and a job takes it in as the command line does."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.accounts.roles import give_role
from archive.admin import uploads
from archive.jobs import uploads as kept
from archive.models import Article, IngestOutcome, IngestRun, Job, RoleCode
from tests.admin.uploads.sending import PART, archive_of, box, left, page, send, send_part, token_of, work

pytestmark = pytest.mark.django_db


def test_three_files_of_which_one_is_broken(staff: Client, tmp_path: Path) -> None:
    files = [
        SimpleUploadedFile("one.txt", page(1)),
        SimpleUploadedFile("empty.txt", b""),
        SimpleUploadedFile("two.txt", page(2)),
    ]
    response = send(staff, pages=files, batch="第一批")
    assert response.status_code == 200 and Article.objects.count() == 0
    job = work()
    assert (job.state, job.done, job.total, job.counts) == ("finished", 3, 3, {"new": 2, "failed": 1})
    shown = box(staff, job)
    for article in Article.objects.all():
        assert reverse("admin:archive_article_change", args=[article.pk]) in shown
    assert "内容为空" in shown and "read/empty" in shown and "索引由后台进程更新" in shown and "第一批" in shown
    run = IngestRun.objects.get()
    assert (run.batch, run.job, run.state) == ("第一批", job, "finished")
    assert all(article.indexed_revision == 0 for article in Article.objects.all())
    assert left(tmp_path) == ["1"], "what failed is kept, and no more"


def test_a_pasted_text_with_its_address(staff: Client, tmp_path: Path) -> None:
    assert send(staff, text=page(3).decode(), url="http://a.example/3.html").status_code == 200
    work()
    assert Article.objects.get().url == "http://a.example/3.html"
    assert left(tmp_path) == []


def test_addresses_are_fetched_by_the_job_and_each_is_told(staff: Client) -> None:
    send(staff, addresses="http://127.0.0.1:9/a\n\n http://127.0.0.1:9/a \nhttp://10.0.0.1/b")
    job = work()
    assert (job.state, job.counts) == ("finished", {"failed": 2})
    assert "不是公网地址" in box(staff, job)


@pytest.mark.parametrize("wrong", ["江城净滩", "ftp://a.example/x", "javascript:alert(1)", "http://a.example/x y"])
def test_a_line_that_is_no_address_is_told_before_anything_is_done(staff: Client, wrong: str) -> None:
    response = send(staff, addresses=f"http://a.example/1\n{wrong}")
    assert response.status_code == 400 and "不是网址" in response.content.decode()
    assert not Job.objects.exists()


def test_sending_nothing_is_told(staff: Client) -> None:
    response = send(staff, text="  ")
    assert response.status_code == 400
    assert "请选择文件，或粘贴正文或网址" in response.content.decode()
    assert not Job.objects.exists()


def zipped(*numbers: int) -> bytes:
    return archive_of(*((f"夹/{number}.txt", page(number)) for number in numbers)).read()


def test_a_folder_and_an_archive_come_in_parts(staff: Client, tmp_path: Path) -> None:
    data = zipped(1, 2, 3)
    key = send_part(staff, data[:100], number=0, offset=0).json()["upload"]
    assert send_part(staff, data[100:], upload=key, number=0, offset=100).json()["size"] == len(data)
    send_part(staff, page(4), upload=key, number=1, offset=0)
    names = json.dumps(["收集.zip", "folder/../sub/4.txt"])
    assert send(staff, upload=key, names=names).status_code == 200
    job = work()
    assert (job.counts, job.done, job.total) == ({"new": 4}, 4, 4)
    inputs = set(IngestOutcome.objects.values_list("input", flat=True))
    assert "folder/sub/4.txt" in inputs and "收集.zip!夹/1.txt" in inputs
    assert left(tmp_path) == []


def test_a_part_sent_twice_counts_once_and_a_gap_is_refused(staff: Client) -> None:
    key = send_part(staff, b"a" * 10, number=0, offset=0).json()["upload"]
    for _time in range(2):
        assert send_part(staff, b"b" * 10, upload=key, number=0, offset=10).json()["size"] == 20
    assert send_part(staff, b"c", upload=key, number=0, offset=21).status_code == 413
    assert kept.file_of(key, 0).read_bytes() == b"a" * 10 + b"b" * 10


def test_nobody_adds_to_an_upload_of_somebody_else(staff: Client) -> None:
    key = send_part(staff, b"a", number=0, offset=0).json()["upload"]
    other = Client()
    other.force_login(User.objects.create(username="other", is_staff=True, is_superuser=True))
    assert send_part(other, b"b", upload=key, number=0, offset=0).status_code == 403
    assert send(other, upload=key, names='["a.txt"]').status_code == 400
    assert kept.file_of(key, 0).read_bytes() == b"a" and not Job.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        {"number": "x", "offset": 0},
        {"number": -1, "offset": 0},
        {"number": 5000, "offset": 0},
        {"number": 0},
        {"number": 0, "offset": 5},
        {"number": 0, "offset": 0, "upload": "../../etc"},
        {"number": 0, "offset": 0, "upload": "0" * 32},
    ],
)
def test_a_part_of_nothing_is_refused(staff: Client, query: dict[str, object], tmp_path: Path) -> None:
    assert send_part(staff, b"x", **query).status_code in (400, 403, 413)
    assert left(tmp_path) == []


def test_more_than_may_wait_is_refused_and_told(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 1000)
    key = send_part(staff, b"x" * 900, number=0, offset=0).json()["upload"]
    response = send_part(staff, b"x" * 200, upload=key, number=1, offset=0)
    assert response.status_code == 413 and "manage.py ingest" in response.json()["error"]


@pytest.mark.parametrize("names", ["{}", "[1]", "[", '["a", "b"]'])
def test_names_of_files_that_did_not_come_are_refused(staff: Client, names: str) -> None:
    key = send_part(staff, b"x", number=0, offset=0).json()["upload"]
    assert send(staff, upload=key, names=names).status_code == 400
    assert not Job.objects.exists()


def test_uploads_nobody_waits_for_are_swept_after_a_week(staff: Client, tmp_path: Path) -> None:
    key = send_part(staff, b"x", number=0, offset=0).json()["upload"]
    assert kept.sweep() == 0
    long_ago = kept.folder_of(key).stat().st_mtime - 8 * 24 * 3600
    os.utime(kept.folder_of(key), (long_ago, long_ago))
    assert kept.sweep() == 1 and left(tmp_path) == []


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
    if response.status_code == 200:
        work()
    written = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert all(path.suffix == ".gz" for path in written) and left(tmp_path) == []
    assert not any({"\\", "\n"} & set(row.input) or ".." in row.input for row in IngestOutcome.objects.all())
    assert len(written) == Article.objects.count()


def send_raw(client: Client, name: bytes, content: bytes):
    """A request as no browser writes it: the file name goes out untouched."""
    token = token_of(client).encode()
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
    assert not Job.objects.exists()


def test_too_long_a_paste_is_refused_with_the_same_words(staff: Client, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = send(staff, text="志" * 2000)
    assert response.status_code == 413
    assert "manage.py ingest" in response.content.decode()


def test_a_post_without_the_token_is_refused(staff: Client) -> None:
    assert staff.post(reverse("admin_upload"), {"text": page(1).decode()}).status_code == 403
    assert staff.post(f"{PART}?number=0&offset=0", b"x", content_type="application/octet-stream").status_code == 403
    assert not Job.objects.exists()


def test_only_staff_with_the_permission_may_upload(client: Client) -> None:
    address = reverse("admin_upload")
    assert client.get(address).headers["Location"].startswith(reverse("admin:login"))
    user = User.objects.create(username="helper", is_staff=True)
    client.force_login(user)
    assert client.get(address).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="add_ingestrun"))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("role", [RoleCode.READER, RoleCode.REVIEWER])
def test_parts_and_retries_take_the_right_too(client: Client, role: RoleCode) -> None:
    user = User.objects.create(username="helper")
    give_role(user, role)
    client.force_login(User.objects.get(username="helper"))
    job = Job.objects.create(kind="ingest", batch="b", state="finished")
    assert client.post(f"{PART}?number=0&offset=0", b"x", content_type="application/octet-stream").status_code == 403
    for name in ("admin_upload_retry", "admin_upload_resume"):
        assert client.post(reverse(name, args=[job.pk])).status_code == 403
