"""Every benchmark named exists and takes the arguments it is given."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from benchmarks.all import commands, is_done, run

COMMANDS = commands("corpus.jsonl", Path("/tmp/folder"))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_benchmark_knows_its_arguments(name: str, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    module = importlib.import_module(f"benchmarks.{COMMANDS[name][0]}")
    monkeypatch.setattr(sys, "argv", ["benchmark", *COMMANDS[name][1:], "--no-such-argument"])
    with pytest.raises(SystemExit):
        module.main()
    assert "unrecognized arguments: --no-such-argument\n" in capsys.readouterr().err


def test_only_a_benchmark_that_ended_well_counts_as_done(tmp_path: Path) -> None:
    log = tmp_path / "extra.md"
    assert not is_done(log)
    assert not run("extra", ["no_such_benchmark"], tmp_path)
    assert not is_done(log)
    log.write_text("| a table |\n\nended well, after 3 s\n")
    assert is_done(log)
