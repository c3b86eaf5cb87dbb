"""Which network addresses the bot fetches from: public ones, and those the operator lists.

The check is made on the address of every socket just before it connects, so neither a name that resolves to a private
address, nor one that changes its mind between check and use, nor an odd spelling of an address gets around it.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, Self

from aiohappyeyeballs import AddrInfoType
from aiohttp.abc import AbstractResolver, ResolveResult

_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")  # the network's own way to an IPv4 address, RFC 6052
_V4_COMPATIBLE: Final = IPv6Network("::/96")
# Not public by IANA's registries, though some versions of Python say so.
_ALSO_PRIVATE: Final = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"), IPv6Network("3fff::/20"))


class AddressRefused(PermissionError):
    """A socket would have gone to a private address. Every one reads the same, so that several stay one error."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "address not allowed")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the public internet, looking through IPv4 addresses inside IPv6 ones."""
    if isinstance(address, IPv6Address):
        inner = _inner_v4(address)
        if inner is not None:
            return is_public(inner)
        if address not in _GLOBAL_UNICAST:
            return False
    return address.is_global and not address.is_multicast and not any(address in net for net in _ALSO_PRIVATE)


def _inner_v4(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64 or address in _V4_COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


@dataclass(frozen=True, slots=True)
class TrustedHosts:
    """What the operator allows beside the public internet; a port of None stands for every port."""

    names: frozenset[tuple[str, int | None]] = frozenset()
    networks: tuple[tuple[IPv4Network | IPv6Network, int | None], ...] = ()

    @classmethod
    def parse(cls, entries: Iterable[str]) -> Self:
        """Read `host`, `host:port`, `10.0.0.7`, `10.0.0.7:80`, `[::1]:80`, `10.0.0.0/8`. Raises ValueError."""
        names, networks = set(), []
        for entry in entries:
            host, port = _split_port(entry.strip())
            network = _network(host)
            if network is not None:
                networks.append((network, port))
            elif "/" in host or ":" in host or not host:
                raise ValueError(f"{entry!r} is no host, host:port, address or network")
            else:
                names.add((_plain(host), port))
        return cls(frozenset(names), tuple(networks))

    def has_name(self, host: str, port: int) -> bool:
        """Whether the operator lists this name, for this port or for all."""
        name = _plain(host)
        return (name, port) in self.names or (name, None) in self.names

    def has_address(self, address: IPv4Address | IPv6Address, port: int) -> bool:
        """Whether a listed network holds this address."""
        return any(address in network and listed in (None, port) for network, listed in self.networks)

    def has_host(self, host: str, port: int) -> bool:
        """Whether the operator lists this host as it stands in an address: by its name, or as an address."""
        try:
            return self.has_address(ip_address(host), port)
        except ValueError:
            return self.has_name(host, port)


def _plain(host: str) -> str:
    return host.rstrip(".").lower()


def _split_port(entry: str) -> tuple[str, int | None]:
    host, colon, port = entry.rpartition(":")
    has_port = colon and port.isdecimal() and (":" not in host or host.endswith("]"))
    if not has_port:
        return entry.strip("[]"), None
    if not 0 < int(port) < 65536:
        raise ValueError(f"{entry!r} has no valid port")
    return host.strip("[]"), int(port)


def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


class AddressGuard(AbstractResolver):
    """Resolves names and makes sockets for one connection pool, which must use it for both."""

    def __init__(self, trusted: TrustedHosts, resolver: AbstractResolver) -> None:
        self._trusted = trusted
        self._resolver = resolver
        self._trusted_by_name: set[tuple[str, int]] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Ask the real resolver, and remember where trusted names live."""
        found = await self._resolver.resolve(host, port, family)
        if self._trusted.has_name(host, port):
            self._trusted_by_name.update((result["host"], result["port"]) for result in found)
        return found

    async def close(self) -> None:
        """Close the real resolver."""
        await self._resolver.close()

    def make_socket(self, target: AddrInfoType) -> socket.socket:
        """Make the socket for a target as `getaddrinfo` gives it, or raise `AddressRefused`."""
        family, kind, protocol, _, (host, port, *_) = target
        if not self._allows(host, port):
            raise AddressRefused
        return socket.socket(family, kind, protocol)

    def _allows(self, host: str, port: int) -> bool:
        address = ip_address(host)
        return is_public(address) or self._trusted.has_address(address, port) or (host, port) in self._trusted_by_name
