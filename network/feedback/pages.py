"""Which page a rating is about: its path, signed when the page is rendered.

The signature admits paths of our own pages only, so nobody can fill the tables with invented ones.
It needs no time stamp, since cached pages are served for a day.
"""

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from network.core.origin import origin
from sites.models import AgencyHomePage

from .models import LONGEST_PATH

_SIGNER = Signer(salt="feedback.page")


def page_key(request: HttpRequest) -> str:
    """Return the signed path of the requested page, or "" for a page without rating.

    Paths with a secret (links of followers, codes of questions) are neither shown nor stored.
    """
    match = getattr(request, "resolver_match", None)
    if match is None or request.method != "GET" or getattr(request, "is_preview", False):
        return ""
    named = match.kwargs.items()
    is_open = all(name == "slug" or isinstance(value, int) for name, value in named)
    if not (is_open or match.view_name == "wagtail_serve") or len(request.path) > LONGEST_PATH:
        return ""
    return _SIGNER.sign(request.path)


def page_of(key: str) -> str:
    """Return the path that a key names. Raises BadSignature if we did not sign it."""
    path = _SIGNER.unsign(key)
    if not path.startswith("/") or path.startswith("//"):
        raise BadSignature
    return path


def agency_of(path: str) -> tuple[int | None, str]:
    """Return id and name of the agency in whose section a page is, or (None, ""). One query."""
    slug = path.split("/")[1]
    homes = AgencyHomePage.objects.filter(slug=slug).values_list("agency_id", "agency__name")
    return homes.first() or (None, "")


def is_own_form(request: HttpRequest) -> bool:
    """Return whether a form of our own pages sent the request.

    There is no cookie, so there is no CSRF token either: browsers say where a form is.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    ours, sender = origin(request), request.headers.get("Origin")
    if sender:
        return sender == ours
    return request.headers.get("Referer", "").startswith(f"{ours}/")
