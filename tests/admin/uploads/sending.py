"""What tests of the upload page do: send files, let the worker work, look at its page and at what is left."""

from __future__ import annotations

import io
import threading
import zipfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.jobs.kinds import performers
from archive.jobs.running import run_next
from archive.models import Job
from tests.ingest.factories import BODY

PART = reverse("admin_upload_part")


def token_of(client: Client) -> str:
    return str(client.get(reverse("admin_upload")).context["csrf_token"])


def send(client: Client, **fields):
    return client.post(reverse("admin_upload"), {"csrfmiddlewaretoken": token_of(client), **fields}, follow=True)


def send_part(client: Client, data: bytes, **query: object):
    where = f"{PART}?{'&'.join(f'{name}={value}' for name, value in query.items())}"
    return client.post(where, data, content_type="application/octet-stream", headers={"X-CSRFToken": token_of(client)})


def work() -> Job:
    """What the worker does with the job that waits."""
    job = run_next(performers(), threading.Event())
    assert job is not None
    return job


def box(client: Client, job: Job) -> str:
    return client.get(reverse("admin:archive_job_progress", args=[job.pk])).content.decode()


def left(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "uploads").rglob("*") if path.is_file())


def page(number: int) -> bytes:
    return f"江城志愿者第{number}次净滩\n\n发布时间:2021-06-{number:02}\n\n第{number}次。{BODY}\n".encode()


def archive_of(*pages: tuple[str, bytes]) -> SimpleUploadedFile:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in pages:
            archive.writestr(zipfile.ZipInfo(name), content)
    return SimpleUploadedFile("pages.zip", data.getvalue())
