"""The way out to other machines: where a connection may go is decided when it is made, on the address itself.

Checking a name beforehand is not enough: it may resolve to something else a moment later. So the check sits inside the
connection layer, and the address that was checked is the one that is used. The same layer keeps a deadline for the
whole exchange (a server that sends one byte a second is not answering) and a limit on what may come back.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import httpx2

Reach = Literal["anywhere", "public", "private"]
"""Any address; only public ones (webhooks of others); only loopback and private ones (a model in the house)."""

MAX_ANSWER_BYTES = 4 * 2**20


def is_public(address: str) -> bool:
    """Whether an address belongs to the open internet, after unwrapping IPv4 inside IPv6; multicast does not."""
    ip = _unwrapped(address)
    return ip is not None and ip.is_global and not ip.is_multicast


def is_private(address: str) -> bool:
    """Whether an address is loopback or of a private network (RFC 1918, RFC 4193); link-local and shared are not."""
    ip = _unwrapped(address)
    if ip is None:
        return False
    return ip.is_loopback or any(ip in network for network in _PRIVATE if network.version == ip.version)


_PRIVATE = tuple(map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")))
_EMBEDDED = tuple(map(ipaddress.ip_network, ("::/96", "64:ff9b::/96")))


def _unwrapped(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that is really reached; ``None`` for Teredo and for what is no address."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv4Address) or ip.is_loopback:
        return ip
    if ip.ipv4_mapped:
        return ip.ipv4_mapped
    if any(ip in network for network in _EMBEDDED):
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return None if ip.teredo else ip.sixtofour or ip


class Exchange:
    """How long the exchange of this thread may still take, and how many bytes may still come."""

    def __init__(self) -> None:
        self._of_thread = threading.local()

    @contextmanager
    def limited(self, seconds: float, answer_bytes: int = MAX_ANSWER_BYTES) -> Iterator[None]:
        """Everything this thread sends and receives inside has this long and this much."""
        self._of_thread.ends, self._of_thread.left = time.monotonic() + seconds, answer_bytes
        try:
            yield
        finally:
            del self._of_thread.ends, self._of_thread.left

    def remaining(self, timeout: float | None) -> float:
        """The seconds one step may take; TimeoutError when there are none left."""
        ends: float | None = getattr(self._of_thread, "ends", None)
        if ends is None:
            return 0.0 if timeout is None else timeout
        left = ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("the exchange took too long")
        return left if timeout is None else min(timeout, left)

    def received(self, count: int) -> None:
        """Count bytes that came; OverflowError when there are too many."""
        if hasattr(self._of_thread, "left"):
            self._of_thread.left -= count
            if self._of_thread.left < 0:
                raise OverflowError("the answer is too large")


def open_client(reach: Reach, exchange: Exchange) -> httpx2.Client:
    """An HTTP client that connects only within ``reach``, follows no redirect and takes no proxy from the environment.

    Limits are those of ``exchange``. A refused address is a ``ConnectError``, a spent deadline a ``ReadTimeout``, a too
    large answer a ``ReadError``.
    """
    import httpcore2
    import httpx2

    class Stream(httpcore2.NetworkStream):
        """A connection under the limits of the exchange."""

        def __init__(self, inner: httpcore2.NetworkStream) -> None:
            self._inner = inner

        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            try:
                data = self._inner.read(max_bytes, exchange.remaining(timeout))
                exchange.received(len(data))
            except TimeoutError as fault:
                raise httpcore2.ReadTimeout(str(fault)) from fault
            except OverflowError as fault:
                raise httpcore2.ReadError(str(fault)) from fault
            return data

        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            try:
                self._inner.write(buffer, exchange.remaining(timeout))
            except TimeoutError as fault:
                raise httpcore2.WriteTimeout(str(fault)) from fault

        def close(self) -> None:
            self._inner.close()

        def start_tls(
            self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
        ) -> Stream:
            return Stream(self._inner.start_tls(ssl_context, server_hostname, exchange.remaining(timeout)))

        def get_extra_info(self, info: str) -> Any:
            return self._inner.get_extra_info(info)

    class Backend(httpcore2.NetworkBackend):
        """Resolves, checks, and connects to the very address that was checked."""

        _inner = httpcore2.SyncBackend()

        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[Any] | None = None,
        ) -> Stream:
            try:
                addresses = _resolve(host, port, reach, exchange.remaining(timeout))
            except TimeoutError as late:
                raise httpcore2.ConnectTimeout(str(late)) from late
            except OSError as fault:
                raise httpcore2.ConnectError(str(fault)) from fault
            refusal = httpcore2.ConnectError(f"no address for {host}")
            for address in addresses:
                try:
                    seconds = exchange.remaining(timeout)
                    return Stream(self._inner.connect_tcp(address, port, seconds, local_address, socket_options))
                except TimeoutError as late:
                    raise httpcore2.ConnectTimeout(str(late)) from late
                except httpcore2.ConnectError as refused:
                    refusal = refused
            raise refusal

        def connect_unix_socket(self, *_: Any, **__: Any) -> Stream:
            raise httpcore2.ConnectError("unix sockets are closed")

        def sleep(self, seconds: float) -> None:
            self._inner.sleep(seconds)

    transport = httpx2.HTTPTransport(trust_env=False)
    pool: Any = transport._pool
    pool._network_backend = Backend()  # the transport offers no way to hand a backend over
    return httpx2.Client(transport=transport, follow_redirects=False, trust_env=False)


def _resolve(host: str, port: int, reach: Reach, seconds: float = 0.0) -> list[str]:
    """The addresses of a host; PermissionError when one of them is out of reach, TimeoutError after ``seconds``."""
    found = _look_up(host, port, seconds)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = {"anywhere": lambda _: True, "public": is_public, "private": is_private}[reach]
    if not addresses or not all(map(allowed, addresses)):
        raise PermissionError(f"address not allowed: {host}")
    return addresses


def _look_up(host: str, port: int, seconds: float) -> list[Any]:
    """What the system resolves a name to. It knows no time limit of its own, so a slow one is left to a thread."""
    found: list[Any] = []

    def ask() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as fault:  # raised again where it was asked
            found.append(fault)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds or None)
    if not found:
        raise TimeoutError(f"no address for {host} in time")
    if isinstance(found[0], Exception):
        raise found[0]
    return list(found[0])
