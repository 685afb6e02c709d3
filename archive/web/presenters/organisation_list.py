"""The list of organisations with the kinds their names tell."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from archive.search.facet_search import FacetPage
from archive.search.organisation_kinds import kind_label, kind_of_name, names_by_kind, read_of_kind
from archive.web.presenters.name_list import Kind, NameList, present_names


def present_organisations(page: FacetPage, names: Mapping[str, int], kind: str) -> NameList:
    """`page` is the list asked for, `names` all organisations with their articles; a kind without names is not chosen."""
    by_kind = names_by_kind(names)
    chosen = kind if kind in by_kind and not page.find else ""
    if chosen:
        page = read_of_kind(by_kind[chosen], offset=page.offset, limit=page.limit)
    here = reverse("org_list")
    kinds = tuple(
        Kind(label=kind_label(code), count=len(rows), address=f"{here}?kind={code}", current=code == chosen)
        for code, rows in by_kind.items()
    )
    labels = {row.value.value: kind_label(kind_of_name(row.value.value)) for row in page.rows}
    return present_names(page, _("机构"), kinds=kinds, kind=chosen, labels=labels)
