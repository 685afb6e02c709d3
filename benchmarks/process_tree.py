"""What a process and all it started cost: CPU seconds and memory, read from /proc while they run (Linux)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Usage:
    """`cpu` seconds, those of children that ended included; `memory` in MB, pages shared among processes counted once."""

    cpu: float
    memory: float


def usage_of(root: int) -> Usage:
    """Of a process and its descendants, as far as they still run."""
    cpu = memory = 0.0
    for process in (root, *_descendants(root)):
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        cpu += sum(map(int, fields[11:15])) / _TICKS
        memory += int(rollup.partition("Pss:")[2].split()[0]) / 1024
    return Usage(cpu=cpu, memory=memory)


def _descendants(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found, edge = [], [root]
    while edge:
        edge = [child for process in edge for child in parents.get(process, [])]
        found += edge
    return found
