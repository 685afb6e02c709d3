"""The settings a deployment runs with: complete in the sample, and clean before Django's own checks."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

from archive.env import Environment, read_environment
from tests.deploy.files import DEPLOY, ROOT, example_settings

SERVER = {"HOST", "PORT", "WEB_WORKERS"}


def _known() -> set[str]:
    return {field.name.upper() for field in dataclasses.fields(Environment)} | SERVER


def test_the_sample_has_every_setting_and_no_other() -> None:
    assert set(example_settings()) == _known()


def test_the_readme_has_every_setting() -> None:
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not [setting for setting in _known() if f"`{setting}`" not in text], name


def test_the_sample_is_accepted_with_all_its_examples(monkeypatch, tmp_path) -> None:
    for name, value in example_settings().items():
        if value:
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    environment = read_environment(ROOT)
    assert environment.https and environment.trusted_proxies == 1 and not environment.debug


def test_what_the_sample_shows_as_a_default_is_the_default(monkeypatch, tmp_path) -> None:
    text = (DEPLOY / "archive.env.example").read_text(encoding="utf-8")
    shown = {
        line.split("=")[0].removeprefix("# ") for line in text.splitlines() if line.startswith("# ") and "=" in line
    }
    examples = {"FETCH_CONTACT", "ORIGINALS_KEEP_DAYS", "DATABASE_URL"}
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    plain = read_environment(ROOT)
    for name, value in example_settings().items():
        if value and name not in SERVER and name in shown:
            monkeypatch.setenv(name, value)
    set_out = read_environment(ROOT)
    for field in dataclasses.fields(Environment):
        if field.name.upper() not in examples | {"LOG_LEVEL"}:
            assert getattr(set_out, field.name) == getattr(plain, field.name), field.name


def _check(data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    live = (DEPLOY / "archive.env.example").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in live if "=" in line and not line.startswith("#"))
    env = {"PATH": os.environ["PATH"], **given, "DATA_DIR": str(data), **more}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_django_finds_nothing_to_warn_of_in_a_deployment(tmp_path) -> None:
    run = _check(tmp_path)
    assert run.returncode == 0, run.stderr
    assert "no issues" in run.stdout


def test_django_warns_where_a_deployment_has_no_https(tmp_path) -> None:
    assert "security.W008" in _check(tmp_path, HTTPS="false").stderr


def test_https_without_a_proxy_is_refused_and_says_why(tmp_path) -> None:
    run = _check(tmp_path, TRUSTED_PROXIES="0")
    assert run.returncode != 0
    assert "Setting HTTPS is wrong" in run.stderr and "TRUSTED_PROXIES" in run.stderr
