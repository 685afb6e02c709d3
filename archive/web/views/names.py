"""Sources, programmes and organisations: lists that can be looked through by name, and the page of each source."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import Source
from archive.search.facet_params import facet_from_params
from archive.search.facets import FACET_BY_NAME
from archive.search.portrait import read_portrait
from archive.search.query import SearchQuery
from archive.search.run import count_facet
from archive.web.presenters.name_list import present_names
from archive.web.presenters.organisation_list import present_organisations
from archive.web.presenters.source_page import kinds_of_sources, present_source


@require_safe
def sources_page(request: HttpRequest) -> HttpResponse:
    """Who published what the archive holds."""
    page = facet_from_params("source", _only(request, "find", "offset"))
    assert page is not None
    names = present_names(page, _("来源"), labels=kinds_of_sources(page), has_pages=True)
    return render(request, "browse/names.html", {"page": names})


@require_safe
def source_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One source: what it published, when and of what."""
    source = Source.objects.select_related("home_region").prefetch_related("hosts").filter(pk=min(pk, 2**62)).first()
    portrait = read_portrait(SearchQuery(source=(str(pk),)))
    if source is None or not portrait.found.total:
        raise Http404(pk)
    return render(request, "browse/source.html", {"page": present_source(source, portrait)})


@require_safe
def programmes_page(request: HttpRequest) -> HttpResponse:
    """Programmes and brands that articles name."""
    page = facet_from_params("programme", _only(request, "find", "offset"))
    assert page is not None
    return render(request, "browse/names.html", {"page": present_names(page, _("项目与品牌"))})


@require_safe
def organisations_page(request: HttpRequest) -> HttpResponse:
    """Organisations that articles name, all, of one kind, or those whose name fits."""
    page = facet_from_params("org", _only(request, "find", "offset"))
    assert page is not None
    names = count_facet(SearchQuery(), FACET_BY_NAME["org"])
    kind = request.GET.get("kind", "")
    return render(request, "browse/names.html", {"page": present_organisations(page, names, kind)})


def _only(request: HttpRequest, *keys: str) -> QueryDict:
    """Those parameters alone: these lists are of the whole archive, whatever else an address says."""
    kept = QueryDict(mutable=True)
    for key in keys:
        kept[key] = request.GET.get(key, "")
    return kept
