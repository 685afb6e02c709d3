"""Which web addresses may be opened: http and https, at ports of web servers, at public addresses of the network.

A name is looked up once, and the answer is what is checked and what is connected to (`archive.fetch.connection`): what
the name leads to a moment later does not matter. Deliberately not here: whether the site wants it (`archive.fetch.robots`).
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from archive.errors import FetchError

Resolve = Callable[[str, int, float], list[str]]
"""(host, port, seconds it may take) -> numeric addresses, best first; raises FetchError `unknown_host`."""

LONGEST_ADDRESS = 2000
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Sites do sit at 81 to 86; every other port below 1024 belongs to another service.
_LOW_PORTS = frozenset([80, 81, 82, 83, 84, 85, 86, 443])
# Above 1023, those that the Fetch standard forbids to browsers.
_FORBIDDEN_PORTS = frozenset(
    [1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, *range(6665, 6670), 6679, 6697, 10080]
)
_KEPT = "%/:=&?~+!$,;'@()*[]"

# Of IANA's registries of special addresses, what Python's `ipaddress` lacks in one release or another.
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "3fff::/20")
)
_GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")
# The well-known prefix alone: with others the translator decides where in the address the IPv4 one lies, so these are
# not public at all.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


@dataclass(frozen=True, kw_only=True)
class Target:
    """An address taken apart, as a request needs it: `host` in ASCII, `path` percent-encoded and with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, the latter only where it is unusual."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        return self.origin + self.path


def parse_target(url: str) -> Target:
    """Take an address apart.

    Raises:
        FetchError: bad_address (no http or https, no host, a user name in it), forbidden_port.
    """
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, _ascii_host(parts.hostname or "")
    except ValueError as error:
        raise FetchError(f"{_shown(url)} is no web address ({error})", code="bad_address") from error
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host or len(url) > LONGEST_ADDRESS:
        raise FetchError(f"{_shown(url)} is no http or https address", code="bad_address")
    if "@" in parts.netloc:
        raise FetchError(f"{_shown(url)} holds a user name, which no public page needs", code="bad_address")
    port = _DEFAULT_PORTS[scheme] if port is None else port
    if port not in _LOW_PORTS and (port < 1024 or port in _FORBIDDEN_PORTS):
        raise FetchError(f"port {port} is not one of a web server", code="forbidden_port")
    query = f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
    return Target(scheme=scheme, host=host, port=port, path=quote(parts.path or "/", safe=_KEPT) + query)


def join_target(base: Target, location: str) -> Target:
    """Where a redirect leads; raises FetchError like `parse_target`."""
    try:
        return parse_target(urljoin(base.url, location.strip()))
    except ValueError as error:
        raise FetchError(f"{_shown(location)} is no web address ({error})", code="bad_address") from error


def find_addresses(target: Target, resolve: Resolve, seconds: float, *, allow_private: bool) -> list[str]:
    """The numeric addresses of a target that may be connected to.

    Raises:
        FetchError: unknown_host, timeout; private_address where every one leads into a network of somebody's own.
    """
    found = resolve(target.host, target.port, seconds)
    allowed = [address for address in found if allow_private or is_public(address)]
    if not allowed:
        reason = f"{target.host} leads to {', '.join(found[:3])}, which is no public address"
        raise FetchError(reason, code="private_address")
    return allowed


def is_public(address: str) -> bool:
    """Whether a numeric address is of the public internet, whatever IPv6 form an IPv4 address hides in."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # also one with a zone, `fe80::1%eth0`: only links have zones
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (hidden := _hidden_ipv4(ip)) is not None:
        return is_public(str(hidden))
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _GLOBAL_IPV6:
        return False
    is_special = ip.is_private or ip.is_multicast or ip.is_reserved or any(ip in network for network in _SPECIAL)
    return ip.is_global and not is_special


def resolve_host(host: str, port: int, seconds: float) -> list[str]:
    """What the system's resolver says, within the time."""
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    # The resolver knows no time limit; a thread that nobody waits for ends with its own.
    threading.Thread(target=look_up, daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise FetchError(f"looking up {host} took too long", code="timeout") from None
    if isinstance(answer, OSError):
        raise FetchError(f"{host} has no address ({answer.strerror or answer})", code="unknown_host")
    return answer


def _hidden_ipv4(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address an IPv6 address stands for: mapped, compatible, 6to4, Teredo, NAT64 or ISATAP."""
    number = int(ip)
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    in_low_bits = ip in _NAT64 or (ip in _COMPATIBLE and number > 1)
    is_isatap = (number >> 32) & 0xFFFF_FFFF in _ISATAP
    return ipaddress.IPv4Address(number & 0xFFFF_FFFF) if in_low_bits or is_isatap else None


def _ascii_host(host: str) -> str:
    host = host.rstrip(".").lower()
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if any(not 33 <= ord(char) <= 126 or char in "/\\<>%\"'" for char in host):
        raise ValueError("its host holds characters no name has")
    return host


def _shown(text: str) -> str:
    return repr(text[:200])
