"""What every template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """`site_name`, as the operator set it."""
    return {"site_name": settings.SITE_NAME}
