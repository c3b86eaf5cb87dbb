"""Which addresses count as public, and how the operator's list is read."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.providers.guards import AddressGuard, AddressRefused, TrustedHosts, is_public
from tests.adapters.providers.servers import Names

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.88.99.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "100::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:a00:1::1",
    "2001:0:7f00:1::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "100.63.255.255", "172.32.0.1", "2606:4700:4700::1111", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_is_as_public_inside_ipv6_as_outside(inner: IPv4Address) -> None:
    assert is_public(ip_address(f"::ffff:{inner}")) == is_public(inner)
    assert is_public(ip_address(f"64:ff9b::{inner}")) == is_public(inner)


@pytest.mark.parametrize(
    ("entry", "name", "port"),
    [
        ("sandbox", "sandbox", 80),
        ("Sandbox.Local.", "sandbox.local", 8080),
        ("sandbox:9000", "SANDBOX", 9000),
        (" sandbox:9000 ", "sandbox.", 9000),
    ],
)
def test_a_listed_name_is_trusted(entry: str, name: str, port: int) -> None:
    assert TrustedHosts.parse([entry]).has_name(name, port)


@pytest.mark.parametrize(
    ("entry", "name", "port"), [("sandbox:9000", "sandbox", 9001), ("sandbox", "x.sandbox", 80), ("x.box", "box", 80)]
)
def test_another_name_or_port_is_not(entry: str, name: str, port: int) -> None:
    assert not TrustedHosts.parse([entry]).has_name(name, port)


@pytest.mark.parametrize(
    ("entry", "address", "port"),
    [
        ("10.0.0.7", "10.0.0.7", 1),
        ("10.0.0.7:80", "10.0.0.7", 80),
        ("10.0.0.0/8", "10.200.0.1", 443),
        ("10.0.0.7/8", "10.200.0.1", 443),
        ("::1", "::1", 80),
        ("[::1]", "::1", 80),
        ("[::1]:80", "::1", 80),
        ("fd00::/8", "fd12::1", 80),
    ],
)
def test_a_listed_address_is_trusted(entry: str, address: str, port: int) -> None:
    assert TrustedHosts.parse([entry]).has_address(ip_address(address), port)


@pytest.mark.parametrize(
    ("entry", "address", "port"),
    [("10.0.0.7:80", "10.0.0.7", 81), ("10.0.0.7", "10.0.0.8", 80), ("10.0.0.0/8", "11.0.0.1", 80)],
)
def test_another_address_or_port_is_not(entry: str, address: str, port: int) -> None:
    assert not TrustedHosts.parse([entry]).has_address(ip_address(address), port)


@pytest.mark.parametrize(
    ("entry", "host", "port"),
    [
        ("sandbox", "sandbox", 80),
        ("10.0.0.0/8", "10.1.2.3", 80),
        ("[::1]:80", "::1", 80),
        ("127.0.0.1", "127.0.0.1", 1),
    ],
)
def test_a_host_is_trusted_as_it_stands_in_an_address(entry: str, host: str, port: int) -> None:
    assert TrustedHosts.parse([entry]).has_host(host, port)


@pytest.mark.parametrize(
    ("entry", "host", "port"),
    [("10.0.0.0/8", "sandbox", 80), ("sandbox:9000", "sandbox", 80), ("::1", "127.0.0.1", 80)],
)
def test_a_host_that_is_not_listed_itself_is_not(entry: str, host: str, port: int) -> None:
    assert not TrustedHosts.parse([entry]).has_host(host, port)


@pytest.mark.parametrize(
    "entry", ["", ":80", "http://host", "host/path", "10.0.0.0/40", "host:0", "host:70000", "a::b::c"]
)
def test_an_entry_that_cannot_be_read_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match=r"no host|no valid port") as caught:
        TrustedHosts.parse(["fine.example", entry])

    assert repr(entry) in str(caught.value)


async def test_a_name_is_trusted_only_for_the_address_and_port_it_led_to() -> None:
    guard = AddressGuard(TrustedHosts.parse(["sandbox:9000"]), Names({"sandbox": [["10.0.0.7"]]}))

    await guard.resolve("sandbox", 9000)

    guard.make_socket((2, 1, 6, "", ("10.0.0.7", 9000))).close()
    with pytest.raises(AddressRefused):
        guard.make_socket((2, 1, 6, "", ("10.0.0.7", 9001)))
    with pytest.raises(AddressRefused):
        guard.make_socket((2, 1, 6, "", ("10.0.0.8", 9000)))
