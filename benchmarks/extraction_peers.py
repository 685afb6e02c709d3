"""Side by side with other programs on the same pages, in the same run.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install -r benchmarks/requirements.txt
    /tmp/peers/bin/python benchmarks/extraction_peers.py --html FOLDER --labels FILE.jsonl [--labels …] [--markdown]

`--html`: a folder of pages with `labels.jsonl` (`file`, `title`, `published`). Title and day are right or wrong; the
body has no label: its length is compared with the median of all programs, and counts when it is within 0.6 to 1.4
of it. `--labels`: labelled page openings as in `tests/quality/pages`. The programs for places and dates get what they
are made for, a clean text: the title and the first 200 characters of the body as this project cut them, in simplified
characters, and the page's true date as their today. Right is a place of one of the accepted answers, at its finest
unit, and the event's exact first and last day.

Installs nothing; a program that is missing is left out and named. The project's own rows come from its own
interpreter (`--python`, by default `.venv/bin/python`).
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import importlib
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OWN = "this project"
TEXT_SHOWN = 200
NEAR = (0.6, 1.4)
_NO_PART = re.compile(r"[\W_]")

Json = dict[str, Any]
Place = tuple[str, ...]


@dataclass(kw_only=True)
class Result:
    """What one program answered on all pages, in their order, and the processor time each took."""

    name: str
    answers: list[Any] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def ask(self, call: Callable[[], Any]) -> None:
        """Add one answer; a program that raises has answered nothing."""
        started = time.process_time()
        try:
            answer = call()
        except Exception as error:  # other people's programs on broken pages
            print(f"{self.name}: {type(error).__name__}: {error}", file=sys.stderr)
            answer = None
        self.milliseconds.append((time.process_time() - started) * 1000)
        self.answers.append(answer)


# --- the project itself ------------------------------------------------------------------------------------------


def own_records(python: Path, lines: list[Json]) -> list[Json]:
    """`manage.py extract --jsonl` over pages, in their order."""
    given = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    command = [python, ROOT / "manage.py", "extract", "--jsonl"]
    run = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    return [json.loads(line) for line in run.stdout.splitlines()]


def own_cost(python: Path, paths: Iterable[Path], kind: str) -> list[float]:
    """The median of the milliseconds a page, as `extraction_cost.py` measures it in a fresh process."""
    command = [python, ROOT / "benchmarks" / "extraction_cost.py", *paths]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(run.stdout)[kind]["p50_ms"]]


# --- HTML: title, day, body --------------------------------------------------------------------------------------

Article = tuple[str, str, str]


def by_gne() -> Callable[[str], Article]:
    extractor = load("gne").GeneralNewsExtractor()

    def cut(html: str) -> Article:
        found = extractor.extract(html)
        return found["title"], found["publish_time"], found["content"]

    return cut


def by_trafilatura() -> Callable[[str], Article]:
    extract = load("trafilatura").bare_extraction

    def cut(html: str) -> Article:
        found = extract(html, with_metadata=True)
        return found.title or "", found.date or "", found.text or ""

    return cut


def by_readability() -> Callable[[str], Article]:
    document = load("readability").Document
    parse = load("lxml.html").fromstring

    def cut(html: str) -> Article:
        found = document(html)
        return found.short_title(), "", parse(found.summary()).text_content()

    return cut


CUTTERS = {"gne": by_gne, "trafilatura": by_trafilatura, "readability-lxml": by_readability}


def compare_html(folder: Path, python: Path) -> list[list[str]]:
    """One row a program: title, day, body, median milliseconds."""
    labels = [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    pages = [read_html(folder / label["file"]) for label in labels]
    results = [run_cutter(name, make, pages) for name, make in CUTTERS.items() if is_there(name)]
    lines = [{"id": str(number), "content": page, "content_type": "text/html"} for number, page in enumerate(pages)]
    own = Result(name=OWN, milliseconds=own_cost(python, [folder], "text/html"))
    own.answers = [own_article(record) for record in own_records(python, lines)]
    results.insert(0, own)
    lengths = [
        statistics.median(len(even(r.answers[n][2])) for r in results if r.answers[n]) for n in range(len(pages))
    ]
    return [html_row(result, labels, lengths) for result in results]


def run_cutter(name: str, make: Callable[[], Callable[[str], Article]], pages: list[str]) -> Result:
    result, cut = Result(name=labelled(name)), make()
    for page in pages:
        result.ask(lambda page=page: cut(page))
    return result


def own_article(record: Json) -> Article:
    published = (record.get("published") or {}).get("value") or ""
    return record.get("title") or "", published, record.get("body") or ""


def html_row(result: Result, labels: list[Json], lengths: list[float]) -> list[str]:
    title = day = body = 0
    for answer, label, length in zip(result.answers, labels, lengths, strict=True):
        found_title, found_day, found_body = answer or ("", "", "")
        title += even(found_title) == even(label["title"])
        day += bool(label["published"]) and day_of(found_day) == label["published"][:10]
        body += NEAR[0] <= len(even(found_body)) / max(1, length) <= NEAR[1]
    dated = any(answer and answer[1] for answer in result.answers)
    with_day = sum(1 for label in labels if label["published"])
    shown_day = f"{day}/{with_day}" if dated else "–"
    return [result.name, f"{title}/{len(labels)}", shown_day, f"{body}/{len(labels)}", median_ms(result)]


def read_html(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def day_of(text: str) -> str:
    """The first full date in a text, as 2013-07-07."""
    found = re.search(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", text or "")
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def even(text: str | None) -> str:
    return _NO_PART.sub("", text or "")


# --- places and dates in text ------------------------------------------------------------------------------------


def by_cpca() -> Callable[[str, Json], Place]:
    transform = load("cpca").transform

    def locate(text: str, _label: Json) -> Place:
        row = transform([text]).iloc[0]
        return tuple(str(row[level]) for level in ("省", "市", "区") if row[level] and str(row[level]) != "None")

    return locate


def by_jionlp_place() -> Callable[[str, Json], Place]:
    parse = load("jionlp").parse_location

    def locate(text: str, _label: Json) -> Place:
        found = parse(text)
        return tuple(found[level] for level in ("province", "city", "county") if found[level])

    return locate


def by_jionlp_day() -> Callable[[str, Json], str]:
    extract = load("jionlp").ner.extract_time

    def date(text: str, label: Json) -> str:
        today = label["published"] or "2026-01-01"
        year, month, day = (int(part) for part in today[:10].split("-"))
        for found in extract(text, time_base={"year": year, "month": month, "day": day}, with_parsing=True):
            if found["type"] in ("time_point", "time_span"):
                first, last = (str(moment)[:10] for moment in found["detail"]["time"])
                return first if first == last else f"{first}/{last}"
        return ""

    return date


def compare_text(path: Path, python: Path) -> tuple[list[list[str]], list[list[str]]]:
    """Rows of places, rows of dates."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    bare = [{key: value for key, value in line.items() if key != "labels"} for line in lines]
    asked = [
        (line["labels"], record)
        for line, record in zip(lines, own_records(python, bare), strict=True)
        if line["labels"]["relevant"]
    ]
    cost = own_cost(python, [path], "text/plain")
    return compare_places(asked, cost), compare_days(asked, cost)


def compare_places(asked: list[tuple[Json, Json]], cost: list[float]) -> list[list[str]]:
    units = load_units()
    pages = [
        (label, record)
        for label, record in asked
        if any(codes and "000000" not in codes for codes in label["regions"]) and not label["region_from_host_only"]
    ]
    own = Result(name=OWN, milliseconds=cost, answers=[own_place(record) for _, record in pages])
    results = [own, *ask_texts({"cpca": by_cpca, "cpca-linch": by_cpca, "jionlp": by_jionlp_place}, pages)]
    rows = []
    for result in results:
        hits = sum(
            is_place(answer or (), label, units) for answer, (label, _) in zip(result.answers, pages, strict=True)
        )
        rows.append([result.name, f"{hits}/{len(pages)}", f"{hits / len(pages):.3f}", median_ms(result)])
    return rows


def compare_days(asked: list[tuple[Json, Json]], cost: list[float]) -> list[list[str]]:
    pages = [(label, record) for label, record in asked if re.match(r"\d{4}-\d\d-\d\d", label["event"] or "")]
    own = Result(name=OWN, milliseconds=cost, answers=[own_day(record) for _, record in pages])
    rows = []
    for result in [own, *ask_texts({"jionlp": by_jionlp_day}, pages)]:
        hits = sum(
            answer in (label["event"], *label.get("event_also", []))
            for answer, (label, _) in zip(result.answers, pages, strict=True)
        )
        rows.append([result.name, f"{hits}/{len(pages)}", f"{hits / len(pages):.3f}", median_ms(result)])
    return rows


def ask_texts(makers: dict[str, Callable[[], Callable[..., Any]]], pages: list[tuple[Json, Json]]) -> list[Result]:
    results = []
    for name, make in makers.items():
        if not is_there(name):
            continue
        answer, result = make(), Result(name=labelled(name))
        for label, record in pages:
            text = simplified(f"{record.get('title') or ''} {record.get('body') or ''}")[:TEXT_SHOWN]
            result.ask(lambda answer=answer, text=text, label=label: answer(text, label))
        results.append(result)
    return results


def own_place(record: Json) -> Place:
    venue = next((region for region in record.get("regions") or [] if region["role"] == "venue"), None)
    return tuple(venue["path"]) if venue else ()


def own_day(record: Json) -> str:
    date = next((date for date in record.get("event_dates") or [] if date["role"] == "event"), None)
    if date is None or not date["start"]:
        return ""
    return date["start"] if date["end"] in (None, date["start"]) else f"{date['start']}/{date['end']}"


def is_place(place: Place, label: Json, units: dict[str, Place]) -> bool:
    """Whether the finest unit named, with its province, is a place of one of the accepted answers."""
    accepted = {(path[0], path[-1]) for codes in label["regions"] for code in codes if (path := units.get(code))}
    return bool(place) and (place[0], place[-1]) in accepted


def load_units() -> dict[str, Place]:
    """Code -> names from the province down, of the project's gazetteer."""
    table = ROOT / "archive" / "resolve" / "data" / "regions.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}

    def names(code: str) -> Place:
        row = rows[code]
        return (*(names(row["parent"]) if row["parent"] else ()), row["name"])

    return {code: names(code) for code in rows}


def simplified(text: str) -> str:
    try:
        return str(load("jionlp").tra2sim(text, mode="char"))
    except (ImportError, AttributeError):
        return text


# --- shown -------------------------------------------------------------------------------------------------------


def load(name: str) -> Any:
    """A program's module; what it prints about itself at import is no part of the tables."""
    with contextlib.redirect_stdout(sys.stderr):
        return importlib.import_module(name)


def is_there(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        print(f"{name} is not installed here and is left out", file=sys.stderr)
        return False
    return True


def labelled(name: str) -> str:
    return f"{name} {version(name)}"


def median_ms(result: Result) -> str:
    return f"{statistics.median(result.milliseconds):.1f}"


def show(title: str, head: list[str], rows: list[list[str]], *, markdown: bool) -> None:
    if markdown:
        print("| " + " | ".join([title, *head]) + " |\n|---|" + "---:|" * len(head))
        print("\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n")
        return
    for row in [[title, *head], *rows]:
        print(f"{row[0]:34s}" + "".join(f"{cell:>12s}" for cell in row[1:]))
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--html", type=Path)
    parser.add_argument("--labels", type=Path, action="append", default=[])
    parser.add_argument("--python", type=Path, default=ROOT / ".venv" / "bin" / "python")
    parser.add_argument("--markdown", action="store_true")
    given = parser.parse_args()
    if given.html:
        rows = compare_html(given.html, given.python)
        show("HTML pages", ["title", "day", "body", "ms a page"], rows, markdown=given.markdown)
    for path in given.labels:
        places, days = compare_text(path, given.python)
        show(f"place, {path.stem}", ["right", "share", "ms a page"], places, markdown=given.markdown)
        show(f"event day, {path.stem}", ["right", "share", "ms a page"], days, markdown=given.markdown)


if __name__ == "__main__":
    main()
