"""Several ingests at once into one PostgreSQL, as from several machines, end as one undisturbed ingest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.test_crashes import run_script, write_stream
from tests.scale.postgres import Server

PROCESSES, KILLS = 3, 12


@pytest.fixture
def stream(tmp_path: Path) -> Path:
    write_stream(tmp_path / "pages.jsonl", 40)
    return tmp_path / "pages.jsonl"


def _ingest(postgres: Server, data: Path, stream: Path, processes: int, kills: int) -> dict[str, object]:
    database = {"DATABASE_URL": postgres.new_database()}
    return run_script("tests.scale.ingests_at_once", data, stream, processes, kills, 2021, **database)


def test_ingests_at_once_that_are_killed_end_as_one_undisturbed(postgres: Server, tmp_path: Path, stream: Path) -> None:
    whole = _ingest(postgres, tmp_path / "whole", stream, processes=1, kills=0)
    disturbed = _ingest(postgres, tmp_path / "disturbed", stream, processes=PROCESSES, kills=KILLS)
    assert disturbed["killed"] >= KILLS // 2
    assert set(disturbed["codes"]) == {0}
    assert disturbed["digest"] == whole["digest"]
    assert disturbed["originals"] == whole["originals"] > 40
    assert disturbed["taken"] == whole["taken"], "a page was taken in twice, or an outcome row is missing"
    assert disturbed["running"] == 0, "a run that was killed still counts as running"


def test_a_batch_given_up_in_a_deadlock_is_begun_anew(postgres: Server, tmp_path: Path) -> None:
    url = postgres.new_database()
    superuser = f"host={postgres.folder} user=postgres dbname={url.rsplit('/', 1)[1]}"
    told = run_script("tests.scale.deadlocked_ingest", tmp_path / "data", superuser, DATABASE_URL=url)
    assert told["other_is_done"]
    assert told["attempts"] == 2, "no deadlock came about, or it was not overcome at once"
    assert told["stopped_by"] is None or not told["stopped_by"]
    assert (told["articles"], told["versions"]) == (1, 2)
