"""Makes anew what is derived and wrong: copied columns, the grouping of articles, the index. Files nobody knows are put aside.

Never deletes, and touches nothing a page or a person said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from archive.errors import KeepingError
from archive.grouping.place import place_article
from archive.keeping.places import Places
from archive.keeping.verify.database import with_findings, wrong_columns
from archive.keeping.verify.problem import Problem
from archive.models import Article, ArticleState
from archive.models.writing import writing
from archive.search.indexing import index_stale, rebuild_index

ASIDE = "set-aside"
"""Folder in DATA_DIR for files that belong to nothing."""


def repair(places: Places, problems: Sequence[Problem]) -> None:
    """Repair those of the problems that can be; verify again to see what is left.

    Raises:
        KeepingError: disk, a file cannot be put aside.
    """
    _set_columns(problem.article for problem in problems if problem.remedy == "columns")
    _place(problem.article for problem in problems if problem.remedy == "place")
    _put_aside(places, [problem.subject for problem in problems if problem.remedy == "aside"])
    unfit = [problem for problem in problems if problem.remedy == "index" and problem.code not in _LAG]
    if any(problem.code != "stale" or "revision" not in problem.detail for problem in unfit):
        rebuild_index()
    index_stale()


_LAG = ("incomplete",)
"""What the indexer mends by itself."""


def _set_columns(articles: Iterable[int | None]) -> None:
    for pk in _distinct(articles):
        with writing():
            for article in with_findings(Article.objects.filter(pk=pk)):
                wrong = wrong_columns(article)
                article.revision += 1
                article.save(update_fields=[*wrong, "revision"])


def _place(articles: Iterable[int | None]) -> None:
    """Group the articles anew, with all that were of their events."""
    wanted = _distinct(articles)
    events = Article.objects.filter(pk__in=wanted).exclude(event=None).values("event")
    beside = Article.objects.filter(event__in=events).exclude(state=ArticleState.REJECTED)
    for pk in sorted({*wanted, *beside.values_list("pk", flat=True)}):
        with writing():
            place_article(Article.objects.get(pk=pk))


def _put_aside(places: Places, names: Sequence[str]) -> None:
    for name in names:
        target = Path(places.data) / ASIDE / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            (places.files / name).rename(target)
        except OSError as error:
            raise KeepingError(f"{name} cannot be put aside: {error.strerror}", code="disk") from error


def _distinct(articles: Iterable[int | None]) -> list[int]:
    return sorted({pk for pk in articles if pk is not None})
