"""Views under /s/: short link, QR code, preview picture and leaflet."""

import io

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network.core.freshness.middleware import for_visitors

from ..models import HubSettings
from . import leaflets, selectors
from .codes import Code
from .keeping import PICTURES, key_of
from .pictures import draw_picture

# A QR code depends only on its URL, so it can be cached forever.
CACHE_FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "public, max-age=0, must-revalidate"
# Width of one module in millimetres: about 4 cm in all, readable at arm's length.
QR_MODULE_MM = 1.1


@require_safe
def redirect_to_page(request: HttpRequest, code: Code) -> HttpResponse:
    """Redirect to the current URL of a page or document, or 404. Temporary, since it may move."""
    address = selectors.address_of(code)
    if address is None:
        raise Http404
    response = redirect(address)
    response["Cache-Control"] = REVALIDATE
    return response


@require_safe
def qr_code(request: HttpRequest, code: Code) -> HttpResponse:
    """Return the QR code of the short URL. No query: the code contains its own check."""
    drawn = io.BytesIO()
    address = request.build_absolute_uri(reverse("hub:short", args=[code]))
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=QR_MODULE_MM, unit="mm", light="#fff", title=address, svgclass=None
    )
    response = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = CACHE_FOREVER
    return response


@require_safe
def picture(request: HttpRequest, code: Code) -> HttpResponse:
    """Return the preview picture for applications that show a link, or 404."""
    told = selectors.picture_texts(code)
    if told is None:
        raise Http404
    return _picture_of(request, told.title, told.who, _what_it_is(told.place))


@require_safe
def hub_picture(request: HttpRequest) -> HttpResponse:
    """Return the preview picture of the network, for lists, which have no short code."""
    hub = HubSettings.load(request_or_site=request)
    return _picture_of(request, _what_it_is(hub.province), hub.contact_name, "")


def _what_it_is(province: str) -> str:
    return _("Law dissemination and education, %(place)s") % {"place": province}


def _picture_of(request: HttpRequest, *words: str) -> HttpResponse:
    key = key_of(*words)
    response = get_conditional_response(request, etag=f'"{key}"')
    if response is None:
        made = PICTURES.get(key, lambda: draw_picture(title=words[0], who=words[1], place=words[2]))
        response = HttpResponse(made, content_type="image/png")
    response["ETag"], response["Cache-Control"] = f'"{key}"', REVALIDATE
    return response


@require_safe
@for_visitors
def leaflet(request: HttpRequest, code: Code) -> HttpResponse:
    """Show the printable A4 leaflet of a page or document. 404 if it has none."""
    made = leaflets.leaflet_of(code)
    if made is None:
        raise Http404
    return render(request, "hub/leaflet.html", {"leaflet": made, "code": str(code)})
