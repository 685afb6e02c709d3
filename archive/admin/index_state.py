"""What the admin says of the index: in the head of every page whether it is up to date, and which articles it lacks."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Article
from archive.search.freshness import articles_behind, index_lag
from archive.search.indexing import index_problem

_SLOW_SECONDS = 300
"""The indexer looks every second; an article that waits this long says that none is running."""


def show_index_state(_request: HttpRequest) -> list[str]:
    """A label and the colour the theme gives it."""
    problem = index_problem()
    if problem is not None and problem.code != "incomplete":
        return [_("检索索引不可用"), "danger"]
    lag = index_lag()
    if not lag.articles:
        return [_("索引已同步"), "success"]
    told = {"articles": lag.articles, "minutes": lag.seconds // 60, "seconds": lag.seconds % 60}
    label = _("索引落后 %(articles)d 篇，最早 %(minutes)d 分 %(seconds)d 秒前") % told
    return [label, "warning" if lag.seconds < _SLOW_SECONDS else "danger"]


class BehindIndexFilter(SimpleListFilter):
    """The articles whose latest state the index does not hold yet."""

    title = gettext_lazy("索引")
    parameter_name = "index"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("behind", _("等待写入索引"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset & articles_behind() if self.value() == "behind" else queryset
