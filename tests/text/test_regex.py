"""A pattern that is compiled on first use behaves as a compiled one."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archive.text import regex as module
from archive.text.regex import regex

ROOT = Path(__file__).resolve().parents[2]
COUNT = """
import re
compiled = []
true = re.compile
re.compile = lambda pattern, flags=0: compiled.append(pattern) or true(pattern, flags)
import archive.readers.registry, archive.extract.article, archive.resolve.findings
print(sum(len(pattern) for pattern in compiled))
"""


def test_it_matches_as_a_compiled_pattern_does():
    pattern = regex(r"(?P<day>\d+)日", re.I)
    assert pattern.search("7日")["day"] == "7"
    assert [match.span() for match in pattern.finditer("7日8日")] == [(0, 2), (2, 4)]
    assert pattern.sub("", "7日晴") == "晴"
    assert (pattern.pattern, pattern.flags & re.I) == (r"(?P<day>\d+)日", re.I)


def test_it_is_compiled_once_for_each_method(monkeypatch: pytest.MonkeyPatch):
    compiled = []
    parse = module._parser.parse
    monkeypatch.setattr(module._parser, "parse", lambda *source: compiled.append(source) or parse(*source))
    pattern = regex("once|and again")
    assert not compiled
    for _ in range(3):
        assert pattern.search("once")
    assert len(compiled) == 1


def test_a_mistake_in_it_is_told_on_first_use():
    with pytest.raises(re.error):
        regex("(").search("")


def test_it_can_be_copied():
    assert copy.copy(regex("a")).search("a")


def test_the_pure_stages_compile_next_to_nothing_when_imported():
    done = subprocess.run([sys.executable, "-c", COUNT], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 10_000


def test_a_python_nobody_has_looked_into_compiles_as_it_does_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KNOWN_PROGRAMS", False)
    monkeypatch.setattr(module, "_compile_tree", None)
    assert regex("(?:乙|丙|丁)+甲{2}").search("子乙丙甲甲").span() == (1, 5)
