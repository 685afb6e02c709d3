"""Jobs: one at a time, in steps that are whole, whatever becomes of the worker."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from archive.jobs import kinds, queue
from archive.jobs.queue import MOST_ATTEMPTS, claim_job, request_stop, submit_job
from archive.jobs.running import JobLost, Run, run_next
from archive.models import Event, Job, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def ending() -> threading.Event:
    return threading.Event()


def count_to(last: int, then: Callable[[Run, int], Any] = lambda run, number: None) -> Callable[[Run], None]:
    """A kind of job that makes an event a step."""

    def perform(run: Run) -> None:
        for number in range(run.cursor.get("next", 0), last):
            with run.step():
                Event.objects.create(title=str(number))
                run.cursor["next"] = number + 1
                run.advance(total=last, made=1)
                then(run, number)

    return perform


def made() -> list[int]:
    return sorted(int(title) for title in Event.objects.values_list("title", flat=True))


def expire() -> None:
    """As if its worker had given no sign for longer than the lease."""
    Job.objects.filter(state=JobState.RUNNING).update(lease_until=timezone.now() - dt.timedelta(seconds=1))


def test_the_oldest_goes_first_and_is_counted(ending: threading.Event) -> None:
    first, second = submit_job("count", {}), submit_job("count", {})
    done = run_next({"count": count_to(3)}, ending)
    assert done is not None and done.pk == first.pk
    assert (done.state, done.done, done.total, done.counts) == (JobState.FINISHED, 3, 3, {"made": 3})
    assert done.started_at and done.finished_at and not done.worker
    second.refresh_from_db()
    assert second.state == JobState.WAITING


def test_nothing_to_do_is_told(ending: threading.Event) -> None:
    assert run_next({}, ending) is None


def test_no_other_is_claimed_while_one_runs() -> None:
    submit_job("count", {})
    submit_job("count", {})
    assert claim_job("one") is not None
    assert claim_job("two") is None


def test_the_database_itself_refuses_a_second_that_runs() -> None:
    first, second = submit_job("count", {}), submit_job("count", {})
    Job.objects.filter(pk=first.pk).update(state=JobState.RUNNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=second.pk).update(state=JobState.RUNNING)


def test_a_job_whose_worker_died_goes_on_where_it_was(ending: threading.Event) -> None:
    submit_job("count", {})

    def die(run: Run, number: int) -> None:
        if number == 2:
            raise SystemExit

    with pytest.raises(SystemExit):
        run_next({"count": count_to(5, die)}, ending)
    assert run_next({"count": count_to(5)}, ending) is None, "its lease has not ended"
    expire()
    done = run_next({"count": count_to(5)}, ending)
    assert done is not None and (done.state, done.done) == (JobState.FINISHED, 5)
    assert made() == [0, 1, 2, 3, 4]


def test_a_step_its_worker_dies_of_ends_the_job_at_last(ending: threading.Event) -> None:
    submit_job("count", {})
    for _attempt in range(MOST_ATTEMPTS):
        assert claim_job("dies") is not None
        expire()
    assert claim_job("next") is None
    job = Job.objects.get()
    assert (job.state, job.attempts) == (JobState.FAILED, MOST_ATTEMPTS)
    assert "died" in job.error


def test_a_worker_that_was_taken_for_dead_keeps_nothing_of_its_step(ending: threading.Event) -> None:
    submit_job("count", {})

    def perform(run: Run) -> None:
        count_to(1)(run)
        expire()
        assert claim_job("another") is not None
        with pytest.raises(JobLost), run.step():
            Event.objects.create(title="99")
        raise JobLost

    job = run_next({"count": perform}, ending)
    assert job is not None and (job.state, job.worker) == (JobState.RUNNING, "another")
    assert made() == [0]


def test_a_failed_step_leaves_no_trace_and_ends_the_job_with_its_reason(ending: threading.Event) -> None:
    submit_job("count", {})

    def fail(run: Run, number: int) -> None:
        if number == 1:
            raise ValueError("no such number")

    job = run_next({"count": count_to(3, fail)}, ending)
    assert job is not None
    assert (job.state, job.done, job.error) == (JobState.FAILED, 1, "ValueError: no such number")
    assert made() == [0]


def test_a_database_that_cannot_write_for_now_lets_it_wait_and_then_fail(ending: threading.Event) -> None:
    submit_job("count", {})

    def fail(run: Run, number: int) -> None:
        raise OperationalError("database is locked")

    states = []
    for _attempt in range(MOST_ATTEMPTS):
        job = run_next({"count": count_to(3, fail)}, ending)
        assert job is not None and "locked" in job.error
        states.append(job.state)
    assert states == [JobState.WAITING] * (MOST_ATTEMPTS - 1) + [JobState.FAILED]


def test_a_worker_asked_to_end_finishes_its_step_and_puts_the_job_back(ending: threading.Event) -> None:
    submit_job("count", {})
    for number in (1, 2, 3):
        job = run_next({"count": count_to(3, lambda run, number: ending.set())}, ending)
        assert job is not None and job.done == number
        ending.clear()
    assert made() == [0, 1, 2]


def test_a_waiting_job_is_stopped_at_once_and_a_running_one_after_its_step(ending: threading.Event) -> None:
    waiting = submit_job("count", {})
    request_stop(waiting)
    assert run_next({"count": count_to(3)}, ending) is None
    submit_job("count", {})
    job = run_next({"count": count_to(3, lambda run, number: request_stop(run.job))}, ending)
    assert job is not None and (job.state, job.done) == (JobState.STOPPED, 1)
    assert made() == [0]


def test_a_kind_nobody_knows_fails_with_its_name(ending: threading.Event) -> None:
    submit_job("gone", {})
    job = run_next({}, ending)
    assert job is not None and job.state == JobState.FAILED and "gone" in job.error


def test_the_command_does_all_that_waits(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(kinds, "KINDS", {"count": kinds.Kind(label="计数", perform=count_to(2))})
    submit_job("count", {})
    submit_job("count", {})
    call_command("run_jobs")
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.FINISHED}
    assert "计数" in capsys.readouterr().out


def test_a_lease_outlasts_the_steps_between_which_it_is_renewed() -> None:
    submit_job("count", {})
    job = claim_job("one")
    assert job is not None and job.lease_until is not None
    assert job.lease_until > timezone.now() + queue.LEASE / 2
