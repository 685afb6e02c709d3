"""What the tests of the deploy kit share."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))


def tool(name: str, package: str) -> str:
    """The path of a program, or the test is skipped."""
    found = shutil.which(name, path=f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}:/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} is not on this machine ({package})")
    return found


def options(path: Path) -> list[tuple[str, str]]:
    """(name, value) of a unit's lines, in their order; repeated names are kept."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(name, value) for name, mark, value in (line.partition("=") for line in lines) if mark and name.isalpha()]


def example_settings() -> dict[str, str]:
    """What stands in the sample of settings, commented ones too."""
    text = (DEPLOY / "archive.env.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=(.*)$", text, re.MULTILINE))
