"""Archives on disk for these tests: built once by the real commands in a process of their own, then copied."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from archive.keeping.places import Places

ROOT = Path(__file__).resolve().parents[2]

QUERIES = (
    "q=志愿",
    "q=社区&view=events",
    "q=%22志愿服务%22&sort=newest",
    "region=420000",
    "region=unknown",
    "type=training",
    "date=2013",
    "field=elder-care&by=published",
    "q=標題:志願 OR 正文:社區",
    "q=慰问 -社区&per_page=100",
    "",
)

_ASK = """
import json, os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
import django; django.setup()
from django.test import Client
client = Client(HTTP_HOST="localhost")
answers = {}
for query in json.load(sys.stdin):
    answer = client.get("/api/v1/search?" + query).json()
    del answer["took_ms"]
    answers[query] = answer
print(json.dumps(answers))
"""


def places_of(data: Path) -> Places:
    return Places(data=data, database=data / "archive.sqlite3", files=data / "files", index=data / "index")


def manage(data: Path, *words: str | Path, check: bool = True, database: str = "") -> subprocess.CompletedProcess[str]:
    """A command of the project on the archive in `data`, with its database there or at an address."""
    return run(data, "manage.py", *map(str, words), check=check, database=database)


def run(
    data: Path, *words: str, check: bool = True, said: str = "", database: str = ""
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, *words],
        # some ask more than a reader may
        env=os.environ | {"DATA_DIR": str(data), "API_RATE": "", "READER_RATE": "", "DATABASE_URL": database},
        cwd=ROOT,
        capture_output=True,
        text=True,
        input=said,
        check=False,
    )
    assert not check or done.returncode == 0, done.stderr[-3000:]
    return done


def ask(data: Path, database: str = "") -> dict[str, object]:
    """The answers to all queries, with hits and facets."""
    return json.loads(run(data, "-c", _ASK, said=json.dumps(QUERIES), database=database).stdout.splitlines()[-1])


def copy_archive(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target


def contents(data: Path) -> dict[str, bytes]:
    """Every file of an archive but locks, and the rows of its database instead of its bytes."""
    found = {
        str(path.relative_to(data)): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file() and path.suffix != ".lock" and not path.name.startswith("archive.sqlite3")
    }
    if (data / "archive.sqlite3").exists():
        found["archive.sqlite3"] = dump(data / "archive.sqlite3")
    return found


def dump(database: Path) -> bytes:
    """Rows and schema; indexes and triggers sorted, as a database that was vacuumed keeps them in another order."""
    with sqlite3.connect(database) as connection:
        said = list(connection.iterdump())
    connection.close()
    made = ("CREATE INDEX", "CREATE UNIQUE INDEX", "CREATE TRIGGER")
    rest = sorted(line for line in said if line.startswith(made))
    return "\n".join([*(line for line in said if not line.startswith(made)), *rest]).encode()


def start_ingest(data: Path) -> subprocess.Popen[bytes]:
    """The sample pages on their way into an archive."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "ingest", "samples", "--no-index"],
        env=os.environ | {"DATA_DIR": str(data)},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
