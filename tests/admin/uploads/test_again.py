"""What failed is tried again, and a job that was stopped or killed goes on: nothing is lost, nothing is taken twice."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.jobs import intake
from archive.jobs import uploads as kept
from archive.models import Article, IngestOutcome, IngestRun, Job
from tests.admin.uploads.sending import archive_of, box, left, page, send, token_of, work

pytestmark = pytest.mark.django_db


def test_what_failed_is_tried_again(staff: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    send(staff, pages=[SimpleUploadedFile("one.txt", page(1)), SimpleUploadedFile("bad.pdf", b"%PDF-1.4 broken")])
    job = work()
    assert job.counts == {"new": 1, "failed": 1} and "重试失败的输入" in box(staff, job)
    (path,) = [path for path in (tmp_path / "uploads").rglob("*") if path.is_file()]
    path.write_bytes(page(2))  # as if the reader had learned to read it
    again = reverse("admin_upload_retry", args=[job.pk])
    staff.post(again, {"csrfmiddlewaretoken": token_of(staff)})
    second = work()
    assert second.pk != job.pk and second.counts == {"new": 1}
    assert IngestRun.objects.get(job=second).retry_of == IngestRun.objects.get(job=job)
    assert left(tmp_path) == []
    assert (
        "没有可以重试的输入"
        in staff.post(again, {"csrfmiddlewaretoken": token_of(staff)}, follow=True).content.decode()
    )


def test_one_that_failed_is_tried_again_alone_and_the_others_stay(staff: Client, tmp_path: Path) -> None:
    send(staff, pages=[SimpleUploadedFile(f"{name}.txt", b"") for name in "ab"])
    job = work()
    row = IngestOutcome.objects.get(input="b.txt")
    assert f'value="{row.pk}"' in box(staff, job)
    (tmp_path / "uploads" / job.parameters["upload"] / "1").write_bytes(page(2))
    again = reverse("admin_upload_retry", args=[job.pk])
    staff.post(again, {"csrfmiddlewaretoken": token_of(staff), "outcome": str(row.pk)})
    assert work().counts == {"new": 1}
    assert left(tmp_path) == ["0"], "the other can still be tried"
    for outcome in ("x", "9" * 30, "0"):
        sent = {"csrfmiddlewaretoken": token_of(staff), "outcome": outcome}
        assert "没有可以重试的输入" in staff.post(again, sent, follow=True).content.decode()


def test_of_an_archive_only_the_pages_that_failed_are_tried_again(staff: Client) -> None:
    send(staff, pages=[archive_of(("one.txt", page(1)), ("bad.pdf", b"%PDF-1.4 broken"), ("two.txt", page(2)))])
    job = work()
    assert job.counts == {"new": 2, "failed": 1}
    staff.post(reverse("admin_upload_retry", args=[job.pk]), {"csrfmiddlewaretoken": token_of(staff)})
    assert work().counts == {"failed": 1}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_job_that_goes_on_takes_only_what_has_no_outcome_and_counts_all(staff: Client, monkeypatch) -> None:
    send(staff, pages=[archive_of(("same.txt", page(1)), ("same.txt", page(2)), ("three.txt", page(3)))])
    read = intake.read_source
    monkeypatch.setattr(intake, "read_source", lambda source: islice(read(source), 1))
    monkeypatch.setattr(intake, "_tidy", lambda _job: None)  # as if it was killed before
    job = work()
    assert job.counts == {"new": 1}
    monkeypatch.undo()
    Job.objects.filter(pk=job.pk).update(state="waiting", cursor={}, counts={}, done=0)
    job = work()
    assert (job.counts, job.done) == ({"new": 3}, 3)
    assert not IngestOutcome.objects.exclude(outcome="new").exists()


def test_two_files_of_one_name_are_told_apart(staff: Client, tmp_path: Path) -> None:
    send(staff, pages=[SimpleUploadedFile("a.html", page(1)), SimpleUploadedFile("a.html", b"")])
    assert work().counts == {"new": 1, "failed": 1}
    assert IngestOutcome.objects.get(outcome="failed").input == "a (2).html"
    assert left(tmp_path) == ["1"]


def test_outcomes_are_filtered_and_lead_to_their_article_and_its_review(staff: Client) -> None:
    send(staff, pages=[SimpleUploadedFile("one.txt", page(1)), SimpleUploadedFile("empty.txt", b"")])
    address = reverse("admin:archive_job_change", args=[work().pk])
    whole, failed, new, odd = (
        staff.get(address + query).content.decode() for query in ("", "?outcome=failed", "?outcome=new", "?outcome=<b>")
    )
    assert all(name in shown for name in ("one.txt", "empty.txt") for shown in (whole, odd))
    assert "empty.txt" in failed and "one.txt" not in failed and "empty.txt" not in new
    article = Article.objects.get().pk
    assert reverse("admin:archive_article_change", args=[article]) in new
    assert reverse("admin_review_article", args=[article]) in new


def test_what_was_stopped_or_failed_as_a_whole_goes_on(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    send(staff, pages=[SimpleUploadedFile("one.txt", page(1))])
    job = Job.objects.get()
    sent, resume = {"csrfmiddlewaretoken": token_of(staff)}, reverse("admin_upload_resume", args=[job.pk])
    assert "没有停下" in staff.post(resume, sent, follow=True).content.decode()
    for state in ("stopped", "failed"):
        Job.objects.filter(pk=job.pk).update(state=state, stop_requested=True, error="disk full")
        assert resume in box(staff, job)
        staff.post(resume, sent)
        job.refresh_from_db()
        assert (job.state, job.stop_requested, job.error) == ("waiting", False, "")
    assert work().counts == {"new": 1}


def test_an_upload_is_on_the_disk_before_it_is_acknowledged(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "make_durable", full)
    response = send(staff, text=page(1).decode())
    assert response.status_code == 400 and "No space left on device" in response.content.decode()
    assert not Job.objects.exists()


def test_a_job_begun_again_loses_nothing_and_stores_nothing_twice(staff: Client) -> None:
    send(staff, pages=[SimpleUploadedFile(f"{number}.txt", page(number)) for number in (1, 2)])
    Job.objects.update(state="waiting")
    work()
    Job.objects.update(state="waiting", cursor={})
    assert work().state == "finished"
    assert Article.objects.count() == 2


def test_a_job_that_is_stopped_ends_its_run_in_order(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.jobs.intake._TOLD_EVERY", 0)
    send(staff, pages=[SimpleUploadedFile("1.txt", page(1))])
    monkeypatch.setattr("archive.jobs.running.Run._hold", _stop)
    job = work()
    assert job.state == "stopped" and IngestRun.objects.get().state == "interrupted"
    assert Article.objects.count() == 1


def _stop(_run: object) -> None:
    from archive.jobs.running import JobStopped

    raise JobStopped
