"""What crawlers are told to read: pages of their own, never combinations of filters. Withdrawn articles are not in it."""

from __future__ import annotations

import datetime as dt

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from archive.models import Article, Event

_PAGES = ("home", "regions", "types", "source_list", "org_list", "programme_list", "timeline", "map", "about")


class ArticleSitemap(Sitemap):
    """Every public article."""

    limit = 10_000

    def items(self) -> QuerySet[Article]:
        return Article.public.order_by("pk").only("pk", "changed_at")

    def lastmod(self, article: Article) -> dt.datetime:
        return article.changed_at


class EventSitemap(Sitemap):
    """Every event with a public report."""

    limit = 10_000

    def items(self) -> QuerySet[Event]:
        reported = Article.public.filter(event=OuterRef("pk"))
        return Event.objects.filter(Exists(reported)).order_by("pk").only("pk")


class PageSitemap(Sitemap):
    """The pages to begin at."""

    def items(self) -> tuple[str, ...]:
        return _PAGES

    def location(self, page: str) -> str:
        return reverse(page)


SITEMAPS = {"pages": PageSitemap, "articles": ArticleSitemap, "events": EventSitemap}
