"""Text stays readable: contrast by WCAG 2.2, 4.5 to 1 for every pair of colours that carry words, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

STYLES = Path(settings.BASE_DIR, "static", "css")
PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "mark"),
    ("ink", "accent-soft"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("muted", "accent-soft"),
    ("accent", "paper"),
    ("accent", "surface"),
    ("accent", "accent-soft"),
    ("on-accent", "accent"),
    ("link", "paper"),
    ("link", "surface"),
    ("link", "mark"),
    ("visited", "paper"),
    ("visited", "mark"),
    ("m-ink", "m0"),
    ("m-ink", "m1"),
    ("m-ink", "m2"),
    ("m-ink", "m3"),
    ("m-ink-deep", "m4"),
    ("m-ink-deep", "m5"),
]


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", css))


LIGHT = colours((STYLES / "tokens.css").read_text(encoding="utf-8"))
DARK = {**LIGHT, **colours((STYLES / "dark.css").read_text(encoding="utf-8"))}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(scheme, words, ground):
    darker, lighter = sorted((luminance(scheme[words]), luminance(scheme[ground])))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
