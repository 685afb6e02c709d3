"""Which runs are alive is known from the system, not from what they last said."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.ingest.run import ingest_pages
from archive.ingest.turns import hold_run, let_go, mark_dead_runs
from archive.models import IngestRun
from tests.ingest.factories import make_body, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path: Path) -> None:
    settings.FILES_DIR, settings.DATA_DIR = tmp_path / "files", tmp_path


def test_a_run_nobody_holds_is_marked_and_one_that_is_held_is_left() -> None:
    dead, alive = IngestRun.objects.create(), IngestRun.objects.create()
    hold = hold_run(alive.pk)
    assert mark_dead_runs() == 1
    assert list(IngestRun.objects.order_by("id").values_list("state", flat=True)) == ["interrupted", "running"]
    dead.refresh_from_db()
    assert dead.finished_at == dead.started_at
    let_go(hold)
    assert mark_dead_runs() == 1


def test_the_next_run_marks_those_that_were_killed() -> None:
    killed = IngestRun.objects.create()
    ingest_pages([make_page(make_body(1))])
    killed.refresh_from_db()
    assert killed.state == "interrupted"


def test_a_run_is_alive_while_it_goes_on_and_leaves_no_lock_behind(tmp_path: Path) -> None:
    seen: list[int] = []
    ingest_pages([make_page(make_body(1))], progress=lambda _item: seen.append(mark_dead_runs()))
    assert seen == [0]
    assert IngestRun.objects.get().state == "finished"
    assert not list((tmp_path / "ingest").glob("run-*"))
