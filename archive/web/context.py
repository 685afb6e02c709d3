"""What every template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from archive.web.theme import chosen_theme


def site(request: HttpRequest) -> dict[str, str]:
    """`site_name`, as the operator set it; `theme`: auto, light or dark, as the reader chose."""
    return {"site_name": settings.SITE_NAME, "theme": chosen_theme(request)}
