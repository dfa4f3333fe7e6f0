"""The one outbound HTTP client of the network: a guarded GET of a stranger's server.

Every request of the project to an address that a person or another server named goes through
`fetch`. A name is resolved once, all its addresses are checked, and the connection goes to a
checked address, so a name that changes its mind between check and use gains nothing. The same is
done again at every redirect. Time is limited as a whole, bytes after decompression. No cookies,
no proxies from the environment, no credentials. See docs/adr/0006-guarded-http-client.md.
"""

from __future__ import annotations

import http.client
import io
import re
import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse

from network.core.addresses import ascii_host, is_allowed_address, is_allowed_port, literal_address
from network.core.inflate import BrokenEncoding, decoder_for
from network.core.transport import (
    Resolver,
    deadline,
    pinned_connection,
    remaining,
    resolve_in_time,
    system_resolver,
)

MEBIBYTE = 1024 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """What one caller may do. Sizes in bytes after decompression, times in seconds.

    `user_agent` names us with a contact address. `allow_loopback` is for tests and the demo: it
    admits 127.0.0.0/8 and ::1, and no other private address.
    """

    user_agent: str
    allow_loopback: bool = False
    max_bytes: int = 10 * MEBIBYTE
    deadline_seconds: float = 20.0
    max_redirects: int = 5


@dataclass(frozen=True, slots=True)
class Redirect:
    """One step from an address to the next, with the status that asked for it."""

    status: int
    url: str
    location: str


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. `url` is the final address; `headers` have lower-case names.

    `body` is decompressed, and empty for any status but 2xx: nothing is read of an error page.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    redirects: tuple[Redirect, ...] = ()


class FetchError(Exception):
    """A fetch that came to nothing. `code` is stable: it is stored, shown and translated."""

    code = "connection"

    def __init__(self, url: str, detail: str, redirects: tuple[Redirect, ...] = ()) -> None:
        super().__init__(f"{self.code}: {detail} ({url})")
        self.url = url
        self.detail = detail
        self.redirects = redirects


class BadUrl(FetchError):
    """Not an http(s) address that may be fetched: scheme, credentials, port, spelling."""

    code = "bad_url"


class RefusedAddress(FetchError):
    """The host is, or resolves to, an address that is not public."""

    code = "refused_address"


class DnsFailure(FetchError):
    """The name has no address, or the resolver does not answer."""

    code = "dns"


class ConnectionFailure(FetchError):
    """Nobody answers, or the connection broke."""

    code = "connection"


class TlsFailure(FetchError):
    """The certificate or the handshake is bad."""

    code = "tls"


class FetchTimeout(FetchError):
    """The deadline passed, in whatever phase."""

    code = "timeout"


class TooLarge(FetchError):
    """The body is larger than the policy allows, as sent or after decompression."""

    code = "too_large"


class TooManyRedirects(FetchError):
    """A loop, or a chain longer than the policy allows."""

    code = "too_many_redirects"


class BadEncoding(FetchError):
    """The body is compressed in a way that was not asked for, or its compression is broken."""

    code = "bad_encoding"


class BadResponse(FetchError):
    """What came is not HTTP."""

    code = "bad_response"


def fetch(
    url: str,
    *,
    policy: FetchPolicy,
    etag: str | None = None,
    last_modified: str | None = None,
    accept: str = "*/*",
    resolver: Resolver = system_resolver,
) -> Response:
    """GET `url` under `policy`; follow redirects; return the answer whatever its status.

    `etag` and `last_modified` are the validators of an earlier answer and make the request
    conditional. `resolver(host, port)` returns the addresses of a name.
    Raises FetchError, always one of its subclasses, and nothing else.
    """
    headers = _request_headers(policy, etag, last_modified, accept)
    redirects: list[Redirect] = []
    try:
        with deadline(policy.deadline_seconds):
            while True:
                status, answered, body, location = _ask(url, headers, policy, resolver)
                if location is None:
                    return Response(status, url, answered, body, tuple(redirects))
                redirects.append(Redirect(status, url, location))
                if len(redirects) > policy.max_redirects:
                    raise TooManyRedirects(url, f"more than {policy.max_redirects}")
                url = location
    except FetchError as error:
        error.redirects = tuple(redirects)
        raise


def _request_headers(
    policy: FetchPolicy, etag: str | None, last_modified: str | None, accept: str
) -> dict[str, str]:
    headers = {
        "User-Agent": policy.user_agent,
        "Accept": accept,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }
    for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)):
        # Validators come from the server; one that could break the request is not sent back.
        if value and value.isprintable() and len(value) <= 1_000 and _is_latin(value):
            headers[name] = value
    return headers


def _is_latin(value: str) -> bool:
    return all(ord(char) < 256 for char in value)


def _ask(
    url: str, headers: dict[str, str], policy: FetchPolicy, resolver: Resolver
) -> tuple[int, dict[str, str], bytes, str | None]:
    """Make one request; return status, headers, body and where it redirects to."""
    parts, host, port = _target(url)
    addresses = _checked_addresses(url, host, port, policy, resolver)
    connection = pinned_connection(parts.scheme, host, port, addresses)
    try:
        connection.request(
            "GET",
            _request_target(parts),
            headers=headers,
            preload_content=False,
            decode_content=False,
        )
        with closing(connection.getresponse()) as response:
            answered = _joined_headers(response)
            location = _location(url, response.status, answered)
            wanted = location is None and 200 <= response.status < 300
            body = _read_body(url, response, policy.max_bytes) if wanted else b""
            return response.status, answered, body, location
    except FetchError:
        raise
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        raise _named(url, error) from error
    finally:
        connection.close()


# --- addresses -----------------------------------------------------------------------------------


def _target(url: str) -> tuple[SplitResult, str, int]:
    """Return the parts of `url`, its host in ASCII and its port. Raises BadUrl."""
    if _CONTROL.search(url) or len(url) > 4_000:
        raise BadUrl(url[:200], "blank, control character or backslash in it, or too long")
    try:
        parts = urlsplit(url)
        host, port = ascii_host(parts.hostname or ""), parts.port
        literal_address(host)
    except ValueError as error:
        raise BadUrl(url, str(error)) from error
    if parts.scheme not in ("http", "https"):
        raise BadUrl(url, "neither http nor https")
    if "@" in parts.netloc:
        raise BadUrl(f"{parts.scheme}://{parts.hostname}/", "credentials in it")
    port = port if port is not None else (443 if parts.scheme == "https" else 80)
    if not is_allowed_port(port):
        raise BadUrl(url, f"port {port} is not a web server's")
    return parts, host, port


def _request_target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    return f"{path}?{quote(parts.query, safe='/?%:@!$&()*+,;=~')}" if parts.query else path


def _checked_addresses(
    url: str, host: str, port: int, policy: FetchPolicy, resolver: Resolver
) -> list[str]:
    """Return the addresses of `host`, every one of them allowed. Raises RefusedAddress."""
    literal = literal_address(host)
    try:
        addresses = [str(literal)] if literal else resolve_in_time(host, port, resolver)
    except TimeoutError as error:
        raise FetchTimeout(url, f"no answer about {host}") from error
    except OSError as error:
        raise DnsFailure(url, f"{host}: {error}") from error
    if not addresses:
        raise DnsFailure(url, f"{host} has no address")
    for address in addresses:
        # One bad address refuses the name: a mixed answer is how rebinding begins.
        if not is_allowed_address(address, allow_loopback=policy.allow_loopback):
            raise RefusedAddress(url, f"{host} is {address}")
    return addresses


def _named(url: str, error: Exception) -> FetchError:
    """Return the named failure for what the libraries raised."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, (TimeoutError, ReadTimeoutError)):
            return FetchTimeout(url, "deadline passed")
        if isinstance(cause, ssl.SSLError):
            return TlsFailure(url, str(cause))
        cause = cause.__cause__ or cause.__context__
    inner = error.args[-1] if isinstance(error, ProtocolError) and error.args else error
    if isinstance(inner, (OSError, http.client.IncompleteRead)):
        return ConnectionFailure(url, str(error))
    return BadResponse(url, f"{type(error).__name__}: {error}")


# --- answers -------------------------------------------------------------------------------------


def _joined_headers(response: BaseHTTPResponse) -> dict[str, str]:
    return {name.lower(): ", ".join(response.headers.getlist(name)) for name in response.headers}


def _location(url: str, status: int, headers: Mapping[str, str]) -> str | None:
    """Return the absolute address of a redirect, None for any other answer."""
    if status not in _REDIRECTS or "location" not in headers:
        return None
    # Headers arrive as latin-1; servers that do not escape write UTF-8.
    written = headers["location"].strip().encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        target = urljoin(url, quote(written, safe="/?#[]%:@!$&'()*+,;=~"))
    except ValueError as error:
        raise BadUrl(written[:200], "redirect to nowhere") from error
    return target.partition("#")[0]


def _read_body(url: str, response: BaseHTTPResponse, max_bytes: int) -> bytes:
    """Read a body of at most `max_bytes`, as sent and as decoded. Raises TooLarge, BadEncoding."""
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > max_bytes:
        raise TooLarge(url, f"announces {announced} bytes")
    # Gives back what was written without a copy, unlike a list that is joined.
    body = io.BytesIO()
    sent = 0
    try:
        decoder = decoder_for(response.headers.get("content-encoding", ""))
        while raw := response.read(_CHUNK, decode_content=False):
            remaining()
            sent += len(raw)
            for part in decoder.feed(raw):
                body.write(part)
                if body.tell() > max_bytes:
                    raise TooLarge(url, f"more than {max_bytes} bytes when decompressed")
            if sent > max_bytes:
                raise TooLarge(url, f"more than {max_bytes} bytes sent")
        decoder.finish()
    except BrokenEncoding as error:
        raise BadEncoding(url, str(error)) from error
    return body.getvalue()
