"""Views for search engines: sitemaps and robots.txt."""

import datetime as dt
from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors
from sites.dependencies import section_of
from sites.models import AgencyHomePage

from . import sitemap

_URLS = "http://www.sitemaps.org/schemas/sitemap/0.9"
# URLs that need a sign-in, are endless, or contain nothing to index.
_CLOSED = ("wagtailadmin_home", "account_home", "hub:search")


@require_safe
@for_visitors
def robots(request: HttpRequest) -> HttpResponse:
    """Return robots.txt, which names all sitemap indexes."""
    depends_on("agencies")
    lines = ["User-agent: *", *(f"Disallow: {reverse(name)}" for name in _CLOSED)]
    paths = [reverse("hub:sitemap")]
    # An index may not name another index (sitemaps.org).
    paths += [reverse("hub:more_sitemaps", args=[part]) for part in sitemap.section_parts()[1:]]
    lines += ["", *(f"Sitemap: {request.build_absolute_uri(path)}" for path in paths), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@for_visitors
def index(request: HttpRequest) -> HttpResponse:
    """Return the sitemap index: hub, parts of the register, the first hundred sections."""
    depends_on("agencies", "register")
    paths = [reverse("hub:hub_sitemap")]
    paths += [reverse("hub:document_sitemap", args=[part]) for part in sitemap.document_parts()]
    return _index(request, [*paths, *_section_paths(1)])


@require_safe
@for_visitors
def more(request: HttpRequest, part: int) -> HttpResponse:
    """Return the sitemap index of the next hundred sections. 404 for an unknown part."""
    depends_on("agencies")
    if part not in sitemap.section_parts()[1:]:
        raise Http404
    return _index(request, _section_paths(part))


def _section_paths(part: int) -> list[str]:
    return [reverse("hub:section_sitemap", args=[slug]) for slug in sitemap.section_slugs(part)]


def _index(request: HttpRequest, paths: list[str]) -> HttpResponse:
    return _answer(request, "sitemapindex", "sitemap", ((path, None) for path in paths))


@require_safe
@for_visitors
def hub(request: HttpRequest) -> HttpResponse:
    """Return the sitemap of the hub's own pages."""
    return _answer(request, "urlset", "url", ((path, None) for path in sitemap.hub_paths()))


@require_safe
@for_visitors
def documents(request: HttpRequest, part: int) -> HttpResponse:
    """Return the sitemap of a part of the register. 404 for an unknown part."""
    depends_on("register")
    if part not in sitemap.document_parts():
        raise Http404
    return _answer(request, "urlset", "url", sitemap.documents_in(part))


@require_safe
@for_visitors
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the sitemap of an agency's live section."""
    home = get_object_or_404(AgencyHomePage.objects.live().public(), slug=slug)
    depends_on(section_of(home.path))
    return _answer(request, "urlset", "url", sitemap.pages_of(home))


def _answer(
    request: HttpRequest, outer: str, inner: str, rows: Iterable[tuple[str, dt.date | None]]
) -> HttpResponse:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{outer} xmlns="{_URLS}">']
    root = request.build_absolute_uri("/").rstrip("/")
    for path, changed in rows:
        day = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
        lines.append(f"<{inner}><loc>{escape(root + path)}</loc>{day}</{inner}>")
    return HttpResponse("\n".join([*lines, f"</{outer}>"]), content_type="application/xml")
