"""The walls of the house stand where docs/architecture.md says."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(p for p in (ROOT / "archive").rglob("*.py") if "migrations" not in p.parts)
ALLOWED_TOP = {
    "manage.py",
    "archive",
    "templates",
    "static",
    "requirements.txt",
    "requirements-dev.txt",
    "tests",
    "docs",
    "samples",
    "deploy",
    "benchmarks",
    "Makefile",
    "pyproject.toml",
    "README.md",
    "README.zh.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
}
VAGUE_NAMES = {"utils", "util", "helpers", "common", "misc", "core", "manager"}


def test_layer_contracts_hold():
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_pure_stages_load_without_the_heavy_rooms_few_pages_need():
    loaded = "import sys; import archive.ingest.stages, archive.readers.registry; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"numpy", "pypdf", "mammoth", "email", "django"} & set(run.stdout.split())


def test_the_top_level_holds_nothing_unnamed():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in listed.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= ALLOWED_TOP


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_stays_readable(path: Path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 400
    assert path.stem not in VAGUE_NAMES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 40, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", [p for p in SOURCES if p.stat().st_size], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_says_what_it_is_for(path: Path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), "no module docstring"
