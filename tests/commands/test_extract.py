"""`manage.py extract`: one JSON object a line, in order, without a database."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

BODY = "11月6日,青禾社区举办志愿服务培训,全镇共计160多人参加培训。培训由市志愿服务联合会主办,大家认真听讲,收获很多。"


def page(page_id: str, body: str = BODY) -> bytes:
    content = f"社区举办志愿服务培训\n\n发布时间:2020-11-13 09:42\n\n{body}\n"
    line = {"id": page_id, "url": "http://example.org/1", "content": content, "content_type": "text/plain"}
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


def run(*args: str, stdin: bytes | None = None, monkeypatch=None) -> tuple[list[dict], int]:
    """The records on standard output, and the exit code."""
    out, code = io.StringIO(), 0
    if stdin is not None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
    try:
        call_command("extract", *args, stdout=out)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return [json.loads(line) for line in out.getvalue().splitlines()], code


def test_lines_come_back_in_order_with_their_ids(monkeypatch):
    records, code = run("--jsonl", stdin=page("b") + page("a") + page("c"), monkeypatch=monkeypatch)
    assert [record["id"] for record in records] == ["b", "a", "c"]
    assert code == 0


def test_a_page_comes_out_with_its_facts(monkeypatch):
    ((record,), _code) = run("--jsonl", stdin=page("a"), monkeypatch=monkeypatch)
    assert record["title"] == "社区举办志愿服务培训"
    assert record["event_dates"][0]["edtf"] == "2020-11-06"
    assert [row["code"] for row in record["event_types"]] == ["training"]
    assert record["headcounts"][0]["value"] == 160
    text = f"{record['title']}\n{record['body']}"
    first = record["event_dates"][0]
    assert text[first["start_offset"] : first["end_offset"]] == "11月6日"


def test_a_bad_line_is_an_error_in_its_place_and_the_exit_code_says_so(monkeypatch):
    records, code = run("--jsonl", stdin=page("a") + b"{no json\n" + page("c"), monkeypatch=monkeypatch)
    assert code == 1
    assert [record["id"] for record in records] == ["a", None, "c"]
    assert records[1]["error"].keys() == {"stage", "code", "reason"}
    assert "error" not in records[2]


def test_a_page_without_text_keeps_its_id_in_the_error(monkeypatch):
    line = json.dumps({"id": "empty", "content": "  ", "content_type": "text/plain"}).encode() + b"\n"
    records, code = run("--jsonl", stdin=line, monkeypatch=monkeypatch)
    assert code == 1
    assert records[0]["id"] == "empty"


def test_files_and_folders_are_read_and_a_missing_one_is_told(tmp_path: Path):
    (tmp_path / "a.txt").write_text(f"社区举办志愿服务培训\n\n{BODY}\n", encoding="utf-8")
    (tmp_path / "pages.jsonl").write_bytes(page("x"))
    records, code = run(str(tmp_path), str(tmp_path / "missing.txt"))
    assert code == 1
    assert [("error" in record) for record in records] == [False, False, True]
    assert records[1]["id"] == "x"
    assert records[2]["error"]["code"] == "missing"


def test_nothing_asked_is_bad_usage():
    with pytest.raises(CommandError) as error:
        call_command("extract")
    assert error.value.returncode == 2


def test_half_characters_do_not_break_the_line(monkeypatch):
    line = b'{"id":"\\ud800","content":' + json.dumps(BODY).encode() + b',"content_type":"text/plain"}\n' + page("b")
    records, _code = run("--jsonl", stdin=line, monkeypatch=monkeypatch)
    assert len(records) == 2
    assert records[1]["id"] == "b"


def test_a_page_can_be_explained_with_marks_evidence_and_losers(tmp_path: Path):
    text = BODY + "5月30日前报名,走进农村小学。"
    (tmp_path / "a.txt").write_text(f"社区举办志愿服务培训\n\n发布时间:2020-11-13\n\n{text}\n", encoding="utf-8")
    out = io.StringIO()
    call_command("extract", "--explain", str(tmp_path / "a.txt"), stdout=out)
    shown = out.getvalue()
    assert "\x1b[" not in shown, "no colours in a pipe"
    assert "青禾社区" in shown and "⟦" in shown
    chosen = next(line for line in shown.splitlines() if "2020-11-06" in line and "event" in line)
    assert "date_" in chosen and " v" in chosen
    assert any("农村小学" in line and "泛称" in line for line in shown.splitlines())
    plain = re.sub(r"⟦\d+ | \d+⟧", "", shown)
    assert text in plain, "without the marks the page reads as it is"


def test_explaining_tells_a_file_that_cannot_be_read(tmp_path: Path):
    out = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("extract", "--explain", str(tmp_path / "missing.txt"), stdout=out)
    assert stop.value.code == 1
    assert "missing.txt" in out.getvalue()


def test_what_would_steer_a_terminal_is_not_printed(tmp_path: Path):
    (tmp_path / "a.txt").write_text(f"培训\n\n{BODY}\x1b[2J\n", encoding="utf-8")
    out = io.StringIO()
    call_command("extract", "--explain", str(tmp_path / "a.txt"), stdout=out)
    assert "\x1b" not in out.getvalue()
