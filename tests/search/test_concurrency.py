"""Two processes search without an error while a third writes, and see every commit."""

from __future__ import annotations

from pathlib import Path

from benchmarks.concurrency import Load, document, run
from benchmarks.search_ours import Ours

ARTICLES = 300
SECONDS = 5.0
MIN_COMMITS = 3


def test_readers_see_every_commit_and_no_error_while_one_process_writes(tmp_path: Path) -> None:
    items = [
        {
            "title": f"第{number}次清理江滩行动在武汉举行",
            "text": f"志愿者{number}号今天来到武汉江滩清理垃圾，大家都很高兴。" * 3,
        }
        for number in range(ARTICLES)
    ]
    Ours(tmp_path).add([document(number, item) for number, item in enumerate(items, start=1)])
    found = run(tmp_path, Load(items=items, count=ARTICLES, seconds=SECONDS, pause=0.05))
    writer = found["writer"]
    assert writer["errors"] == []
    assert len(writer["commits"]) >= MIN_COMMITS
    for reader in found["readers"]:
        assert reader["errors"] == []
        assert reader["taken"]
        assert list(reader["seen"]) == list(writer["commits"])
        for number, when in reader["seen"].items():
            begun, _done = writer["commits"][number]
            assert when > begun
