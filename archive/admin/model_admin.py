"""The base of every list of the archive: pages that do not count a table of a million rows to say how many there are."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin as ThemedModelAdmin

MOST_COUNTED = 5000
"""Rows counted; whoever would turn more than a hundred pages filters or searches."""


class BoundedPaginator(Paginator):
    """Counts up to a bound, which costs the same however large the table is. Rows beyond are reached by filters."""

    template_name = "admin/_pages.html"

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)

    @cached_property
    def is_cut(self) -> bool:
        """Whether there are more."""
        return self._counted > MOST_COUNTED

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()  # type: ignore[attr-defined]


class ModelAdmin(ThemedModelAdmin):
    paginator = BoundedPaginator
    show_full_result_count = False
