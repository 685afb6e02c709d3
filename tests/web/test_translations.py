from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
HOLE = re.compile(r"%\((\w+)\)")
CALLS = re.compile(r"\b(?:_|gettext|gettext_lazy)\(\s*\"([^\"]*[\u4e00-\u9fff][^\"]*)\"")
TAGS = re.compile(r"{%\s*translate\s+(?:\"([^\"]+)\"|'([^']+)')")


@pytest.fixture(scope="module")
def messages():
    return [message for message in read_po(CATALOGUE.open("rb"), locale="en") if message.id]


def texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def test_every_message_has_an_english_translation(messages):
    assert [message.id for message in messages if not all(texts(message.string)) or message.fuzzy] == []


def test_no_translation_is_still_chinese(messages):
    shown_as_example = {"临沂 座谈会 2025", "百步亭社区", "湖北", "武汉"}
    for message in messages:
        for text in texts(message.string):
            rest = re.sub("|".join(shown_as_example), "", text)
            assert not re.search(r"[\u4e00-\u9fff]", rest), message.id


def test_translations_fill_the_same_holes(messages):
    for message in messages:
        wanted = set(HOLE.findall(texts(message.id)[0]))
        for text in texts(message.string):
            assert set(HOLE.findall(text)) == wanted, message.id


def test_every_string_marked_in_pages_is_in_the_catalogue(messages):
    known = {text for message in messages for text in texts(message.id)}
    marked = set()
    for path in Path(settings.BASE_DIR, "archive").rglob("*.py"):
        marked |= set(CALLS.findall(path.read_text(encoding="utf-8")))
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        marked |= {left or right for left, right in TAGS.findall(path.read_text(encoding="utf-8"))}
    assert len(marked) > 200
    assert sorted(marked - known) == []
