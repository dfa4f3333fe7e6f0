"""Where the network was asked for, and its addresses as a whole."""

from django.http import HttpRequest


def origin(request: HttpRequest) -> str:
    """Return scheme and host of a request, as in https://pbgdpl.example; read once for each."""
    found: str | None = getattr(request, "_origin", None)
    if found is None:
        found = f"{request.scheme}://{request.get_host()}"
        request._origin = found  # type: ignore[attr-defined]
    return found


def whole_address(request: HttpRequest, address: str) -> str:
    """Return an address of ours, quoted as `reverse` gives it, with scheme and host."""
    if address.startswith("/"):
        return origin(request) + address
    # Where there are several Sites, Wagtail gives the whole address by itself.
    return request.build_absolute_uri(address)
