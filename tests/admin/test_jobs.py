"""The page of a job: how far it is, what is wrong, and stopping it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.jobs.presence import leave_sign
from archive.jobs.queue import claim_job, submit_job
from archive.models import Job, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


def progress(client: Client, job: Job) -> tuple[str, bool]:
    """The box of a job, and whether the browser is told to load the whole page."""
    response = client.get(reverse("admin:archive_job_progress", args=[job.pk]))
    return response.content.decode(), response.headers.get("HX-Refresh") == "true"


def test_a_job_that_goes_on_asks_for_itself_until_it_is_over(staff: Client) -> None:
    job = submit_job("count", {}, total=4)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=1)
    shown, refresh = progress(staff, job)
    assert "1 / 4" in shown and 'aria-valuenow="25"' in shown and "hx-trigger" in shown and not refresh
    Job.objects.filter(pk=job.pk).update(state=JobState.FINISHED, done=4)
    shown, refresh = progress(staff, job)
    assert 'aria-valuenow="100"' in shown and "hx-trigger" not in shown and refresh


def test_its_page_shows_the_box_and_what_went_wrong(staff: Client) -> None:
    job = submit_job("count", {}, total=4)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, error="ValueError: <b>no</b>")
    page = staff.get(reverse("admin:archive_job_change", args=[job.pk])).content.decode()
    assert 'id="job"' in page and "ValueError: &lt;b&gt;no" in page


def test_a_job_nobody_takes_up_says_what_to_start(staff: Client, settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    job = submit_job("count", {})
    for told in (progress(staff, job)[0], staff.get(reverse("admin_upload")).content.decode()):
        assert "run_jobs --watch" in told
    leave_sign()
    for told in (progress(staff, job)[0], staff.get(reverse("admin_upload")).content.decode()):
        assert "run_jobs" not in told
    hour_ago = time.time() - 3600
    os.utime(tmp_path / "jobs" / "worker", (hour_ago, hour_ago))
    assert "run_jobs --watch" in progress(staff, job)[0]
    assert claim_job("one") is not None
    assert "run_jobs" not in progress(staff, submit_job("count", {}))[0], "it is at another job"


def test_a_job_is_stopped_from_its_page(staff: Client) -> None:
    job = submit_job("count", {})
    assert staff.get(reverse("admin:archive_job_stop", args=[job.pk])).status_code == 405
    staff.post(reverse("admin:archive_job_stop", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == JobState.STOPPED


def test_a_job_that_is_not_there_is_not_found(staff: Client) -> None:
    assert staff.get(reverse("admin:archive_job_progress", args=[999])).status_code == 404
    assert staff.get(reverse("admin:archive_job_change", args=["x"])).status_code == 302
