"""What stored articles tell of their events, remembered for as long as the articles do not change.

A new article is compared with a dozen others, which are the same few for all reports of a day.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from archive.dedupe.occasion import Occasion
from archive.grouping.reports import load_reports
from archive.models import Article

_REMEMBERED = 2000
"""Occasions kept in memory, some 5 KB each."""

_known: OrderedDict[tuple[int, int], Occasion] = OrderedDict()


def read_occasions(articles: Iterable[int]) -> dict[int, Occasion]:
    """The occasion of each article that exists, by id."""
    revisions = dict(Article.objects.filter(pk__in=list(articles)).order_by().values_list("pk", "revision"))
    unknown = [pk for pk, revision in revisions.items() if (pk, revision) not in _known]
    for pk, report in (load_reports(unknown) if unknown else {}).items():
        _known[pk, revisions[pk]] = report.occasion
    found = {pk: _known[pk, revision] for pk, revision in revisions.items() if (pk, revision) in _known}
    for pk in found:
        _known.move_to_end((pk, revisions[pk]))
    while len(_known) > _REMEMBERED:
        _known.popitem(last=False)
    return found
