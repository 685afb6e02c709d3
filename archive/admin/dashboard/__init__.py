"""The panel's first page: what came in, what waits, what fails, whether the index follows, what the archive covers.

Every number leads to the list that shows it, and is shown to those who may open that list. Figures are at most a minute
old, and cost two questions about runs, one about all that waits and fails, one to the index.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.admin.dashboard.attention import count_attention
from archive.admin.dashboard.coverage import count_coverage
from archive.admin.dashboard.intake import count_intake

_KEPT_SECONDS = 60


def fill_dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the theme calls before it draws the page."""
    key = f"dashboard:{get_language()}"
    figures: dict[str, Any] = cache.get(key) or _count()
    cache.add(key, figures, _KEPT_SECONDS)
    may = request.user.has_perm
    attention = figures["attention"]
    context.update(
        figures,
        title=_("概览"),
        waiting=[number for number in attention.waiting if may(number.right)],
        failing=[number for number in attention.failing if may(number.right)],
        may_see_corrections=may("archive.view_correction"),
        may_see_runs=may("archive.view_ingestrun"),
        may_see_articles=may("archive.view_article"),
    )
    return context


def _count() -> dict[str, Any]:
    return {
        "intake": count_intake(),
        "attention": count_attention(),
        "coverage": count_coverage(),
        "counted_at": timezone.localtime(),
    }
