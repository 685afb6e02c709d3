"""An archive moves from SQLite to PostgreSQL and back by backup and restore, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.database import APPLICATION
from tests.keeping.archives import ask, copy_archive, manage, run
from tests.scale.killed_restores import STEPS
from tests.scale.postgres import Server


def tables(data: Path, database: str = "") -> dict[str, str]:
    return json.loads(run(data, "-m", "tests.scale.told", database=database).stdout.splitlines()[-1])


def small_archive(data: Path, number: int, database: str = "") -> Path:
    """An archive of a single page."""
    data.mkdir()
    page = data.parent / f"{number}.txt"
    page.write_text(
        f"第{number}次净滩活动举行\n\n发布时间:2021-06-0{number}\n\n江城市志愿者清理江滩。" * 3, encoding="utf-8"
    )
    manage(data, "prepare", "--pages", page, database=database)
    return data


def test_an_archive_moves_to_postgresql_and_back_as_it_was(
    postgres: Server,
    sample_archive: Path,
    sample_backup: Path,
    tmp_path: Path,
) -> None:
    """Where it lies: originals stay in their folder, only the rows move."""
    url, back = postgres.new_database(), tmp_path / "back"
    there = copy_archive(sample_archive, tmp_path / "there")
    manage(there, "restore", sample_backup, "--force", database=url)
    told = tables(sample_archive)
    assert tables(there, url) == told
    assert ask(there, url) == ask(sample_archive)
    manage(there, "verify_archive", database=url)
    manage(there, "backup", tmp_path / "back.tar", database=url)
    manage(back, "restore", tmp_path / "back.tar", "--no-index")
    assert tables(back) == told


def test_ids_are_not_given_out_again_by_the_other(postgres: Server, tmp_path: Path) -> None:
    data, url = small_archive(tmp_path / "data", 1), postgres.new_database()
    forget = "DELETE FROM archive_ingestoutcome; UPDATE sqlite_sequence SET seq = 4711 WHERE name = 'archive_article'"
    script = f"import sqlite3; sqlite3.connect({str(data / 'archive.sqlite3')!r}).executescript({forget!r})"
    run(data, "-c", script)
    manage(data, "backup", tmp_path / "b.tar")
    manage(tmp_path / "there", "restore", tmp_path / "b.tar", "--no-index", database=url)
    (tmp_path / "2.txt").write_text(
        "第2次净滩活动举行\n\n发布时间:2021-06-02\n\n江城市志愿者清理江滩。", encoding="utf-8"
    )
    manage(tmp_path / "there", "ingest", tmp_path / "2.txt", "--no-index", database=url)
    with postgres.connect(url.rsplit("/", 1)[1]) as connection:
        assert connection.execute("SELECT max(id) FROM archive_article").fetchone() == (4712,)


def test_a_restore_killed_at_any_step_leaves_the_old_archive_or_the_new_one(postgres: Server, tmp_path: Path) -> None:
    new = small_archive(tmp_path / "new", 1)
    manage(new, "backup", tmp_path / "new.tar")
    url = postgres.new_database()
    old = small_archive(tmp_path / "old", 2, url)
    done = run(old, "-m", "tests.scale.killed_restores", str(tmp_path / "new.tar"), database=url)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["new"] == tables(new) != told["old"]
    for step in STEPS:
        code, held, missing = told[step]
        assert code == -9, f"not killed {step}"
        assert held == told["new" if step == "when the new are in place" else "old"], step
        assert missing == [], f"originals are lost {step}"
    with postgres.connect(url.rsplit("/", 1)[1]) as connection:
        kept = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'replaced%' ORDER BY 1"
        schemas = [name for (name,) in connection.execute(kept).fetchall()]
        first = connection.execute(f"SELECT title FROM {schemas[0]}.archive_article").fetchall()
    assert first == [("第2次净滩活动举行",)], "the old archive was not kept"


def test_it_is_refused_while_another_program_uses_the_archive(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.new_database()
    data = small_archive(tmp_path / "data", 1, url)
    manage(data, "backup", tmp_path / "b.tar", database=url)
    before = tables(data, url)
    plain = manage(data, "restore", tmp_path / "b.tar", database=url, check=False)
    assert plain.returncode == 1 and "--force" in plain.stderr
    with postgres.connect(url.rsplit("/", 1)[1]) as connection:
        connection.execute("SELECT set_config('application_name', %s, false)", [APPLICATION])
        forced = manage(data, "restore", tmp_path / "b.tar", "--force", database=url, check=False)
    assert forced.returncode == 1 and "in use" in forced.stderr
    assert tables(data, url) == before


def test_verify_tells_of_a_guard_that_is_off_and_an_index_that_is_not_valid(postgres: Server, tmp_path: Path) -> None:
    url = postgres.new_database()
    data = small_archive(tmp_path / "data", 1, url)
    assert manage(data, "verify_archive", "--only", "database", database=url).returncode == 0
    with postgres.connect(url.rsplit("/", 1)[1]) as connection:
        connection.execute("ALTER TABLE archive_auditentry DISABLE TRIGGER audit_entry_never_deleted")
        connection.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'finding_in_doubt'::regclass")
    done = manage(data, "verify_archive", "--json", "--only", "database", database=url, check=False)
    problems = {(problem["code"], problem["subject"]) for problem in json.loads(done.stdout)["problems"]}
    assert problems == {("guard", "audit_entry_never_deleted"), ("damage", "postgresql")}
