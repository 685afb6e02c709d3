"""What the gazetteer costs in memory, measured in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT_MB = 60

MEASURE = """
import gc, sys
sys.path.insert(0, sys.argv[1])
from benchmarks.extraction_cost import resident_mb
from archive.resolve.gazetteer import load_gazetteer
import archive.ingest.stages
gc.collect()
before = resident_mb()
gazetteer = load_gazetteer()
list(gazetteer.find("湖北省武汉市江岸区"))
print(resident_mb() - before)
"""


def test_the_gazetteer_takes_less_than_its_share_of_memory() -> None:
    out = subprocess.run(
        [sys.executable, "-c", MEASURE, str(ROOT)], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert 1 < float(out.stdout) <= LIMIT_MB
