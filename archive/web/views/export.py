"""A search to take home: the same state as the page, in the formats of `archive.export.formats` and as a feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from archive.export.atom import MOST, write_atom
from archive.export.formats import FORMAT_BY_SUFFIX
from archive.export.selection import Selection, read_changed_rows, read_rows, select
from archive.export.source_note import SourceNote, note_of
from archive.search.params import query_from_params
from archive.search.query import SearchQuery
from archive.web.presenters.download_name import download_name


@require_safe
def search_file(request: HttpRequest, suffix: str) -> StreamingHttpResponse:
    """Everything the search finds as a file, streamed."""
    query, _notices = query_from_params(request.GET)
    return file_response(request, select(query), suffix)


def file_response(request: HttpRequest, selection: Selection, suffix: str) -> StreamingHttpResponse:
    """A selection as a file in one of the formats, streamed, under a name that tells what it is."""
    form = FORMAT_BY_SUFFIX[suffix]
    pieces = form.write(read_rows(selection.ids), _note(request, selection))
    response = StreamingHttpResponse(_in_language(pieces), content_type=form.media_type)
    name = download_name(selection.query, settings.SITE_NAME, timezone.localdate(), suffix)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def search_feed(request: HttpRequest) -> HttpResponse:
    """The newest of what the search finds, for feed readers."""
    query, _notices = query_from_params(request.GET)
    newest = replace(query, sort=query.sort or "newest", by=query.by if query.sort else "published")
    selection = select(newest, MOST)
    note = _note(request, replace(selection, query=query))
    feed = write_atom(read_changed_rows(selection.ids), note, words=query.q, own=_own(request, query))
    return HttpResponse(feed, content_type="application/atom+xml; charset=utf-8")


def _own(request: HttpRequest, query: SearchQuery) -> str:
    """The feed's address, whatever came along with it."""
    parameters = query.to_querystring()
    return request.build_absolute_uri(reverse("search_feed") + (f"?{parameters}" if parameters else ""))


def _note(request: HttpRequest, selection: Selection) -> SourceNote:
    home = request.build_absolute_uri("/").rstrip("/")
    return note_of(selection, site=settings.SITE_NAME, home=home, search_path=reverse("search"))


def _in_language(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces made in the language of this request: they are asked for when it is over."""
    language = translation.get_language()

    def speaking() -> Iterator[bytes]:
        with translation.override(language):
            yield from pieces

    return speaking()
