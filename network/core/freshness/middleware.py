"""Full-page response cache for anonymous visitors (middleware and decorator)."""

import datetime as dt
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from threading import Event, Lock
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response

from ..page_views.counting import ViewedPage, count_view, viewed_page
from .dependencies import EVERYTHING, collecting, depends_on
from .keeping import building_response, seconds_until_midnight
from .listening import LISTENER, STORE
from .replica import WATCH, reading_from_replica

SAFE_METHODS = frozenset({"GET", "HEAD"})
POLICY = "Content-Security-Policy"
# The proxy absorbs bursts, revalidates in the background, and serves stale responses while the
# application is down.
CACHE_CONTROL = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=86400"
# Query parameters added by social networks and campaigns; nothing here reads them.
TRACKING = ("utm_", "fbclid", "gclid", "zarsrc", "zalo_", "mibextid", "_gl")
# A request that has waited this long for another thread's response makes its own.
MAX_WAIT_SECONDS = 5.0
KEPT_PARAMETERS = frozenset({"trang", "loai", "cap", "nguon"})
# These parameters take free text, so there are endless URLs: cache a response only when its URL is
# requested a second time.
FREE_PARAMETERS = frozenset({"q", "coquan", "linhvuc", "tinhtrang", "nam", "sapxep"})
# Responses to longer query strings or with unknown parameters are not cached.
LONGEST_QUERY = 200
# Longer paths are not remembered as asked before.
LONGEST_PATH = 300
MAX_ASKED_ADDRESSES = 2000


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A cached response, and the page that it shows if its views are counted."""

    status: int
    body: bytes
    headers: dict[str, str]
    page: ViewedPage | None = None

    def response(self) -> HttpResponse:
        return HttpResponse(self.body, status=self.status, headers=self.headers)

    def with_line(self, line: bytes) -> HttpResponse:
        """Return the page with `line` at the top of its body. This response must not be cached."""
        end_of_tag = self.body.find(b">", max(0, self.body.find(b"<body"))) + 1
        body = self.body[:end_of_tag] + line + self.body[end_of_tag:]
        changed = {"Cache-Control": "no-store", "Content-Length": str(len(body))}
        headers = {name: value for name, value in self.headers.items() if name != "ETag"}
        return HttpResponse(body, status=self.status, headers=headers | changed)


def for_visitors[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Cache the view's responses for anonymous visitors. The view declares its dependencies.

    The response must be the same for everybody who requests the same URL.
    """

    @wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        depends_on(EVERYTHING)
        response = view(*args, **kwargs)
        response.for_visitors = True  # type: ignore[attr-defined]
        return response

    return marked


def keep_if_missing(request: HttpRequest) -> None:
    """Allow caching of a 404 response for this request.

    The caller declares with `depends_on` what must change for the page to exist.
    """
    request.missing_for_visitors = True  # type: ignore[attr-defined]


class VisitorCacheMiddleware:
    """Serves visitors from the cache; one request makes a response that all others wait for.

    A visitor sends a GET or HEAD request without our cookies. This middleware is the outermost, so
    that cached responses are complete and `cached_response` needs no other middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # Keys of the responses being made; the event is set when the response is there.
        self.making: dict[Any, Event] = {}
        self.lock = Lock()
        self.asked_addresses: OrderedDict[Any, None] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the cached response, or make it and cache it."""
        key = cache_key(request)
        if key is None:
            return self.counted_response(request)
        LISTENER.start()
        WATCH.start()
        kept = STORE.get(key)
        if kept is not None:
            return conditional(request, kept.value)
        if STORE.version() is None:
            return self.make_response(request, key)
        return self.make_once(request, key)

    def counted_response(self, request: HttpRequest) -> HttpResponseBase:
        """Make a response that is not cached, and count it if it is a public page."""
        response = self.get_response(request)
        count_view(request, viewed_page(request, response))
        return response

    def make_once(self, request: HttpRequest, key: Any) -> HttpResponseBase:
        """Make the response, or wait for the thread that is already making it."""
        with self.lock:
            is_first = key not in self.making
            made = self.making.setdefault(key, Event())
        if not is_first:
            made.wait(MAX_WAIT_SECONDS)
            kept = STORE.get(key)
            return conditional(request, kept.value) if kept else self.make_response(request, key)
        try:
            return self.make_response(request, key)
        finally:
            del self.making[key]
            made.set()

    def make_response(self, request: HttpRequest, key: Any) -> HttpResponseBase:
        """Make the response and cache it if it is the same for every visitor."""
        version = STORE.version()
        with building_response(version), collecting() as dependencies:
            response = self.response_read_from_replica(request, version)
            if response is None:
                response = self.get_response(request)
        page = viewed_page(request, response)
        if not is_for_visitors(request, response):
            count_view(request, page)
            return response
        answer = complete(cast(HttpResponse, response), page)
        if version is not None and self.should_store(request, key, is_there=answer.status == 200):
            STORE.put(
                key,
                answer,
                dependencies=dependencies,
                size=len(answer.body),
                version=version,
                seconds=seconds_until_midnight(),
                is_page=True,
            )
        return conditional(request, answer)

    def response_read_from_replica(
        self, request: HttpRequest, version: int | None
    ) -> HttpResponseBase | None:
        """Return the response if the replica is fresh and it is the same for every visitor.

        Others are made anew from the primary: an error may be the replica's, and what is missing
        may be what this visitor has just sent. A response that has written is not made twice.
        """
        if not WATCH.is_fresh(version):
            return None
        with reading_from_replica() as reads:
            response = self.get_response(request)
        if reads.has_written or is_for_visitors(request, response):
            return response
        if response.status_code >= 500:
            WATCH.forget()
        return None

    def should_store(self, request: HttpRequest, key: Any, *, is_there: bool = True) -> bool:
        """Return whether the URL is one of a limited number, or was requested before."""
        asked = set(request.GET)
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY or not asked <= KEPT_PARAMETERS | FREE_PARAMETERS:
            return False
        if is_there and asked <= KEPT_PARAMETERS:
            return True
        return len(request.path_info) <= LONGEST_PATH and self.was_asked_before(key)

    def was_asked_before(self, key: Any) -> bool:
        """Return whether the URL is among the last MAX_ASKED_ADDRESSES, and add it."""
        with self.lock:
            again = key in self.asked_addresses
            self.asked_addresses[key] = None
            self.asked_addresses.move_to_end(key)
            if len(self.asked_addresses) > MAX_ASKED_ADDRESSES:
                self.asked_addresses.popitem(last=False)
        return again


def cached_response(environ: dict[str, Any]) -> HttpResponse | None:
    """Return the cached response to this request, or None. Makes no query.

    While the database is away the response is a saved copy.
    """
    request = WSGIRequest(environ)
    key = cache_key(request)
    kept = key and STORE.get(key)
    return conditional(request, kept.value) if kept else saved_copy(request)


def saved_copy(request: HttpRequest) -> HttpResponse | None:
    """Return the page as it was when the database went away, with a line that says so.

    Saved copies are public, so visitors with our cookies get them too. None while the database is
    available, and for a page that was not cached.
    """
    if not STORE.is_away() or request.method not in SAFE_METHODS:
        return None
    drop_tracking(request)
    try:
        found = STORE.saved(address_of(request))
    except DisallowedHost:
        return None
    if found is None:
        return None
    page, since = found
    if not page.headers.get("Content-Type", "").startswith("text/html"):
        return conditional(request, page)
    count_view(request, page.page)
    return page.with_line(saved_line(since))


@lru_cache(maxsize=1)
def saved_line(since: dt.datetime) -> bytes:
    """Return the line at the top of a saved copy. Rendered once per outage."""
    return render_to_string("saved_copy.html", {"since": since}).encode()


def cache_key(request: HttpRequest) -> tuple[str, ...] | None:
    """Return the cache key of a request, or None if its response depends on the visitor."""
    if not is_visitor(request) or request.path_info.startswith(_never_kept()):
        return None
    drop_tracking(request)
    try:
        return address_of(request)
    except DisallowedHost:
        # Django's own middleware refuses the host.
        return None


@cache
def _never_kept() -> tuple[str, ...]:
    """Return the beginnings of addresses whose responses are never cached.

    For them nobody waits for another thread's response, and none is made twice, from the replica
    and from the primary.
    """
    own = map(reverse, ("wagtailadmin_home", "account_home"))
    documents = reverse("wagtaildocs_serve", args=(0, "a")).removesuffix("0/a")
    return (*own, documents, settings.STATIC_URL, settings.MEDIA_URL)


def is_visitor(request: HttpRequest) -> bool:
    """Return whether the request is anonymous: a safe method without our cookies or credentials."""
    return (
        request.method in SAFE_METHODS
        and settings.OWN_COOKIES.isdisjoint(request.COOKIES)
        and "HTTP_AUTHORIZATION" not in request.META
    )


def is_for_visitors(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return whether a response is complete, the same for everybody, and not excluded from
    caching."""
    if response.status_code == 404:
        may_be_kept = getattr(request, "missing_for_visitors", False)
    else:
        may_be_kept = response.status_code == 200 and getattr(response, "for_visitors", False)
    return (
        may_be_kept
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response.headers
        and "cookie" not in response.headers.get("Vary", "").lower()
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and not getattr(request, "is_preview", False)
    )


def drop_tracking(request: HttpRequest) -> None:
    """Remove tracking parameters from the query string, because links on the page would copy
    them."""
    query = request.META.get("QUERY_STRING", "")
    if not any(name in query for name in TRACKING):
        return
    pairs = parse_qsl(query, keep_blank_values=True)
    left = [pair for pair in pairs if not pair[0].startswith(TRACKING)]
    request.META["QUERY_STRING"] = urlencode(left)


def address_of(request: HttpRequest) -> tuple[str, ...]:
    """Return the parts of a URL that identify a response."""
    return (
        request.scheme or "",
        request.get_host(),
        request.path_info,
        request.META.get("QUERY_STRING", ""),
    )


def complete(response: HttpResponse, page: ViewedPage | None) -> StoredResponse:
    """Return the response that shows `page` in cacheable form, with ETag and Cache-Control set."""
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["Cache-Control"] = CACHE_CONTROL
    headers = dict(response.headers)
    return StoredResponse(response.status_code, response.content, headers, page)


def conditional(request: HttpRequest, answer: StoredResponse) -> HttpResponse:
    """Return the response, or 304 if the client has it already. Counts the view of its page."""
    whole = answer.response()
    response = cast(
        HttpResponse, get_conditional_response(request, etag=answer.headers["ETag"], response=whole)
    )
    if response is not whole and POLICY in answer.headers:
        # Browsers apply the policy of the 304 response to the page that they reuse.
        response.headers[POLICY] = answer.headers[POLICY]
    count_view(request, answer.page, response.status_code)
    return response
