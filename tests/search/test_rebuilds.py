"""Searches while the index is rebuilt: every one is answered, and no count ever falls."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.search.asked_during_rebuilds import ARTICLES

ROOT = Path(__file__).resolve().parents[2]
REBUILDS = 6


@pytest.mark.skipif(not hasattr(os, "fork"), reason="rebuilds in a fork of the process that asks")
def test_searches_are_answered_and_counts_never_fall_while_the_index_is_rebuilt(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.search.asked_during_rebuilds", str(REBUILDS)],
        env=os.environ | {"DATA_DIR": str(tmp_path), "LOG_LEVEL": "ERROR"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["child"] == 0
    assert told["codes"] == [200]
    assert told["totals"] == sorted(told["totals"])
    assert told["totals"][0] >= ARTICLES
    assert told["totals"][-1] == ARTICLES + 5 * REBUILDS
    assert len(told["totals"]) >= 3, "hardly anything was asked"
