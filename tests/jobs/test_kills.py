"""Several workers, and workers killed at random moments: one gets the job, and each step is done once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.jobs.killed_worker import STEPS

KILLS = 8
ROOT = Path(__file__).resolve().parents[2]


def test_one_worker_gets_a_job_and_no_step_is_lost_or_done_twice(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.jobs.killed_worker", str(KILLS), "7"],
        env=os.environ | {"DATA_DIR": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    said = json.loads(run.stdout.splitlines()[-1])
    assert said["winners"] == 1
    assert (said["state"], said["done"], said["whole"]) == ("finished", STEPS, True)
    assert said["acknowledged"] > 0
