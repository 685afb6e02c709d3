"""Who published a page: the Source that owns its host, else the site of that address, else the name the page gives.

Makes sources and hosts it meets for the first time. Never uses the source a page *claims* (来源:): that is another
fact. Joins no hosts into one source on a page's word alone: hijacked hosts carry the names of others; staff join them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from archive.dedupe.address import host_of
from archive.extract.sites import Site, find_site
from archive.ingest.house_rules import source_called
from archive.models import Region, Source, SourceHost, SourceKind

_LONGEST_NAME = 200

_KINDS = {
    "newspaper": SourceKind.MEDIA,
    "agency": SourceKind.MEDIA,
    "broadcaster": SourceKind.MEDIA,
    "portal": SourceKind.PORTAL,
    "platform": SourceKind.PORTAL,
    "government": SourceKind.GOVERNMENT,
    "party": SourceKind.GOVERNMENT,
    "school": SourceKind.SCHOOL,
    "organisation": SourceKind.FEDERATION,
}


class Publishers:
    """Finds publishers, each host and name asked for once. To be forgotten with the transaction it was made in."""

    def __init__(self, addresses: Iterable[str]) -> None:
        """Begin with the owners of these addresses' hosts, asked for all at once."""
        rows = SourceHost.objects.filter(host__in={host_of(address) for address in addresses}).order_by()
        self._owners = {row.host: row.source for row in rows.select_related("source")}
        self._found: dict[tuple[str, str], Source] = {}

    def find(self, address: str, publisher: str | None) -> Source | None:
        """The publisher of the page at a normalised `address` ('' if unknown) that calls its publisher `publisher`.

        None when the page gives neither address nor name.
        """
        host = host_of(address)
        if not host:
            return self._once(("", publisher), lambda: _source_named(publisher)) if publisher else None
        site = find_site(address)
        if site is not None and "/" in site.host:  # a path tells several papers of one host apart
            return self._once((site.host, ""), lambda: _source_of_site(site))
        return self._owners.get(host) or self._once((host, ""), lambda: _adopt_host(host, site, publisher))

    def _once(self, key: tuple[str, str], find: Callable[[], Source]) -> Source:
        if key not in self._found:
            self._found[key] = find()
        return self._found[key]


def _adopt_host(host: str, site: Site | None, publisher: str | None) -> Source:
    """The source of a host that has none, and its host from now on."""
    source = _source_of_site(site) if site is not None else _source_for_new_host(host, publisher)
    SourceHost.objects.create(source=source, host=host)
    return source


def _source_named(name: str) -> Source:
    """The source called so, or that staff said it is another name of."""
    known = source_called(name[:_LONGEST_NAME])
    source = Source.objects.filter(pk=known).first() if known else None
    return source or Source.objects.get_or_create(name=name[:_LONGEST_NAME])[0]


def _source_of_site(site: Site) -> Source:
    source = Source.objects.filter(name=site.name).first()
    if source is None:
        region = Region.objects.filter(code=site.home_region).first() if site.home_region else None
        kind = SourceKind.FOUNDATION if "基金会" in site.name else _KINDS.get(site.kind, SourceKind.UNKNOWN)
        source = Source.objects.create(name=site.name, kind=kind, home_region=region)
    return source


def _source_for_new_host(host: str, publisher: str | None) -> Source:
    """The source the page names, unless that one is known to live elsewhere; else one named after the host."""
    source = _source_named(publisher) if publisher else None
    if source is None or any(not _is_related(host, other.host) for other in source.hosts.all()):
        return _source_named(host)
    return source


def _is_related(one: str, other: str) -> bool:
    return one.endswith(f".{other}") or other.endswith(f".{one}")
