"""Names that sections may not use, because other URLs begin with them."""

import re
from functools import cache

from django.conf import settings
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

_LITERAL = re.compile(r"[\w.-]+")


@cache
def reserved_names() -> frozenset[str]:
    """Return the first path segments of all URLs of the site: "admin", "tim-kiem", "static" ...

    A page with such a name could never be reached, since Django's URLs and the proxy's come first.
    The names are read from the URL configuration, so that new ones are included automatically.
    """
    prefixes = (str(address) for address in (settings.STATIC_URL, settings.MEDIA_URL))
    return frozenset(filter(None, [*map(_first_part, prefixes), *_first_parts(get_resolver())]))


def _first_parts(resolver: URLResolver) -> list[str]:
    found: list[str] = []
    for entry in resolver.url_patterns:
        if not isinstance(entry.pattern, RoutePattern):
            continue
        first = _first_part(str(entry.pattern))
        if first:
            found.append(first)
        elif isinstance(entry, URLResolver):
            found += _first_parts(entry)
    return found


def _first_part(address: str) -> str:
    """Return "a" of "/a/b/", or "" if the path is empty or begins with a variable."""
    part = address.lstrip("/").partition("/")[0]
    return part if _LITERAL.fullmatch(part) else ""
