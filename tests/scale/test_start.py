"""What a start says where the setting, the server or the database is not as it should be."""

from __future__ import annotations

from pathlib import Path

from tests.keeping.archives import manage
from tests.scale.postgres import Server


def test_commands_name_the_setting_where_the_server_does_not_answer(tmp_path: Path) -> None:
    url = f"postgres://archive@{str(tmp_path).replace('/', '%2F')}/archive"
    done = manage(tmp_path, "index_stale", database=url, check=False)
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr and "Traceback" not in done.stderr


def test_a_database_that_is_not_there_is_named(postgres: Server, tmp_path: Path) -> None:
    done = manage(tmp_path, "prepare", "--no-pages", database=postgres.url("nowhere"), check=False)
    assert done.returncode == 1
    assert '"nowhere" does not exist' in done.stderr and "Traceback" not in done.stderr


def test_a_database_that_cannot_hold_chinese_is_refused_before_anything_is_made(
    postgres: Server, tmp_path: Path
) -> None:
    url = postgres.new_database("ENCODING 'LATIN1' LOCALE 'C'")
    done = manage(tmp_path, "prepare", "--no-pages", database=url, check=False)
    assert done.returncode == 1
    assert "LATIN1" in done.stderr and "UTF8" in done.stderr and "Traceback" not in done.stderr
    with postgres.connect(url.rsplit("/", 1)[1]) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
