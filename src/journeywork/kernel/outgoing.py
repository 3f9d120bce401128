"""Every request that leaves goes through here: imports, webhooks, whatever names an address.

An address may be typed by anybody, so it must not reach what only this machine can reach. The
name is resolved once, every address it stands for is checked, and the connection goes to the
checked address itself: a name that answers differently the second time gains nothing. Redirects
are followed by hand, and checked the same way.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Networks that are not the public internet, whatever the running Python believes of them.
_CLOSED = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
        *("::/96", "::1/128", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/23"),
        *("2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8"),
    )
)
#: Of version 6 nothing else has been given out (but for _NAT64); older ways to write version 4 in
#: version 6, such as ::ffff:0:127.0.0.1, lie outside it.
_GIVEN_OUT = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_CHUNK = 64 * 1024
_resolvers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="resolve")


class Unreachable(OSError):
    """The request was not made, or not answered as it must be; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How long a request may take in all, in seconds, and how large its answer may be."""

    seconds: float = 20
    size: int = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back. Names of headers are in small letters; `url` is where it came from."""

    status: int
    body: bytes
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


def send(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    allowance: Allowance | None = None,
) -> Answer:
    """Send a request to a public address, follow redirects of a GET, return what came back.

    Hosts that the setting JOURNEYWORK_INSIDE names may also lie in one's own network. Headers
    that carry secrets do not follow to another host. Raises Unreachable.
    """
    allowed = allowance or Allowance()
    deadline = monotonic() + allowed.seconds
    carried = {name.lower(): value for name, value in (headers or {}).items()}
    for _ in range(_MOST_REDIRECTS + 1):
        answer = _once(url, method, carried, body, allowed, deadline)
        onward = answer.headers.get("location")
        if method != "GET" or answer.status not in _REDIRECTS or not onward:
            return answer
        carried = _carry_on(url, onward, carried)
        url = urljoin(url, onward)
    raise Unreachable(f"more than {_MOST_REDIRECTS} redirects")


def checked(url: str) -> SplitResult:
    """Return the parts of an address that may be asked, as far as can be told without asking.

    Raises Unreachable. The name in it is looked up, and checked, at every request.
    """
    parts, _ = _parts(url)
    host = parts.hostname or ""
    with suppress(ValueError):
        refuse_private(host, [str(ipaddress.ip_address(host))])
    return parts


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the public internet."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address.sixtofour is not None:
            return is_public(address.sixtofour)
        if address.scope_id or address not in _GIVEN_OUT:
            return False
    closed = any(address.version == net.version and address in net for net in _CLOSED)
    return not closed and address.is_global


def checked_addresses(host: str, port: int, *, seconds: float) -> list[str]:
    """Return the addresses of a host, all of them public; raises Unreachable otherwise."""
    try:
        waiting = _resolvers.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = waiting.result(timeout=max(seconds, 0.001))
    except (OSError, UnicodeError, TookTooLong):
        raise Unreachable(f"{host} cannot be found") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    refuse_private(host, addresses)
    return addresses


def refuse_private(host: str, addresses: Sequence[str]) -> None:
    """Raise Unreachable unless every one of a host's addresses is public, or it is allowed."""
    inside = host.lower().rstrip(".") in settings.INSIDE
    if not inside and not all(is_public(ipaddress.ip_address(text)) for text in addresses):
        raise Unreachable(f"{host} is not a public address")


def _carry_on(url: str, onward: str, headers: dict[str, str]) -> dict[str, str]:
    before, after = urlsplit(url), urlsplit(urljoin(url, onward))
    if before.scheme == "https" and after.scheme != "https":
        raise Unreachable("a redirect would leave encryption")
    if (before.hostname, before.port) == (after.hostname, after.port):
        return headers
    return {name: value for name, value in headers.items() if name in ("accept", "user-agent")}


def _once(
    url: str,
    method: str,
    headers: dict[str, str],
    body: bytes | None,
    allowed: Allowance,
    deadline: float,
) -> Answer:
    parts, port = _parts(url)
    host = parts.hostname or ""
    addresses = checked_addresses(host, port, seconds=deadline - monotonic())
    link = _connection(parts, port, addresses, deadline)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    usual = {"user-agent": "Journeywork", "accept-encoding": "identity"}
    try:
        link.connect()
        with _Watchdog(link.sock, deadline):
            link.request(method, target, body=body, headers=usual | headers)
            return _read(link.getresponse(), url, allowed, deadline)
    except (http.client.HTTPException, OSError, ValueError) as fault:
        if isinstance(fault, Unreachable):
            raise
        # A connection that the watchdog cut off looks like one that broke.
        if monotonic() >= deadline:
            raise Unreachable(f"the answer took longer than {allowed.seconds} seconds") from None
        raise Unreachable(f"{host} does not answer: {fault}") from None
    finally:
        link.close()


def _parts(url: str) -> tuple[SplitResult, int]:
    """Take an address apart; raises Unreachable for one that is not plain http or https."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        plain = url.isascii() and url.isprintable() and not set(url) & set(' \\<>"{}|^`')
    except (ValueError, KeyError):
        raise Unreachable("is no http or https address") from None
    if not plain or not parts.hostname or "@" in parts.netloc or "%" in parts.netloc:
        raise Unreachable("is no plain http or https address")
    return parts, port


def _connection(
    parts: SplitResult, port: int, addresses: list[str], deadline: float
) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    left = _left(deadline)
    link: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        link = http.client.HTTPSConnection(host, port, timeout=left, context=context)
    else:
        link = http.client.HTTPConnection(host, port, timeout=left)
    # The one place where the name would be looked up again: it gets the checked address instead.
    link._create_connection = _to_first(addresses, port, deadline)  # type: ignore[attr-defined]  # noqa: SLF001
    return link


def _left(deadline: float) -> float:
    """Return the seconds until a deadline; a moment where it is past, for 0 means for ever."""
    return max(deadline - monotonic(), 0.001)


def _to_first(addresses: list[str], port: int, deadline: float) -> Any:
    """Return what connects to the first address that answers; all of them share the time left."""

    def connect(_: Any, timeout: float | None = None, source: Any = None) -> socket.socket:
        del timeout
        fault: OSError = Unreachable("has no address")
        for address in addresses:
            try:
                link = socket.create_connection((address, port), _left(deadline), source)
            except OSError as failed:
                fault = failed
            else:
                link.settimeout(_left(deadline))  # What is left, too, for agreeing on encryption.
                return link
        raise fault

    return connect


def _read(reply: http.client.HTTPResponse, url: str, allowed: Allowance, deadline: float) -> Answer:
    body = bytearray()
    while monotonic() < deadline and (chunk := reply.read1(_CHUNK)):
        body += chunk
        if len(body) > allowed.size:
            raise Unreachable(f"the answer is larger than {allowed.size} bytes")
    # A connection that the watchdog cut off looks like one that came to its end.
    if monotonic() >= deadline:
        raise Unreachable(f"the answer took longer than {allowed.seconds} seconds")
    if reply.length:
        raise Unreachable("the answer broke off")
    names = {name.lower(): value for name, value in reply.getheaders()}
    return Answer(status=reply.status, body=bytes(body), url=url, headers=names)


class _Watchdog:
    """Ends a connection at its deadline, however slowly the other side drips.

    It keeps the socket itself: the connection lets go of it where the answer is to end with it,
    and the answer is read on all the same.
    """

    def __init__(self, link: socket.socket, deadline: float) -> None:
        self._link = link
        self._timer = threading.Timer(_left(deadline), self._end)
        self._timer.daemon = True

    def _end(self) -> None:
        with suppress(OSError):  # Not connected any more.
            self._link.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
