"""The systemd units: systemd accepts them, they are hardened, and what they start is really there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.files import ROOT, TIMERS, UNITS, options, tool

HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "User": "archive",
}
_AT_MOST = 30
"""Tenths of systemd's exposure level: below 3.0 is "OK" to "safe"; a service without hardening has 9.6."""

by_name = pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)


def test_there_is_one_for_each_thing_that_runs() -> None:
    assert {path.stem for path in UNITS} == {
        f"archive-{name}" for name in ("web", "indexer", "jobs", "prepare", "fetch-feeds", "apply-retention", "backup")
    }
    assert {path.stem for path in TIMERS} == {f"archive-{n}" for n in ("fetch-feeds", "apply-retention", "backup")}


def test_systemd_accepts_them(tmp_path: Path) -> None:
    """With the checkout's path put in, so that systemd finds the programs as well."""
    analyze = tool("systemd-analyze", "Debian's package systemd")
    for path in (*UNITS, *TIMERS):
        text = path.read_text(encoding="utf-8").replace("/srv/archive/.venv/bin/", f"{Path(sys.executable).parent}/")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    names = sorted(str(path) for path in tmp_path.iterdir())
    run = subprocess.run(
        [analyze, "verify", "--man=no", *names], capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


@by_name
def test_each_is_hardened(unit: Path) -> None:
    found = dict(options(unit))
    assert {name: found.get(name) for name in HARDENED} == HARDENED


@by_name
def test_systemd_finds_little_exposed(unit: Path) -> None:
    analyze = tool("systemd-analyze", "Debian's package systemd")
    command = [analyze, "security", "--offline=yes", f"--threshold={_AT_MOST}", "--no-pager", str(unit)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@by_name
def test_what_it_starts_is_really_there(unit: Path, tmp_path: Path) -> None:
    """gunicorn reads its configuration and loads the site; a command of manage.py knows the options it is given."""
    command = _started(unit)
    if command[0].endswith("gunicorn"):
        command.insert(1, "--check-config")
    else:
        command.append("--help")
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr
    for option in (word for word in command[1:] if word.startswith("--") and "manage.py" in command):
        assert option in run.stdout, f"{unit.name} gives {option}"


def test_the_backup_unit_makes_a_backup(tmp_path: Path) -> None:
    """The very line of the unit, shell and date included."""
    line = dict(options(next(path for path in UNITS if path.stem == "archive-backup")))["ExecStart"]
    command = shlex.split(line.replace("%%", "%").replace("/srv/archive/.venv/bin/python", sys.executable))
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), "BACKUP_DIR": str(tmp_path)}
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    for step in (migrate, command):
        run = subprocess.run(step, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
        assert run.returncode == 0, run.stderr
    (made,) = tmp_path.glob("archive-*.tar")
    assert re.fullmatch(r"archive-\d{4}-\d\d-\d\dT\d{4}\.tar", made.name)


@pytest.mark.parametrize("timer", TIMERS, ids=lambda path: path.stem)
def test_each_timer_has_a_time_systemd_understands(timer: Path) -> None:
    analyze = tool("systemd-analyze", "Debian's package systemd")
    when = dict(options(timer))["OnCalendar"]
    run = subprocess.run([analyze, "calendar", when], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr


def _started(unit: Path) -> list[str]:
    line = dict(options(unit))["ExecStart"]
    command = shlex.split(line)
    if command[0] == "/bin/sh":
        command = shlex.split(command[2].removeprefix("exec "))
    assert command[0].startswith("/srv/archive/.venv/bin/")
    return [str(Path(sys.executable).with_name(Path(command[0]).name)), *command[1:]]
