"""Organisations and programmes as articles name them: a list with counts, likely spellings of one, and their merging.

The list is the facet's, so its counts are those readers see; a merge is seen there when the index has caught up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.admin.read_only import staff_of
from archive.models import NameAlias, NameKind
from archive.review.names import merge_names, spellings
from archive.search.engine import IndexUnusable
from archive.search.facets import FACET_BY_NAME
from archive.search.name_variants import Group, variants_of
from archive.search.query import UNKNOWN, SearchQuery
from archive.search.run import count_facet
from archive.text.name_code import name_code
from archive.text.normalise import fold


class _Row(NamedTuple):
    """A name with the articles that readers find under it, and what is merged into it."""

    name: str
    articles: int
    aliases: Sequence[NameAlias]
    query: str


_FACETS = {NameKind.ORGANISATION: "org", NameKind.PROGRAMME: "programme"}
_A_PAGE = 50
_MOST_NAMES = 30
"""Merged at once: beyond that nobody reads what they merge."""


def names_page(request: HttpRequest) -> HttpResponse:
    """The names of a kind, the commonest first, all or those that fit `find`; or groups that may be one."""
    if not request.user.has_perm("archive.view_namealias"):
        raise PermissionDenied
    kind = _kind_of(request)
    alike = request.GET.get("show") == "alike"
    names = _counted(request, kind)
    groups = variants_of(kind, names) if alike else _each_alone(names)
    find = request.GET.get("find", "")[:80].strip()
    if find:
        groups = [group for group in groups if any(fold(find) in fold(name) for name, _count in group)]
    page = Paginator(groups, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("机构与项目名称"),
        "page": page,
        "groups": _with_spellings(kind, list(page)),
        "alike": alike,
        "find": find,
    }
    return _show(request, "admin/names/page.html", kind, context)


def merge_page(request: HttpRequest) -> HttpResponse:
    """What a merge of the names in the address would touch; sent, the merge itself under the main name chosen."""
    if not request.user.has_perm("archive.add_namealias"):
        raise PermissionDenied
    kind = _kind_of(request)
    names = list(dict.fromkeys(name for name in map(name_code, request.GET.getlist("name")) if name))
    if not 1 <= len(names) <= _MOST_NAMES:
        messages.warning(request, _("请选择 1 到 %(most)d 个名称") % {"most": _MOST_NAMES})
        return HttpResponseRedirect(reverse("admin_names", query={"kind": kind}))
    if request.method == "POST" and _merge(request, kind, names):
        return HttpResponseRedirect(reverse("admin:archive_namealias_changelist"))
    rows = sorted(spellings(kind, names), key=lambda row: -row.articles)
    context = {"title": _("归并名称"), "rows": rows, "total": sum(row.articles for row in rows)}
    return _show(request, "admin/names/merge.html", kind, context)


def _merge(request: HttpRequest, kind: NameKind, names: Sequence[str]) -> bool:
    main = request.POST.get("other", "").strip() or request.POST.get("main", "")
    try:
        merged = merge_names(kind, names, main, by=staff_of(request))
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
        return False
    if not merged:
        messages.warning(request, _("没有要归并的名称"))
        return False
    messages.success(request, _("已把 %(n)d 个写法归入“%(main)s”") % {"n": len(merged), "main": merged[0].main})
    return True


def _kind_of(request: HttpRequest) -> NameKind:
    kind = request.GET.get("kind", "")
    return NameKind(kind) if kind in NameKind.values else NameKind.ORGANISATION


def _counted(request: HttpRequest, kind: NameKind) -> Mapping[str, int]:
    try:
        return count_facet(SearchQuery(), FACET_BY_NAME[_FACETS[kind]])
    except IndexUnusable:
        messages.error(request, _("索引不可用，暂时列不出名称"))
        return {}


def _each_alone(names: Mapping[str, int]) -> Sequence[Group]:
    rows = sorted(names.items(), key=lambda row: (-row[1], row[0]))
    return [[row] for row in rows if row[0] != UNKNOWN]


def _with_spellings(kind: NameKind, groups: Sequence[Group]) -> list[list[_Row]]:
    aliases: dict[str, list[NameAlias]] = {}
    for alias in NameAlias.objects.filter(kind=kind, main__in=[name for group in groups for name, _count in group]):
        aliases.setdefault(alias.main, []).append(alias)
    facet = _FACETS[kind]
    return [
        [_Row(name, count, aliases.get(name, []), urlencode({facet: name})) for name, count in group]
        for group in groups
    ]


def _show(request: HttpRequest, template: str, kind: NameKind, context: dict[str, Any]) -> HttpResponse:
    shared = {**admin.site.each_context(request), "kind": kind, "kinds": NameKind.choices}
    return render(request, template, {**shared, **context})
