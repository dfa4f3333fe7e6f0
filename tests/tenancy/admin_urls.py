"""Every address under /admin/, taken from the resolver itself, filled with somebody's objects."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.tenancy.conftest import House
from tests.tenancy.parts import Address, filled, filled_oddly, query_of

ADMIN = "admin/"
# Patterns without a name, and what is asked there.
UNNAMED = {
    "admin/login/": ["/admin/login/"],
    "admin/test404/": ["/admin/test404/"],
    "admin/^.*/$": ["/admin/khong-co/"],
}
BULK = "wagtail_bulk_action"
BULK_MODELS = (
    ("wagtailcore", "page"),
    ("media", "agencyimage"),
    ("media", "agencydocument"),
    ("accounts", "user"),
    ("agency_sites", "articlepage"),
)
BULK_ACTIONS = (
    "delete",
    "move",
    "publish",
    "unpublish",
    "add_to_collection",
    "add_tags",
    "assign_role",
    "set_active_state",
)


def every_pattern() -> Iterator[tuple[str, URLPattern, str]]:
    """Yield (full name, pattern, route) of every address there is."""
    yield from _walk(get_resolver(), (), "")


def admin_patterns() -> Iterator[tuple[str, URLPattern, str]]:
    """Yield (full name, pattern, route) of every named address under /admin/."""
    for name, pattern, route in every_pattern():
        if route.startswith(ADMIN) and pattern.name:
            yield name, pattern, route


def admin_addresses(house: House) -> list[Address]:
    """Return every address under /admin/ with what `house` owns in its path.

    Raises KeyError for a part of a path, or a pattern without a name, that nobody has thought
    about: a new screen is asked for, or a test fails.
    """
    found = []
    for name, pattern, route in every_pattern():
        if not route.startswith(ADMIN):
            continue
        if not pattern.name:
            found += [Address(name, url, route) for url in UNNAMED[route]]
        elif name == BULK:
            found += _bulk(house, route)
        else:
            found += [Address(name, url, route) for url in filled(name, pattern, house)]
    return found


def spelled_addresses(house: House) -> Iterator[Address]:
    """Yield the addresses that take a key in another spelling than its digits."""
    for name, pattern, route in admin_patterns():
        if name != BULK:
            yield from (Address(name, url, route) for url in filled_oddly(name, pattern, house))


def _bulk(house: House, route: str) -> Iterator[Address]:
    """Bulk actions name their objects in the query alone."""
    for app_label, model in BULK_MODELS:
        for action in BULK_ACTIONS:
            url = f"/admin/bulk/{app_label}/{model}/{action}/"
            yield Address(BULK, f"{url}?{query_of(house, model)}", route)
            yield Address(BULK, f"{url}?id=all&childOf={house.home.pk}", route)


def _walk(
    resolver: URLResolver, namespaces: tuple[str, ...], prefix: str
) -> Iterator[tuple[str, URLPattern, str]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, inner, route)
        else:
            yield ":".join((*namespaces, entry.name or "")), entry, route
