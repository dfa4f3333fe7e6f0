"""Parse a web address as browsers do (WHATWG URL Standard, "special" schemes). Pure.

Used by addresses.py, because the register must compare what a browser would open. Python's urlsplit
handles backslashes, dot segments and percent-encoded hosts differently.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address
from urllib.parse import parse_qsl, quote, unquote, unquote_to_bytes

import idna

_C0_AND_SPACE = "".join(map(chr, range(0x21)))
_REMOVED = dict.fromkeys(map(ord, "\t\n\r"))
_HTTP = re.compile(r"(https?):[/\\]*", re.IGNORECASE)
_OTHER_SCHEME = re.compile(
    r"[a-z][a-z0-9+.-]*://|(?:javascript|data|mailto|tel|sms|file|blob|view-source|about):",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]{2,}")
# Browsers read a host whose last label is a number as an IPv4 address: "0x7f.1" is 127.0.0.1.
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class WebAddressError(ValueError):
    """Raised if a text is not a web address."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """The parts of a web address as a browser parses it.

    `port` is None for the default port. `steps` are the path's segments as sent, with dot segments
    resolved; `user` is the part before "@".
    """

    host: str
    steps: tuple[str, ...] = ()
    query: str = ""
    fragment: str = ""
    port: int | None = None
    user: str = ""

    @property
    def path(self) -> str:
        """Return the path without the final slash, decoded once."""
        return "/".join(["", *map(unquote, self.steps)]).rstrip("/")

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Return the decoded query parameters in their order, including repeated ones."""
        return parse_qsl(self.query, keep_blank_values=True)

    def values(self, name: str) -> list[str]:
        """Return all values of a query parameter."""
        return [value for key, value in self.parameters if key == name]

    @property
    def location(self) -> str:
        """Return host, port and path, equal for all ways of escaping the path."""
        port = f":{self.port}" if self.port else ""
        path = "/".join(quote(unquote(step), safe="") for step in self.steps).rstrip("/")
        return f"{self.host}{port}/{path}".rstrip("/")

    @property
    def shown(self) -> str:
        """Return the address as a browser shows it, without its fragment."""
        path = "/".join(["", *self.steps]) if self.steps else ""
        return f"{self.location.partition('/')[0]}{path}{'?' if self.query else ''}{self.query}"


def parse_web_address(text: str) -> WebAddress:
    """Parse an http or https address; the scheme may be missing. Raises WebAddressError."""
    plain = text.strip(_C0_AND_SPACE).translate(_REMOVED)
    http = _HTTP.match(plain)
    if not http and _OTHER_SCHEME.match(plain):
        raise WebAddressError
    scheme = http[1].lower() if http else "https"
    rest = plain[http.end() :] if http else plain.lstrip("/\\")
    authority = re.split(r"[/\\?#]", rest, maxsplit=1)[0]
    rest, _hash, fragment = rest[len(authority) :].partition("#")
    path, _mark, query = rest.partition("?")
    user, _at, host_and_port = authority.rpartition("@")
    host, _colon, port = host_and_port.partition(":")
    if not re.fullmatch("[0-9]{0,5}", port) or int(port or 0) > 0xFFFF:
        raise WebAddressError
    number = int(port) if port else _DEFAULT_PORTS[scheme]
    return WebAddress(
        ascii_domain(host),
        _resolved(path),
        query,
        fragment,
        None if number == _DEFAULT_PORTS[scheme] else number,
        user,
    )


def ascii_domain(host: str) -> str:
    """Return the domain that a browser requests: percent-decoded, mapped by UTS 46, in punycode.

    Numbers in any notation become an IPv4 address. Raises WebAddressError if a browser finds no
    domain, and for domains of one label.
    """
    try:
        mapped = idna.uts46_remap(unquote_to_bytes(host).decode(), std3_rules=False)
        labels = [_ascii_label(label) for label in mapped.split(".")]
    except (UnicodeError, idna.IDNAError) as error:
        raise WebAddressError from error
    domain = ".".join(labels).removesuffix(".")
    if _ENDS_IN_NUMBER.search(domain):
        return _ipv4_address(domain)
    if not _HOST.fullmatch(domain):
        raise WebAddressError
    return domain


def _ipv4_address(host: str) -> str:
    """Return the IPv4 address of one to four numbers, of which the last fills all remaining bytes.

    Raises WebAddressError if one is out of range.
    """
    try:
        *first, last = map(_ipv4_number, host.split("."))
        if any(number > 255 for number in first):
            raise WebAddressError
        leading = sum(number << 8 * (3 - place) for place, number in enumerate(first))
        if last >= 256 ** (4 - len(first)):
            raise WebAddressError
        return str(IPv4Address(leading + last))
    except ValueError as error:
        raise WebAddressError from error


def _ipv4_number(label: str) -> int:
    """Parse one number of an IPv4 address: hexadecimal, octal or decimal. Raises ValueError."""
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if len(label) > 1 and label.startswith("0") else 10)


def unicode_domain(host: str) -> str:
    """Return the domain with its punycode labels decoded."""
    return ".".join(
        label[4:].encode().decode("punycode") if label.startswith("xn--") else label
        for label in host.split(".")
    )


def _ascii_label(label: str) -> str:
    """Return a domain label in punycode. Raises WebAddressError for punycode of pure ASCII."""
    if label.startswith("xn--") and label[4:].encode().decode("punycode").isascii():
        raise WebAddressError
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"


def _resolved(path: str) -> tuple[str, ...]:
    """Return the path's segments as browsers resolve them: "%2e" is a dot, a backslash is a
    slash."""
    steps: list[str] = []
    for step in re.split(r"[/\\]", path)[1:]:
        dots = re.sub("%2e", ".", step, flags=re.IGNORECASE)
        if dots == "..":
            del steps[-1:]
        elif dots != ".":
            steps.append(step)
    while steps and not steps[-1]:
        steps.pop()
    return tuple(steps)
