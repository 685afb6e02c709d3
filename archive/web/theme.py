"""Light or dark, as a reader chose: kept in a cookie, so that the page comes in it and nothing flashes."""

from __future__ import annotations

from typing import Literal, get_args

from django.http import HttpRequest

Theme = Literal["auto", "light", "dark"]
COOKIE = "theme"
KEPT_SECONDS = 60 * 60 * 24 * 365


def known_theme(value: str) -> Theme:
    """`auto`, which is what the system asks for, unless `value` names another."""
    return value if value in get_args(Theme) else "auto"  # type: ignore[return-value]


def chosen_theme(request: HttpRequest) -> Theme:
    """What the reader chose."""
    return known_theme(request.COOKIES.get(COOKIE, ""))
