"""Type-ahead for the fields of the review screen: what fits what is being typed, as JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from archive.admin.review.entry import for_reviewers
from archive.review.values import find_values


@require_safe
@for_reviewers
def values_page(request: HttpRequest) -> HttpResponse:
    """`?kind=region&q=wuhan`: at most ten values, best first."""
    found = find_values(request.GET.get("kind", ""), request.GET.get("q", ""))
    values = [{"value": one.value, "label": one.label, "within": one.within} for one in found]
    response = JsonResponse({"values": values})
    response.headers["Cache-Control"] = "private, no-store"
    return response
