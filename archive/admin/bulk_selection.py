"""Which articles a page for bulk work is about: those ticked on the list, or all that its filters leave."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from archive.admin.bulk_forms import PREFIX

CHOSEN = "ids"
_MOST_CHOSEN = 1000


@dataclass(frozen=True, kw_only=True)
class Selection:
    """`query` names it in an address, `told` in words."""

    articles: Sequence[int]
    query: str
    told: str


def read_selection(request: HttpRequest, model_admin: Any) -> Selection:
    """The articles meant by the address of a request, by id.

    Raises:
        IncorrectLookupParameters: the filters mean nothing.
    """
    asked = without_form(request.GET)
    if CHOSEN in asked:
        ids = [
            int(word)
            for word in str(asked[CHOSEN]).split(",")
            if word.isascii() and word.isdecimal() and len(word) < 19
        ]
        found = model_admin.get_queryset(request).filter(pk__in=ids[:_MOST_CHOSEN])
        told = _("所选的 %(number)d 篇")
    else:
        found = _filtered(request, asked, model_admin)
        told = _("列表中的全部 %(number)d 篇") if asked else _("档案中的全部 %(number)d 篇")
    articles = list(found.order_by("pk").values_list("pk", flat=True))
    return Selection(articles=articles, query=asked.urlencode(), told=told % {"number": len(articles)})


def without_form(query: QueryDict) -> QueryDict:
    """What of an address says which articles."""
    asked = query.copy()
    for name in list(asked):
        if name.startswith(f"{PREFIX}-") or name == PAGE_VAR:
            del asked[name]
    return asked


def _filtered(request: HttpRequest, asked: QueryDict, model_admin: Any) -> Any:
    listed = copy.copy(request)
    listed.GET = asked  # type: ignore[assignment]
    changelist: ChangeList = model_admin.get_changelist_instance(listed)
    return changelist.get_queryset(listed)
