"""Figures for Prometheus: what they say, and who is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from archive.models import Article, IngestRun
from archive.search.engine import IndexUnusable
from archive.search.indexing import index_stale
from archive.web import state_metrics
from tests.factories import make_article

pytestmark = pytest.mark.django_db
TOKEN = "0123456789abcdef0123"
ROOT = Path(__file__).resolve().parents[3]


def _read(client: Client) -> dict[tuple[str, str], float]:
    """(name, its labels as JSON) -> value."""
    text = client.get("/metrics").content.decode()
    return {
        (sample.name, json.dumps(sample.labels, sort_keys=True)): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _value(client: Client, name: str, **labels: str) -> float:
    return _read(client).get((name, json.dumps(labels, sort_keys=True)), 0.0)


def test_it_tells_how_far_the_index_is_behind(client: Client) -> None:
    make_article()
    assert _value(client, "archive_index_behind_articles") == 1
    index_stale()
    assert _value(client, "archive_index_behind_articles") == 0
    assert _value(client, "archive_index_state", state="ok") == 1


def test_it_tells_what_is_wrong_with_the_index(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_metrics, "index_problem", lambda: IndexUnusable("damaged", "torn"))
    assert _value(client, "archive_index_state", state="damaged") == 1
    assert _value(client, "archive_index_state", state="ok") == 0


def test_it_tells_what_became_of_the_inputs_of_all_runs(client: Client) -> None:
    IngestRun.objects.create(counts={"new": 2, "failed": 1}, state=IngestRun.State.FINISHED)
    IngestRun.objects.create(counts={"new": 3}, state=IngestRun.State.INTERRUPTED)
    assert _value(client, "archive_ingest_inputs_total", outcome="new") == 5
    assert _value(client, "archive_ingest_inputs_total", outcome="failed") == 1
    assert _value(client, "archive_ingest_inputs_total", outcome="reprint") == 0
    assert _value(client, "archive_ingest_runs", state="interrupted") == 1


def test_it_counts_searches_that_find_nothing_and_the_time_of_the_engine(client: Client) -> None:
    make_article()
    index_stale()
    before = _read(client)
    client.get("/search/?q=火星移民")
    client.get("/search/")
    none, engine = ("archive_searches_total", '{"found": "none"}'), ("archive_engine_seconds_count", "{}")
    after = _read(client)
    assert after[none] - before.get(none, 0) == 1
    assert after[engine] - before[engine] >= 2


def test_requests_are_counted_by_the_name_of_their_address_never_by_its_text(client: Client) -> None:
    before = _value(client, "archive_requests_seconds_count", view="other", status="4xx")
    client.get("/made/up/by/somebody")
    assert _value(client, "archive_requests_seconds_count", view="other", status="4xx") == before + 1
    assert "made" not in client.get("/metrics").content.decode()


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"])
def test_what_comes_through_a_proxy_of_this_machine_is_not_told(client: Client, header: str) -> None:
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize(("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("10.0.0.7", 404), ("", 404)])
def test_without_a_token_only_this_machine_is_told(client: Client, address: str, status: int) -> None:
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == status


@pytest.mark.parametrize(
    ("given", "status"),
    [(f"Bearer {TOKEN}", 200), ("Bearer wrong", 404), (TOKEN, 404), ("", 404), ("Bearer 编号", 404)],
)
def test_with_a_token_whoever_has_it_is_told_and_nobody_else(client: Client, settings, given: str, status: int) -> None:
    settings.METRICS_TOKEN = TOKEN
    asked = client.get("/metrics", HTTP_AUTHORIZATION=given, HTTP_X_FORWARDED_FOR="192.0.2.1", REMOTE_ADDR="10.0.0.7")
    assert asked.status_code == status


def test_a_worker_goes_on_with_the_counts_of_the_one_it_replaces(tmp_path: Path) -> None:
    """Three processes, two of them one after the other in one place: one sum, and no file more than places."""
    script = "from archive.metrics import SEARCHES, counted; SEARCHES.labels('none').inc()"
    for place in ("0", "1", "0"):
        env = {"PATH": os.environ["PATH"], "PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "ARCHIVE_WORKER_PLACE": place}
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, timeout=60, check=True)
    told = "from archive.metrics import counted\nfor m in counted():\n  for s in m.samples: print(s.name, s.value)"
    run = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=True
    )
    assert "archive_searches_total 3.0" in run.stdout
    assert len(list(tmp_path.glob("counter_*.db"))) == 2


def test_nothing_is_told_of_articles_themselves(client: Client) -> None:
    article = make_article()
    assert article.title not in client.get("/metrics").content.decode()
    assert Article.objects.count() == 1
