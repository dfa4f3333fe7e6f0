"""The only client for outbound HTTP: GET requests to untrusted servers with protection.

Every request to a URL supplied by a person or another server goes through `fetch`. A host name is
resolved once, all its addresses are checked, and the connection goes to a checked address, so a DNS
change between check and use has no effect. The same applies to every redirect. The total time and
the size after decompression are limited. No cookies, no proxies from the environment, no
credentials. See docs/adr/0006-guarded-http-client.md.
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
from network.core.inline_data import InlineDataFilter, has_inline_data
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
    """Limits of one caller. Sizes in bytes after decompression, times in seconds.

    `user_agent` identifies us with a contact address. `allow_loopback` is for tests and the demo:
    it allows 127.0.0.0/8 and ::1, but no other private address. `drop_inline_data` leaves out the
    contents of base64 data: addresses (pictures inside the page) of HTML and JSON while they
    arrive; the limits count them all the same.
    """

    user_agent: str
    allow_loopback: bool = False
    max_bytes: int = 10 * MEBIBYTE
    deadline_seconds: float = 20.0
    max_redirects: int = 5
    drop_inline_data: bool = False


@dataclass(frozen=True, slots=True)
class Redirect:
    """One redirect, with its status code."""

    status: int
    url: str
    location: str


@dataclass(frozen=True, slots=True)
class Response:
    """A response. `url` is the final URL; `headers` have lower-case names.

    `body` is decompressed, and empty for any status other than 2xx: the body of an error page is
    not read.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    redirects: tuple[Redirect, ...] = ()


class FetchError(Exception):
    """A fetch failed. `code` never changes: it is stored, shown and translated."""

    code = "connection"

    def __init__(self, url: str, detail: str, redirects: tuple[Redirect, ...] = ()) -> None:
        super().__init__(f"{self.code}: {detail} ({url})")
        self.url = url
        self.detail = detail
        self.redirects = redirects


class BadUrl(FetchError):
    """The URL may not be fetched because of its scheme, credentials, port or spelling."""

    code = "bad_url"


class RefusedAddress(FetchError):
    """The host is, or resolves to, an address that is not public."""

    code = "refused_address"


class DnsFailure(FetchError):
    """The name has no address, or the resolver does not answer."""

    code = "dns"


class ConnectionFailure(FetchError):
    """The server does not answer, or the connection broke."""

    code = "connection"


class TlsFailure(FetchError):
    """The certificate is invalid or the handshake failed."""

    code = "tls"


class FetchTimeout(FetchError):
    """The deadline passed in any phase of the request."""

    code = "timeout"


class TooLarge(FetchError):
    """The body is larger than the policy allows, as sent or after decompression."""

    code = "too_large"


class TooManyRedirects(FetchError):
    """A redirect loop, or a chain longer than the policy allows."""

    code = "too_many_redirects"


class BadEncoding(FetchError):
    """The body has a compression that was not requested, or its compression is broken."""

    code = "bad_encoding"


class BadResponse(FetchError):
    """The response is not HTTP."""

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
    """GET `url` under `policy`, follow redirects, and return the response with any status.

    `etag` and `last_modified` are the validators of an earlier response and make the request
    conditional. `resolver(host, port)` returns the addresses of a name. Raises FetchError, always
    one of its subclasses, and nothing else.
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
    """Return the request headers, with validators for a conditional request if they are well-
    formed."""
    headers = {
        "User-Agent": policy.user_agent,
        "Accept": accept,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }
    for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)):
        # Validators come from the server. Do not send back a value that could break the request.
        if value and value.isprintable() and len(value) <= 1_000 and _is_latin(value):
            headers[name] = value
    return headers


def _is_latin(value: str) -> bool:
    return all(ord(char) < 256 for char in value)


def _ask(
    url: str, headers: dict[str, str], policy: FetchPolicy, resolver: Resolver
) -> tuple[int, dict[str, str], bytes, str | None]:
    """Make one request. Returns status, headers, body, and the redirect target or None."""
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
            body = _read_body(url, response, policy) if wanted else b""
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
    """Return the addresses of `host` if all are allowed. Raises RefusedAddress, DnsFailure,
    FetchTimeout."""
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
        # One forbidden address refuses the name, since mixed answers are typical of DNS rebinding.
        if not is_allowed_address(address, allow_loopback=policy.allow_loopback):
            raise RefusedAddress(url, f"{host} is {address}")
    return addresses


def _named(url: str, error: Exception) -> FetchError:
    """Return the FetchError for an exception of the libraries."""
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
    """Return the absolute URL of a redirect, or None for any other response. Raises BadUrl if it
    cannot be parsed."""
    if status not in _REDIRECTS or "location" not in headers:
        return None
    # Headers arrive as latin-1; servers that do not percent-encode send UTF-8.
    written = headers["location"].strip().encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        target = urljoin(url, quote(written, safe="/?#[]%:@!$&'()*+,;=~"))
    except ValueError as error:
        raise BadUrl(written[:200], "redirect to nowhere") from error
    return target.partition("#")[0]


def _read_body(url: str, response: BaseHTTPResponse, policy: FetchPolicy) -> bytes:
    """Read a body of at most `max_bytes`, as sent and as decoded. Raises TooLarge, BadEncoding."""
    max_bytes = policy.max_bytes
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > max_bytes:
        raise TooLarge(url, f"announces {announced} bytes")
    filtered = policy.drop_inline_data and has_inline_data(response.headers.get("content-type", ""))
    inline_data = InlineDataFilter() if filtered else None
    # getvalue() makes no copy, unlike joining a list.
    body = io.BytesIO()
    sent = decoded = 0
    try:
        decoder = decoder_for(response.headers.get("content-encoding", ""))
        while raw := response.read(_CHUNK, decode_content=False):
            remaining()
            sent += len(raw)
            for part in decoder.feed(raw):
                decoded += len(part)
                body.write(inline_data.feed(part) if inline_data else part)
                if decoded > max_bytes:
                    raise TooLarge(url, f"more than {max_bytes} bytes when decompressed")
            if sent > max_bytes:
                raise TooLarge(url, f"more than {max_bytes} bytes sent")
        decoder.finish()
    except BrokenEncoding as error:
        raise BadEncoding(url, str(error)) from error
    if inline_data:
        body.write(inline_data.finish())
    return body.getvalue()
