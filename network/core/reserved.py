"""Names that no section may bear, because addresses that are no pages begin with them."""

import re
from functools import cache

from django.conf import settings
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

_LITERAL = re.compile(r"[\w.-]+")


@cache
def reserved_names() -> frozenset[str]:
    """Return the first parts of all addresses of the install: "admin", "tim-kiem", "static" ...

    A page of that name could never be reached: they come first, and the proxy before them. Read
    from the URLs themselves, so that a new one is covered without anybody thinking of it.
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
    """Return "a" of "/a/b/"; "" for one that begins with a variable or holds nothing."""
    part = address.lstrip("/").partition("/")[0]
    return part if _LITERAL.fullmatch(part) else ""
