"""Kinds of event on pages that tell them in words of their own: type F1 only, as these pages carry no other label.

The pages were written and labelled without sight of the cue words, scored once, and tuned on afterwards;
`docs/extraction.md` gives the score of that first run.
"""

from __future__ import annotations

from archive.resolve.vocabulary import terms_by_code
from tests.quality.labelled_pages import PAGES, Answer, answer_file, load_floors, read_lines

UNSEEN_TYPES = PAGES / "unseen_types.jsonl"
_MANY_PAGES = 120


def _given(answer: Answer) -> set[str]:
    return {term["code"] for term in answer.record.get("event_types") or []}


def test_kinds_of_event_in_other_words_are_not_told_worse_than_agreed():
    answers = answer_file(UNSEEN_TYPES)
    pairs = [(_given(answer), set(answer.labels["event_types"])) for answer in answers]
    both = sum(len(got) + len(wanted) for got, wanted in pairs)
    f1 = 2 * sum(len(got & wanted) for got, wanted in pairs) / both
    print(f"\nunseen_types: type F1 {f1:.3f} of {len(answers)} pages")
    assert f1 >= load_floors("unseen_types")["type F1"]


def test_the_pages_carry_every_kind_of_event():
    lines = list(read_lines(UNSEEN_TYPES))
    assert len(lines) >= _MANY_PAGES
    assert len({line["id"] for line in lines}) == len(lines)
    assert {code for line in lines for code in line["labels"]["event_types"]} == set(terms_by_code("event_types"))
