"""Every example of docs/api.md is asked of the sample archive, and the answer holds what the page says."""

from __future__ import annotations

import io
import json
import re
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.management import call_command

from archive.ingest.run import ingest_files
from archive.search.indexing import index_stale
from archive.search.labels import forget_labels

PAGE = Path(site.BASE_DIR, "docs", "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^    GET (\S+)\n(?:\n```json\n(.*?)```)?", PAGE, re.MULTILINE | re.DOTALL)
PROGRAM = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]


@pytest.fixture
def samples(settings, tmp_path, db):
    settings.DATA_DIR, settings.FILES_DIR = tmp_path, tmp_path / "files"
    call_command("load_vocabularies", verbosity=0)
    forget_labels()
    ingest_files([str(Path(site.BASE_DIR, "samples"))])
    index_stale()


def holds(answer: Any, shown: Any) -> bool:
    """Whether an answer has all that is shown: keys of objects, and elements of lists in any place."""
    if isinstance(shown, dict):
        return isinstance(answer, dict) and all(
            key in answer and holds(answer[key], value) for key, value in shown.items()
        )
    if isinstance(shown, list) and shown:
        return isinstance(answer, list) and all(any(holds(one, value) for one in answer) for value in shown)
    return answer == shown


def test_every_example_is_answered_as_shown(client, samples):
    assert len(EXAMPLES) >= 8
    for address, shown in EXAMPLES:
        response = client.get(address)
        assert response.status_code in (200, 404), address
        if shown:
            assert holds(response.json(), json.loads(shown)), (address, response.json())


def test_the_program_runs_as_written(client, samples, monkeypatch, capsys):
    monkeypatch.setattr(urllib.request, "urlopen", lambda address: io.BytesIO(client.get(address).content))
    exec(compile(PROGRAM, "docs/api.md", "exec"), {})
    assert re.search(r"^\d{4}-\d{2}-\d{2} \S+", capsys.readouterr().out, re.MULTILINE)
