"""Determine the client's network address."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the client's network address, or None if the server was reached by a Unix socket."""
    return forwarded_address(request) or _address(request.META.get("REMOTE_ADDR", ""))


def forwarded_address(request: HttpRequest) -> str | None:
    """Return the client's address as our proxies name it, None if they name none.

    Each proxy appends the address it saw to X-Forwarded-For. Only the entries of the
    TRUSTED_PROXIES nearest proxies are trusted, because a client can forge the earlier ones.
    """
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if not 0 < settings.TRUSTED_PROXIES <= len(entries):
        return None
    return _address(entries[-settings.TRUSTED_PROXIES])


def _address(text: str) -> str | None:
    """Return an IP address in normalized form, or None if the text is not one."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    # A server that listens on IPv6 sees IPv4 clients as mapped addresses, all within one network.
    return str(getattr(address, "ipv4_mapped", None) or address)
