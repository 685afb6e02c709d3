"""What is known of the sites pages come from: name, kind, home region, and where their pages hold what.

The shipped table is `data/sites.csv`; a table of the staff's own takes the same columns and goes `over` it. The
selectors of a row are CSS; where one finds nothing on a page, the general rules answer.

Deliberately not here: hosts met in ingest (`archive.models.Source`), guesses from a host's letters, and applying the
selectors (`tree`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from archive.errors import DataFileError

KINDS = frozenset(
    {"newspaper", "agency", "broadcaster", "portal", "government", "party", "organisation", "platform", "school"}
)
PARTS = ("title", "body", "date", "source", "author", "editor")
"""What a selector may point at; the column of each is `<part>_selector`."""
_MAX_SELECTOR = 300


@dataclass(frozen=True, kw_only=True)
class Site:
    """`host` may carry the first part of a path where one host serves several papers (gmw.cn/01gmrb).

    `selectors` maps a part of `PARTS` to a CSS selector.
    """

    host: str
    name: str
    kind: str
    home_region: str | None = None
    selectors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SiteTable:
    """Sites by host."""

    by_host: Mapping[str, Site]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str | None]], name: str = "sites") -> SiteTable:
        """A table from rows with the columns of `data/sites.csv`; raises `DataFileError` for a row without sense."""
        by_host: dict[str, Site] = {}
        for number, row in enumerate(rows, start=2):
            site = _site(row)
            if site is None or site.host in by_host:
                raise DataFileError(f"{name}, line {number}: {dict(row)}")
            by_host[site.host] = site
        return cls(by_host)

    def over(self, other: SiteTable) -> SiteTable:
        """Both tables as one; of a host that both have, this one's row counts."""
        return SiteTable({**other.by_host, **self.by_host})

    def find(self, url: str | None) -> Site | None:
        """The site of an address: by host and path, then host, then its parent domains; None for an unknown host.

        A gateway that shows another site under its own host (big5.china.com.cn/gate/big5/…) is looked through.
        """
        if not url:
            return None
        try:
            parts = urlsplit(url if "//" in url else f"//{url}")
            host, path = (parts.hostname or "").lower(), parts.path.strip("/")
        except ValueError:
            return None
        if path.startswith("gate/big5/"):
            host, _, path = path.removeprefix("gate/big5/").partition("/")
        labels = host.split(".")[-6:]
        for at in range(len(labels) - 1):
            domain = ".".join(labels[at:])
            site = self.by_host.get(f"{domain}/{path.partition('/')[0]}") or self.by_host.get(domain)
            if site:
                return site
        return None


def find_site(url: str | None, sites: SiteTable | None = None) -> Site | None:
    """The site of an address by `sites`, or by the shipped table."""
    return (sites or shipped_sites()).find(url)


@cache
def shipped_sites() -> SiteTable:
    """The table of `data/sites.csv`."""
    text = files("archive.extract").joinpath("data", "sites.csv").read_text(encoding="utf-8")
    return SiteTable.from_rows(csv.DictReader(text.splitlines()), "data/sites.csv")


def _site(row: Mapping[str, str | None]) -> Site | None:
    host, name, kind = row.get("host") or "", row.get("name") or "", row.get("kind") or ""
    if not host or not name or kind not in KINDS:
        return None
    given = {part: (row.get(f"{part}_selector") or "").strip() for part in PARTS}
    return Site(
        host=host,
        name=name,
        kind=kind,
        home_region=row.get("home_region") or None,
        selectors={part: selector[:_MAX_SELECTOR] for part, selector in given.items() if selector},
    )
