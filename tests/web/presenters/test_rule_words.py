from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings

from archive.extract.article import extract_article
from archive.readers.registry import read_pages
from archive.records import Page
from archive.resolve.findings import resolve_findings
from archive.text.personal_data import PersonalKind
from archive.web.presenters.personal_words import PERSONAL_WORDS
from archive.web.presenters.rule_words import describe_confidence, describe_rule, describe_stated_rule

ARCHIVE = Path(settings.BASE_DIR, "archive")
HAN = re.compile(r"[一-鿿]")


def test_every_rule_that_speaks_on_the_sample_pages_has_words():
    rules, stated = set(), set()
    for path in sorted(Path(settings.BASE_DIR, "samples").rglob("*.*")):
        if path.suffix not in {".txt", ".html"}:
            continue
        for page in read_pages(path):
            if isinstance(page, Page):
                draft = extract_article(page)
                rules |= {finding.rule for finding in resolve_findings(draft) if finding.kind != "personal_data"}
                stated |= {date.rule for date in (draft.published, draft.original_published) if date}
    assert len(rules) > 50
    assert sorted(rule for rule in rules if not HAN.search(describe_rule(rule))) == []
    assert sorted(rule for rule in stated if not HAN.search(describe_stated_rule(rule))) == []


def test_every_frame_of_a_place_has_words():
    """The rules are what the frames' functions return, alone or first of three."""
    names = set()
    for node in ast.walk(ast.parse((ARCHIVE / "resolve/region/frames.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Tuple) and len(node.elts) == 3 and isinstance(node.elts[0], ast.Constant):
            names.add(node.elts[0].value)
    names = {name for name in names if isinstance(name, str)}
    assert len(names) > 20
    assert sorted(name for name in names if not HAN.search(describe_rule(f"region-{name}"))) == []


def test_what_is_inferred_from_the_publishers_home_says_so():
    assert "我市" in describe_rule("region-ours-imprint")
    assert "学校" in describe_rule("region-school-site")


def test_a_rule_without_words_is_shown_by_its_code():
    assert describe_rule("region-new-thing") == "region-new-thing"
    assert describe_rule("new_thing") == "new_thing"
    assert describe_stated_rule("new_thing") == "new_thing"


def test_metadata_is_named():
    assert describe_stated_rule("meta:pubdate") == "网页元数据 pubdate"
    assert describe_stated_rule("json_ld:datePublished") == "网页元数据 JSON-LD datePublished"


@pytest.mark.parametrize(("number", "words"), [(0.95, "很有把握 0.95"), (0.8, "较有把握 0.80"), (0.3, "把握不大 0.30")])
def test_confidence_is_said_in_words_and_as_a_number(number, words):
    assert describe_confidence(number) == words


def test_every_kind_of_personal_data_has_its_words() -> None:
    assert set(PERSONAL_WORDS) == set(get_args(PersonalKind))
    assert all(HAN.search(describe_rule(f"personal_{kind}")) for kind in PERSONAL_WORDS)
