"""Kinds of event and fields of service."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.models import EventType, ServiceField
from archive.search.portrait import read_portrait
from archive.search.query import SearchQuery
from archive.search.run import count_facets
from archive.web.presenters.term_pages import present_term, present_terms


@require_safe
def types_page(request: HttpRequest) -> HttpResponse:
    """Both vocabularies with counts."""
    counts = count_facets(SearchQuery(), ("type", "field")).counts
    types = present_terms(EventType.objects.all(), counts["type"], "type")
    fields = present_terms(ServiceField.objects.all(), counts["field"], "field")
    return render(request, "browse/types.html", {"types": types, "fields": fields})


@require_safe
def type_page(request: HttpRequest, code: str) -> HttpResponse:
    """One kind of event."""
    term = EventType.objects.filter(pk=code).first()
    if term is None:
        raise Http404(code)
    portrait = read_portrait(SearchQuery(type=(code,)))
    return render(request, "browse/term.html", {"page": present_term(term, portrait, "type")})


@require_safe
def field_page(request: HttpRequest, code: str) -> HttpResponse:
    """One field of service."""
    term = ServiceField.objects.filter(pk=code).first()
    if term is None:
        raise Http404(code)
    portrait = read_portrait(SearchQuery(field=(code,)))
    return render(request, "browse/term.html", {"page": present_term(term, portrait, "field")})
