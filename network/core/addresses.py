"""Decide which network addresses may be contacted on behalf of somebody else.

Allowed are only addresses that the IANA registries call globally reachable (special-purpose
registries, RFC 6890), except those that embed another address: IPv4 mapped into IPv6, 6to4, Teredo,
NAT64.
"""

from __future__ import annotations

import ipaddress
import re

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Listed explicitly, in addition to the check by the standard library, whose tables differ between
# Python releases.
_NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)
# The only IPv6 range assigned to the public network (IANA, IPv6 global unicast assignments).
_PUBLIC_V6 = ipaddress.ip_network("2000::/3")
_LOOPBACKS = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))

# Ports of mail, shells, directories and the like (Fetch Standard, "bad port"), and databases.
# fmt: off
_NOT_WEB_PORTS = frozenset((
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
    103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
    512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
    995, 1433, 1521, 1719, 1720, 1723, 2049, 2375, 2376, 3306, 3389, 3659, 4045, 4190, 5060, 5061,
    5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9200, 10080, 11211, 27017,
))
# fmt: on
_NUMBER_LIKE = re.compile(r"^(?:0x[0-9a-f]*|[0-9]+)$")
_NAME = re.compile(
    r"^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*"
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$"
)


def is_allowed_address(text: str, *, allow_loopback: bool = False) -> bool:
    """Return whether the IP address `text` is public, or loopback if that is allowed."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if any(address in network for network in _LOOPBACKS):
        return allow_loopback
    if any(address in network for network in _NEVER):
        return False
    if address.version == 6 and address not in _PUBLIC_V6:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_allowed_port(port: int) -> bool:
    """Return whether a web server may be expected on `port`."""
    return 0 < port < 65_536 and port not in _NOT_WEB_PORTS


def literal_address(host: str) -> Address | None:
    """Return the IP address if `host` is one in canonical form, or None if it is a name.

    Raises ValueError for other spellings of an address (decimal, octal, hexadecimal, short, with a
    zone): resolvers accept them, but people do not write them.
    """
    if ":" in host:
        return ipaddress.IPv6Address(host) if "%" not in host else _refuse(host)
    last = host.rpartition(".")[2]
    if not _NUMBER_LIKE.match(last):
        return None
    return ipaddress.IPv4Address(host)


def ascii_host(host: str) -> str:
    """Return a host name in lower-case ASCII without the final dot.

    IDNA normalises full-width digits and dots first. Raises ValueError if it is no host name.
    """
    name = host.rstrip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise ValueError(f"not a host name: {host!r}") from error
    name = name.lower()
    if ":" not in name and not _NAME.match(name):
        raise ValueError(f"not a host name: {host!r}")
    return name


def _refuse(host: str) -> Address:
    raise ValueError(f"not a plain address: {host!r}")
