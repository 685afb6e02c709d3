"""An indexer killed at random moments: the next one catches up, nothing acknowledged is missing, nothing is left over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

KILLS = 25
ROOT = Path(__file__).resolve().parents[2]


def test_whatever_moment_an_indexer_dies_at_the_next_one_makes_the_index_whole(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.search.killed_indexer", str(KILLS), "17"],
        env=os.environ | {"DATA_DIR": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    said = json.loads(run.stdout.splitlines()[-1])
    assert said["wrong"] == []
    assert said["left"] == []
    assert said["kills"] == KILLS
    assert said["acknowledged"] >= KILLS // 2
