"""The labels of the sample archive and what the program makes of its pages, compared field by field.

`sample-labels.jsonl` is explained in `docs/sample-archive.md`. A field's score is the share of pages answered exactly as a
careful reader would; fields with several values at once (authors, types) are scored as F1 over all values.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from archive.export.extraction import extraction_record
from archive.ingest.stages import process_page
from archive.readers.registry import read_pages
from archive.records import Page, UnreadablePage
from archive.text.normalise import fold
from archive.text.script import to_simplified

PAGES = Path(__file__).resolve().parents[2] / "samples"
LABELS = Path(__file__).with_name("sample-labels.jsonl")

Label = dict[str, Any]
_SPACES_AND_QUOTES = re.compile(r"[\s“”\"'‘’「」『』()（）]")
_NO_CHARACTERS = re.compile(r"[\W_]")
_APPROXIMATE_DAYS = 10


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One page's label beside the program's answer in the public `extract` shape."""

    label: Label
    record: dict[str, Any]

    @property
    def file(self) -> str:
        return str(self.label["file"])


@cache
def load_labels() -> tuple[Label, ...]:
    """All labels, in the file's order."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def sample_files() -> list[Path]:
    """Every file of the sample archive that holds pages."""
    return sorted(path for path in PAGES.rglob("*") if path.is_file() and not path.name.startswith("."))


def read_samples() -> Iterator[tuple[str, Page | UnreadablePage]]:
    """Every page with the name its label uses: the path, and its place in a file of several pages."""
    for path in sample_files():
        for page in read_pages(path):
            yield page.name.removeprefix(f"{PAGES}/"), page


@cache
def answer_samples() -> tuple[Answer, ...]:
    """Run the pure stages over all samples."""
    labels = {label["file"]: label for label in load_labels()}
    answers = []
    for name, page in read_samples():
        assert isinstance(page, Page), page
        draft, findings = process_page(page)
        answers.append(Answer(label=labels[name], record=extraction_record(draft, findings, page_id=name)))
    return tuple(answers)


# --- what was answered and what is accepted, a field ---------------------------------------------------------------


def _even(text: str | None) -> str:
    """Script, spaces and kind of quotation marks are no part of a right answer."""
    return _SPACES_AND_QUOTES.sub("", to_simplified(text or ""))


def _title(answer: Answer) -> tuple[object, list[object]]:
    return _even(answer.record["title"]), [_even(answer.label["title"])]


def _published(answer: Answer) -> tuple[object, list[object]]:
    wanted = answer.label["published"]
    value = (answer.record["published"] or {}).get("value")
    # A page that states a minute must give the minute; one that states a day may not be given more than the day.
    return (value[:16] if value else None), [wanted]


def _source(answer: Answer) -> tuple[object, list[object]]:
    return _even(answer.record["original_source"]), [_even(answer.label["original_source"])]


def _editor(answer: Answer) -> tuple[object, list[object]]:
    return _even(answer.record["editor"]), [_even(answer.label["editor"])]


def _body(answer: Answer) -> tuple[object, list[object]]:
    """Where the body starts and ends; what menus, sign-offs and related lists leave behind shows at one of the two."""
    body = _characters(answer.record["body"])
    starts, ends = (_characters(answer.label[key]) for key in ("body_starts", "body_ends"))
    return (body[: len(starts)], body[-len(ends) :]), [(starts, ends)]


def _characters(text: str) -> str:
    return _NO_CHARACTERS.sub("", fold(to_simplified(text)))


def _page_class(answer: Answer) -> tuple[object, list[object]]:
    return answer.record["page_class"], [answer.label["page_class"]]


def _event(answer: Answer) -> tuple[object, list[object]]:
    main = next((date for date in answer.record["event_dates"] if date["role"] == "event"), None)
    accepted = [answer.label["event"], *answer.label.get("event_also", [])]
    given = event_notation(main)
    if given and any(_is_near(given, wanted) for wanted in accepted):
        return given, [given]
    return given, accepted


def event_notation(date: dict[str, Any] | None) -> str | None:
    """A found date as the labels write it: `2013-07-07`, `2013-07-05/2013-07-07`, `?-11-02`."""
    if date is None:
        return None
    if not date["start"]:
        return str(date["edtf"]).replace("XXXX", "?")
    return date["start"] if date["end"] in (None, date["start"]) else f"{date['start']}/{date['end']}"


def _is_near(given: str, wanted: str | None) -> bool:
    if not wanted or not wanted.startswith("~") or given.startswith("?"):
        return False
    distance = dt.date.fromisoformat(given[:10]) - dt.date.fromisoformat(wanted[1:])
    return abs(distance.days) <= _APPROXIMATE_DAYS


def _regions(answer: Answer) -> tuple[object, list[object]]:
    venues = {region["code"] for region in answer.record["regions"] if region["role"] == "venue"}
    return sorted(finest(venues)), [sorted(accepted) for accepted in answer.label["regions"]]


def finest(codes: set[str]) -> set[str]:
    """The codes without those of units that hold another one of them."""
    holders = {holder for code in codes for holder in (code[:2] + "0000", code[:4] + "00") if holder != code}
    return codes - holders


EXACT: dict[str, Callable[[Answer], tuple[object, list[object]]]] = {
    "title": _title,
    "published": _published,
    "original_source": _source,
    "editor": _editor,
    "body": _body,
    "page_class": _page_class,
    "event": _event,
    "regions": _regions,
}
OF_ALL_PAGES = {"page_class"}

SETS: dict[str, tuple[Callable[[dict[str, Any]], set[str]], Callable[[Label], set[str]]]] = {
    "authors": (lambda record: set(map(_even, record["authors"])), lambda label: set(map(_even, label["authors"]))),
    "event_types": (
        lambda record: {term["code"] for term in record["event_types"]},
        lambda label: set(label["event_types"]),
    ),
    "service_fields": (
        lambda record: {term["code"] for term in record["service_fields"]},
        lambda label: set(label["service_fields"]),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One wrong answer."""

    field: str
    file: str
    got: object
    wanted: object


def score_samples(answers: tuple[Answer, ...]) -> tuple[dict[str, float], list[Failure]]:
    """Score a field -> 0..1, and every wrong answer."""
    scores: dict[str, float] = {}
    failures: list[Failure] = []
    articles = tuple(answer for answer in answers if answer.label["page_class"] == "article")
    for field, answered in EXACT.items():
        asked = answers if field in OF_ALL_PAGES else articles
        wrong = [
            Failure(field=field, file=a.file, got=got, wanted=ok)
            for a in asked
            for got, ok in [answered(a)]
            if got not in ok
        ]
        scores[field] = 1 - len(wrong) / len(asked)
        failures += wrong
    for field, (given, wanted) in SETS.items():
        pairs = [(answer.file, given(answer.record), wanted(answer.label)) for answer in articles]
        common = sum(len(got & want) for _, got, want in pairs)
        scores[field] = 2 * common / sum(len(got) + len(want) for _, got, want in pairs)
        failures += [
            Failure(field=field, file=file, got=sorted(got), wanted=sorted(want))
            for file, got, want in pairs
            if got != want
        ]
    return scores, failures
