"""The articles a command is given by their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from archive.models import Article


def find_articles(ids: Sequence[int]) -> list[Article]:
    """The articles in the order given, each once; raises CommandError, code 2, if one of them is missing."""
    found = Article.objects.select_related("event").in_bulk(ids)
    missing = [str(pk) for pk in ids if pk not in found]
    if missing:
        raise CommandError(_("没有这些文章：%(ids)s") % {"ids": " ".join(missing)}, returncode=2)
    return [found[pk] for pk in dict.fromkeys(ids)]
