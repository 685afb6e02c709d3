"""Files made to waste time or memory: each through reading and all stages, in a process of its own.

Memory is bounded closely. Time is printed, and bounded by what a process may use of the processor in all: ten or more times
what each takes on the machine of docs/extraction.md, so that what else a machine does at the time fails no test.
"""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = "7月7日，志愿者来到武汉市武昌区东湖边清理垃圾，共有五十人参加。" * 3
PAGE = f"<html><body><h1>志愿者清理河道</h1><p>{TEXT}</p></body></html>".encode()
MEASURE = """
import re, resource, sys, time
from pathlib import Path
from archive.ingest.stages import process_safely
from archive.readers.registry import read_bytes, read_pages
from archive.records import Page

def peak():
    # Not getrusage: what the parent had when it forked counts there.
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])

resource.setrlimit(resource.RLIMIT_CPU, (120, 120))  # the system ends what takes longer
warm = "2013年7月7日，志愿者来到武汉市武昌区看望老人。".encode()
for page in read_bytes(warm, name="a.txt"):
    process_safely(page)
resident = peak()
codes, slowest, began = set(), 0.0, time.process_time()
for number, item in enumerate(read_pages(Path(sys.argv[1]))):
    started = time.process_time()
    answer = process_safely(item) if isinstance(item, Page) and number < 50 else item
    slowest = max(slowest, time.process_time() - started)
    codes.add(getattr(answer, "code", "page"))
print(number + 1, slowest, time.process_time() - began, (peak() - resident) // 1024, *sorted(codes))
"""


def measure(path: Path) -> tuple[int, float, float, int, set[str]]:
    """Records, seconds of the slowest page, seconds of all, megabytes beyond those of one small page, and codes."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=600
    )
    count, slowest, whole, memory, *codes = run.stdout.split()
    return int(count), float(slowest), float(whole), int(memory), set(codes)


def mhtml_of_many_parts() -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
    part = b"--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: http://example.org/%d\r\n\r\n%b\r\n"
    return head + b"".join(part % (number, PAGE) for number in range(10_000)) + b"--x--\r\n"


def warc_record(number: int, length: int | None = None) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE
    size = len(answer) if length is None else length
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"WARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Target-URI: http://example.org/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {size}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def warc_of_lies() -> bytes:
    lengths = (0, 1, -5, 10**15, 300, 10**9, 10**20, 2**31)
    return b"".join(warc_record(number, length) for number, length in enumerate(lengths))


def zip_in_zip() -> bytes:
    inner = b""
    for depth in range(12):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("page.html", PAGE)
            if depth:
                file.writestr("inner.zip", inner)
        inner = out.getvalue()
    return inner


def gzip_of_zeros() -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as file:
        for _ in range(256):
            file.write(bytes(4 * 1024 * 1024))
    return out.getvalue()


def table_of_many_columns() -> bytes:
    names = ",".join(f"c{number}" for number in range(100_000))
    row = "志愿者,7月7日志愿者来到武汉市清理河道。," + ",".join(["志愿"] * 100_000)
    return f"title,content,{names}\n{row}\n{row}\n".encode()


def table_of_no_known_column() -> bytes:
    return (",".join(f"c{number}" for number in range(100_000)) + "\n").encode()


def lines_with_a_huge_one() -> bytes:
    short = json.dumps({"content": TEXT}, ensure_ascii=False)
    return f'{{"content": "{"x" * 50_000_000}"}}\n{short}\n'.encode()


def paragraphs_without_end() -> bytes:
    return ("<html><body>" + "<p>一" * 80_000).encode()


# name -> bytes, records expected, codes expected, megabytes
Case = tuple[Callable[[], bytes], int, set[str], int]
CASES: dict[str, Case] = {
    "parts.mhtml": (mhtml_of_many_parts, 1, {"page"}, 120),
    "lies.warc": (warc_of_lies, 11, {"page", "damaged", "truncated", "too_large"}, 100),
    "records.warc": (lambda: b"".join(map(warc_record, range(10_000))), 10_000, {"page"}, 50),
    "nested.zip": (zip_in_zip, 2, {"page", "nested"}, 50),
    "zeros.gz": (gzip_of_zeros, 1, {"too_large"}, 120),
    "columns.csv": (table_of_many_columns, 2, {"page"}, 200),
    "unknown.csv": (table_of_no_known_column, 1, {"bad_columns"}, 200),
    "long.jsonl": (lines_with_a_huge_one, 2, {"too_large", "page"}, 120),
    "p.html": (paragraphs_without_end, 1, {"page"}, 150),
    "line.txt": (lambda: (TEXT.replace("。", "，") * 11_000).encode()[:1_000_000], 1, {"page"}, 120),
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
@pytest.mark.parametrize("name", CASES)
def test_a_file_made_to_waste_time_is_read_within_bounds(name: str, tmp_path: Path) -> None:
    make, records, codes, most_memory = CASES[name]
    path = tmp_path / name
    path.write_bytes(make())
    count, slowest, whole, memory, found = measure(path)
    print(f"\n{name}: {count} records, {slowest:.2f} s a page, {whole:.2f} s, {memory} MB, {found}")
    assert (count, found) == (records, codes)
    assert memory < most_memory
