"""Every flag the readers and the extractor can set is said in words."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from archive.extract.damage import find_damage
from archive.web.presenters.flags import FLAG_WORDS, describe_flags

# Flags are written beside the word in the code of these rooms: `flags=("truncated",)`, `"masked": bool(...)`.
_CODE = re.compile(r'"([a-z]+(?:_[a-z]+)*)"')


def test_flags_named_in_the_rooms_that_set_them_have_words():
    named = set()
    for room in ("readers", "extract", "text"):
        for path in Path(settings.BASE_DIR, "archive", room).rglob("*.py"):
            for line in path.read_text(encoding="utf-8").splitlines():
                if re.search(r"\bflags\b|\bdoubts\b", line) and "flags=re" not in line:
                    named |= set(_CODE.findall(line))
    known = {"charset_guessed", "inline_pinyin", "mojibake", "entity_damage", "lost_characters", "mojibake_left"}
    assert named >= known
    assert sorted(named - set(FLAG_WORDS)) == []


def test_damage_left_in_a_text_has_words():
    flags = find_damage("志願服務推進會", "志願者×××在醫院為老人服務。", "hant")
    assert flags
    assert [words for words in describe_flags(flags) if words in flags] == []


def test_a_flag_of_tomorrow_is_shown_by_its_code():
    assert describe_flags(["from_the_future"]) == ["from_the_future"]
