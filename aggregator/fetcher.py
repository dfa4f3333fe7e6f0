"""Send one conditional GET to the address of a source; every result has a named outcome."""

import datetime as dt
import hashlib
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from threading import Lock

from django.conf import settings

from network.core import http

from .feeds.types import NotAFeed, NotAFeedReason
from .models import FetchOutcome, Source

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, "
    "application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
# The HTTP client's error codes (network.core.http), by what they mean to the owner of the source.
_OUTCOMES = {
    http.BadUrl.code: FetchOutcome.REFUSED_ADDRESS,
    http.RefusedAddress.code: FetchOutcome.REFUSED_ADDRESS,
    http.FetchTimeout.code: FetchOutcome.TIMEOUT,
    http.TlsFailure.code: FetchOutcome.CERTIFICATE,
    http.TooLarge.code: FetchOutcome.TOO_LARGE,
    http.TooManyRedirects.code: FetchOutcome.REDIRECTS,
}
_PERMANENT = frozenset({301, 308})
_MISSING = {404: FetchOutcome.NOT_FOUND, 410: FetchOutcome.GONE}
_ASKED_TO_WAIT = frozenset({429, 503})
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})")
# Parsing takes a multiple of the body's memory, so a process parses one large body at a time.
_LARGE = 1024 * 1024
_LARGE_TURN = Lock()
_VALIDATOR_LENGTHS = {"etag": 300, "last-modified": 100}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The result of one fetch.

    `outcome` is None if there is a new body to read, else the reason why there is none; `detail` is
    then a code, sometimes followed by ": " and the network's message. `url` is the final address of
    the body. `etag` and `last_modified` are None if the response does not mention them.
    `asked_wait` is the minimum wait that the portal asks for. `moved_to` is the target of a
    permanent redirect (301, 308), "" if there is none. `took` is the duration of the whole fetch.
    """

    outcome: FetchOutcome | None
    detail: str = ""
    body: bytes = b""
    body_hash: str = ""
    url: str = ""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    asked_wait: dt.timedelta | None = None
    moved_to: str = ""
    took: dt.timedelta = dt.timedelta()


def fetch(source: Source, *, now: dt.datetime) -> Fetched:
    """Fetch the address of `source` with a conditional GET. Raises nothing for network or HTTP
    errors, and writes nothing."""
    started = time.monotonic()
    fetched = _fetch(source, now)
    return replace(fetched, took=dt.timedelta(seconds=time.monotonic() - started))


def _fetch(source: Source, now: dt.datetime) -> Fetched:
    """Send the request and return its result, without its duration. Raises nothing for network or
    HTTP errors."""
    try:
        response = http.fetch(
            source.url,
            policy=policy(),
            etag=source.etag or None,
            last_modified=source.last_modified or None,
            accept=ACCEPT,
        )
    except http.FetchError as error:
        outcome = _OUTCOMES.get(error.code, FetchOutcome.UNREACHABLE)
        return Fetched(outcome, f"{error.code}: {error.detail}")
    if response.status == 304:
        return _unchanged(response)
    if not 200 <= response.status < 300:
        return _refusal(response, now)
    return _answer(source, response)


def not_a_feed(error: NotAFeed) -> Fetched:
    """Return the outcome for a body that an adapter refused: NOT_FOUND if the page says that it
    does not exist, else NOT_A_FEED."""
    missing = error.reason is NotAFeedReason.MISSING_PAGE
    outcome = FetchOutcome.NOT_FOUND if missing else FetchOutcome.NOT_A_FEED
    return Fetched(outcome, error.reason.value)


def parsing_turn(body: bytes) -> AbstractContextManager[object]:
    """Return the context in which a body may be parsed; for a large one it waits until no other
    is parsed in this process."""
    return _LARGE_TURN if len(body) > _LARGE else nullcontext()


def policy() -> http.FetchPolicy:
    """Return the fetch limits from the settings, for the HTTP client."""
    return http.FetchPolicy(
        user_agent=settings.AGGREGATOR_USER_AGENT,
        allow_loopback=settings.AGGREGATOR_ALLOW_LOOPBACK,
        deadline_seconds=settings.AGGREGATOR_FETCH_SECONDS,
        drop_inline_data=True,
    )


def _answer(source: Source, response: http.Response) -> Fetched:
    """Return a successful response as Fetched; NOT_MODIFIED if the body is the same as the last
    one."""
    body_hash = hashlib.blake2b(response.body, digest_size=16).hexdigest()
    known = body_hash == source.body_hash
    return Fetched(
        FetchOutcome.NOT_MODIFIED if known else None,
        detail="same_body" if known else "",
        body=b"" if known else response.body,
        body_hash=body_hash,
        url=response.url,
        content_type=response.headers.get("content-type"),
        etag=_validator(response.headers, "etag") or "",
        last_modified=_validator(response.headers, "last-modified") or "",
        asked_wait=_max_age(response.headers),
        moved_to=_moved_to(response.redirects),
    )


def _unchanged(response: http.Response) -> Fetched:
    """Return a 304 response as Fetched."""
    return Fetched(
        FetchOutcome.NOT_MODIFIED,
        detail="http_304",
        etag=_validator(response.headers, "etag"),
        last_modified=_validator(response.headers, "last-modified"),
        asked_wait=_max_age(response.headers),
        moved_to=_moved_to(response.redirects),
    )


def _moved_to(redirects: Sequence[http.Redirect]) -> str:
    """Return the target of an unbroken chain of permanent redirects. A temporary redirect ends the
    chain."""
    moved = ""
    for step in redirects:
        if step.status not in _PERMANENT:
            break
        moved = step.location
    return moved


def _refusal(response: http.Response, now: dt.datetime) -> Fetched:
    """Return an error response as Fetched, by its status code."""
    detail = f"http_{response.status}"
    if response.status in _MISSING:
        return Fetched(_MISSING[response.status], detail)
    if response.status in _ASKED_TO_WAIT:
        return Fetched(FetchOutcome.BUSY, detail, asked_wait=_retry_after(response.headers, now))
    return Fetched(FetchOutcome.HTTP_ERROR, detail)


def _validator(headers: Mapping[str, str], name: str) -> str | None:
    """Return an ETag or Last-Modified header that can be stored and sent back, or None."""
    value = headers.get(name, "")
    return value if value.isprintable() and 0 < len(value) <= _VALIDATOR_LENGTHS[name] else None


def _max_age(headers: Mapping[str, str]) -> dt.timedelta | None:
    """Return the max-age of the Cache-Control header, None if there is none."""
    found = _MAX_AGE.search(headers.get("cache-control", "").lower())
    return dt.timedelta(seconds=int(found.group(1))) if found else None


def _retry_after(headers: Mapping[str, str], now: dt.datetime) -> dt.timedelta | None:
    """Return the wait of a Retry-After header, in seconds or as a date (RFC 9110, 10.2.3), or
    None."""
    written = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", written):
        return dt.timedelta(seconds=int(written))
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(moment - now, dt.timedelta(0))
