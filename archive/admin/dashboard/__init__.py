"""The panel's first page: what came in, what waits, what fails, whether the index follows, what the archive covers.

Every number leads to the list that shows it, and is shown to those who may open that list. What waits and fails is as of
now, one question to the database; charts are at most a minute old, two questions about runs and one to the index.
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
    attention = count_attention()
    context.update(
        figures,
        attention=attention,
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
        "coverage": count_coverage(),
        "counted_at": timezone.localtime(),
    }
