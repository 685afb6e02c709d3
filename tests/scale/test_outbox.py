"""Several indexers drain one PostgreSQL archive: every change arrives, and no article is in two hands at a time."""

from __future__ import annotations

from pathlib import Path

from tests.ingest.test_crashes import run_script
from tests.scale.postgres import Server

INDEXERS, KILLS = 3, 10


def test_indexers_at_once_lose_no_change_and_never_write_one_article_together(postgres: Server, tmp_path: Path) -> None:
    database = {"DATABASE_URL": postgres.new_database()}
    told = run_script("tests.scale.several_indexers", tmp_path / "data", INDEXERS, KILLS, 2021, **database)
    assert told["changing"] == 0, "changes of articles failed for the indexers' sake"
    assert (told["killed"], told["writers"] > INDEXERS) == (KILLS, True)
    assert told["changed"] > 100
    assert told["behind"] == 0, "articles wait that nobody takes"
    assert told["same"], "the engine holds another revision than the database"
    assert told["in_two_hands"] == []
