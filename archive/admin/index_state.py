"""What the head of every admin page says of the index: up to date, how far behind, or of no use."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from archive.search.freshness import index_lag
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
