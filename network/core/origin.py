"""Scheme and host of the current request, and absolute URLs."""

from django.http import HttpRequest


def origin(request: HttpRequest) -> str:
    """Return scheme and host of a request, e.g. https://pbgdpl.example. Cached on the request."""
    found: str | None = getattr(request, "_origin", None)
    if found is None:
        found = f"{request.scheme}://{request.get_host()}"
        request._origin = found  # type: ignore[attr-defined]
    return found


def whole_address(request: HttpRequest, address: str) -> str:
    """Return one of our URLs, as `reverse` gives it, with scheme and host."""
    if address.startswith("/"):
        return origin(request) + address
    # With several Sites, Wagtail already returns absolute URLs.
    return request.build_absolute_uri(address)
