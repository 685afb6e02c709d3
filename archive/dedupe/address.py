"""When two web addresses are the same page's: the spelling evened out, nothing guessed.

Does not drop query parameters, `www.` or index pages: on some sites these do name another page. Never opens an address.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

LONGEST_ADDRESS = 2000
# Databases refuse NUL; half a surrogate pair cannot be written as UTF-8 at all.
_REFUSED = re.compile("[\x00\ud800-\udfff]")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def normalise_address(url: str | None) -> str:
    """The one spelling of a web address: scheme and host in lower case, no fragment, user or default port.

    Returns '' for what is no http(s) address: a page may claim `javascript:` or a local file as its own, and readers
    are shown this as a link.
    """
    try:
        parts = urlsplit((url or "").strip())
        port = parts.port
    except ValueError:
        return ""
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in _DEFAULT_PORTS or not host or any(char.isspace() for char in parts.netloc):
        return ""
    if _REFUSED.search(url or ""):
        return ""
    if ":" in host:  # an IPv6 address loses its brackets in `hostname`
        host = f"[{host}]"
    netloc = host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    address = urlunsplit((scheme, netloc, parts.path or "/", parts.query, ""))
    return address if len(address) <= LONGEST_ADDRESS else ""


def host_of(address: str) -> str:
    """The host of a normalised address without a leading `www.`; '' where there is none or it is no possible name."""
    host = urlsplit(address).hostname or ""
    host = host.removeprefix("www.")
    return host if len(host) <= 253 else ""


def names_one_page(address: str) -> bool:
    """Whether a normalised address can be that of a single article: a site's bare front page cannot."""
    parts = urlsplit(address)
    return bool(parts.path.strip("/") or parts.query)
