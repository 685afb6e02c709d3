"""Settings come from the environment; a wrong one stops the start with its name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.env import read_environment
from archive.errors import SettingError

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    for name in ("LANGUAGE_CODE", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("SECRET_KEY", "short"),
        ("DATA_DIR", "/dev/null/archive"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "postgres://localhost"),
        ("DATABASE_URL", "postgres://localhost:port/x"),
        ("SEARCH_URL", "solr://localhost"),
        ("SEARCH_URL", "opensearch://localhost:9200"),
        ("SEARCH_URL", "opensearch://localhost:99999/archive"),
        ("SEARCH_URL", "opensearch://localhost/Archive"),
        ("SEARCH_URL", "opensearch://localhost/archive?shards=0"),
        ("SEARCH_URL", "opensearch://localhost/archive?colour=red"),
        ("SEARCH_URL", "opensearch+https://localhost/archive?ca=/no/such/file"),
        ("SEARCH_FRESHNESS", "-1"),
        ("TRUSTED_PROXIES", "-1"),
        ("HTTPS", "maybe"),
        ("HTTPS", "true"),
        ("HSTS_SECONDS", "-1"),
        ("METRICS_TOKEN", "short"),
        ("METRICS_TOKEN", "a b" * 10),
        ("SLOW_REQUEST_SECONDS", "-1"),
        ("SLOW_QUERY_SECONDS", "601"),
        ("SITE_NAME", "x" * 61),
        ("TIME_ZONE", "Mars/Olympus"),
        ("LANGUAGE_CODE", "fr"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "LOUD"),
        ("FETCH_CONTACT", "a@b.example\nX: y"),
        ("FETCH_CONTACT", "编辑部"),
        ("FETCH_PAUSE", "-1"),
        ("FETCH_SECONDS", "0"),
        ("FETCH_MEGABYTES", "21"),
        ("FETCH_ALLOW_PRIVATE", "maybe"),
        ("ORIGINALS_KEEP_DAYS", "-1"),
        ("STAFF_SECOND_FACTOR", "yes"),
    ],
)
def test_a_wrong_value_names_its_variable_and_what_it_accepts(folder, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError) as caught:
        read_environment(ROOT)
    assert list(caught.value.problems) == [name]
    assert "accepted" in caught.value.problems[name] or "Length" in caught.value.problems[name]


def test_all_wrong_values_are_named_at_once(folder, monkeypatch):
    monkeypatch.setenv("DEBUG", "maybe")
    monkeypatch.setenv("TIME_ZONE", "nowhere")
    with pytest.raises(SettingError) as caught:
        read_environment(ROOT)
    assert set(caught.value.problems) == {"DEBUG", "TIME_ZONE"}


def test_defaults_need_no_environment_at_all(folder):
    environment = read_environment(ROOT)
    assert environment.language_code == "zh-hans"
    assert environment.time_zone == "Asia/Shanghai"
    assert environment.data_dir == folder


def test_the_default_folder_is_made(monkeypatch, tmp_path):
    monkeypatch.delenv("DATA_DIR")
    assert read_environment(tmp_path).data_dir == tmp_path / "var"
    assert (tmp_path / "var").is_dir()


def test_the_start_stops_with_a_plain_line_and_no_traceback(folder):
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "TIME_ZONE": "Mars/Olympus"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode != 0
    assert run.stderr.strip() == "Setting TIME_ZONE is wrong: accepted: an IANA time zone such as Asia/Shanghai"


def test_a_secret_key_is_made_once_and_kept(folder):
    script = "from django.conf import settings; print(settings.SECRET_KEY)"
    env = {k: v for k, v in os.environ.items() if k != "SECRET_KEY"} | {"DJANGO_SETTINGS_MODULE": "archive.settings"}
    keys = [
        subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=True
        ).stdout
        for _start in range(2)
    ]
    assert keys[0] == keys[1] and len(keys[0].strip()) >= 48
    assert (folder / "secret_key").stat().st_mode & 0o077 == 0
