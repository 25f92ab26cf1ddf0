"""Where a connection may go is decided on the address that is used, whatever the name looked like before."""

from __future__ import annotations

import pytest

from foundation.egress import Exchange, Reach, is_private, is_public, open_client
from tests.stand_ins import Behaviour, OpenAIServer

PUBLIC = ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]
INSIDE = ["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "::1", "fd00::1"]
NEITHER = [
    "100.100.100.200",  # shared address space, where clouds keep their metadata
    "169.254.169.254",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "172.32.0.1.5",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",  # Teredo
    "2002:a9fe:a9fe::",  # 6to4 of a link-local address
    "example.org",
    "",
]
WRAPPED = ["::127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:10.0.0.1"]


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_open_internet(address: str) -> None:
    assert (is_public(address), is_private(address)) == (True, False)


@pytest.mark.parametrize("address", [*INSIDE, *WRAPPED])
def test_addresses_of_the_house_also_when_wrapped(address: str) -> None:
    assert (is_public(address), is_private(address)) == (False, True)


@pytest.mark.parametrize("address", NEITHER)
def test_addresses_that_are_neither(address: str) -> None:
    assert (is_public(address), is_private(address)) == (False, False)


@pytest.mark.parametrize(
    ("reach", "host", "is_allowed"),
    [
        ("private", "127.0.0.1", True),
        ("anywhere", "127.0.0.1", True),
        ("anywhere", "localhost", True),
        ("public", "127.0.0.1", False),
        ("public", "localhost", False),
        ("public", "2130706433", False),  # 127.0.0.1 as one number
        ("public", "0177.0.0.1", False),
        ("public", "0x7f.1", False),
        ("public", "127.1", False),
        ("public", "[::ffff:127.0.0.1]", False),
        ("private", "203.0.113.7", False),
    ],
)
def test_the_address_is_checked_when_connecting(reach: Reach, host: str, is_allowed: bool) -> None:
    import httpx2

    with OpenAIServer() as server, open_client(reach, Exchange()) as client:
        url = server.url.replace("127.0.0.1", host)
        if is_allowed:
            assert client.get(url, timeout=5).status_code == 200
            return
        with pytest.raises((httpx2.TransportError, httpx2.InvalidURL)):
            client.get(url, timeout=5)
        assert server.requests == []


def test_redirects_are_not_followed() -> None:
    with OpenAIServer() as server, OpenAIServer() as other, open_client("anywhere", Exchange()) as client:
        server.enqueue(Behaviour(status=302, headers={"Location": other.url}))
        assert client.get(server.url, timeout=5).status_code == 302
        assert other.requests == []


def test_no_proxy_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenAIServer() as server, OpenAIServer() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        with open_client("anywhere", Exchange()) as client:
            assert client.get(server.url, timeout=5).status_code == 200
        assert proxy.requests == []


def test_an_answer_that_is_too_large_is_cut_off() -> None:
    import httpx2

    exchange = Exchange()
    with OpenAIServer() as server, open_client("anywhere", exchange) as client:
        server.enqueue(Behaviour(body=b"x" * 200_000), Behaviour(body=b"x" * 50_000))
        with pytest.raises(httpx2.ReadError), exchange.limited(10, answer_bytes=100_000):
            client.get(server.url, timeout=5)
        with exchange.limited(10, answer_bytes=100_000):
            assert len(client.get(server.url, timeout=5).content) == 50_000
