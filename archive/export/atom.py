"""A search as an Atom feed (RFC 4287), written by Django's feed generator: what came in last, for whoever follows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from archive.export.row import ExportRow, one_line
from archive.export.source_note import SourceNote

MOST = 50
"""Entries of a feed."""
_SUMMARY = 200  # characters


def write_atom(rows: Iterable[tuple[ExportRow, dt.datetime]], note: SourceNote, *, words: str, own: str) -> str:
    """The feed of (row, when it last changed in the archive); `own` is the feed's address, `words` what is looked for."""
    title = _("%(site)s：%(words)s") % {"site": note.site, "words": words or _("全部报道")}
    feed = Atom1Feed(title=title, link=note.search, description="", feed_url=own, language="zh-Hans", feed_guid=own)
    for row, changed_at in rows:
        feed.add_item(
            title=row.title or _("无题"),
            link=note.address(row.path),
            # Readers take it for HTML.
            description=escape(one_line(row.body[:_SUMMARY])),
            unique_id=note.address(row.path),
            author_name="、".join(row.authors) or row.claimed_source or row.publisher or note.site,
            pubdate=_published(row),
            updateddate=changed_at,
            categories=row.types,
        )
    return feed.writeString("utf-8")


def _published(row: ExportRow) -> dt.datetime | None:
    """The page's publication as a time, where the day is known; a day alone is its beginning."""
    try:
        moment = dt.datetime.fromisoformat(row.published)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=get_current_timezone())
