"""The API's documentation as a page one can try it on (Swagger UI, which django-ninja brings along)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from archive.api.application import api


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Everything on it comes from this site; its scripts stand in files."""
    return api.docs.render_page(request, api)
