"""Who published a page: the Source that owns its host, else the one the page names as its publisher.

Makes sources and hosts it meets for the first time. Never uses the source a page *claims* (来源:): that is another
fact.
"""

from __future__ import annotations

from archive.dedupe.address import host_of
from archive.models import Source, SourceHost

_LONGEST_NAME = 200


def find_publisher(address: str, publisher: str | None) -> Source | None:
    """The publisher of the page at a normalised `address` ('' if unknown) that calls its publisher `publisher`.

    The host decides where it is known: staff may have joined several hosts into one source. None when the page gives
    neither address nor name.
    """
    host = host_of(address)
    known = SourceHost.objects.select_related("source").filter(host=host).first() if host else None
    if known is not None:
        return known.source
    name = (publisher or host)[:_LONGEST_NAME]
    if not name:
        return None
    source, _made = Source.objects.get_or_create(name=name)
    if host:
        SourceHost.objects.create(source=source, host=host)
    return source
