"""Well-known hosts of Chinese news and public welfare, and the name each goes by (`data/sites.csv`).

Deliberately not here: hosts met in ingest (`archive.models.Source`), and guesses from a host's letters.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from archive.errors import DataFileError

KINDS = frozenset(
    {"newspaper", "agency", "broadcaster", "portal", "government", "party", "organisation", "platform", "school"}
)


@dataclass(frozen=True, kw_only=True)
class Site:
    """`host` may carry the first part of a path where one host serves several papers (gmw.cn/01gmrb)."""

    host: str
    name: str
    kind: str
    home_region: str | None


def find_site(url: str | None) -> Site | None:
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
    table = _sites()
    labels = host.split(".")[-6:]
    for at in range(len(labels) - 1):
        domain = ".".join(labels[at:])
        site = table.get(f"{domain}/{path.partition('/')[0]}") or table.get(domain)
        if site:
            return site
    return None


@cache
def _sites() -> dict[str, Site]:
    text = files("archive.extract").joinpath("data", "sites.csv").read_text(encoding="utf-8")
    sites: dict[str, Site] = {}
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        if not row["host"] or not row["name"] or row["kind"] not in KINDS or row["host"] in sites:
            raise DataFileError(f"data/sites.csv, line {number}: {row}")
        sites[row["host"]] = Site(
            host=row["host"], name=row["name"], kind=row["kind"], home_region=row["home_region"] or None
        )
    return sites
