"""The addresses under /s/: on to a page, its QR code, its picture, its leaflet."""

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

# The same for ever: a QR code is its address.
CACHE_FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "public, max-age=0, must-revalidate"
# Of one square, in millimetres: some 4 cm in all, to be read from an arm's length.
QR_MODULE_MM = 1.1


@require_safe
def redirect_to_page(request: HttpRequest, code: Code) -> HttpResponse:
    """Lead to where a page or a document stands now; not for ever, since it may move."""
    address = selectors.address_of(code)
    if address is None:
        raise Http404
    response = redirect(address)
    response["Cache-Control"] = REVALIDATE
    return response


@require_safe
def qr_code(request: HttpRequest, code: Code) -> HttpResponse:
    """Draw the whole short address, asking nothing: the code itself says whether it is one."""
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
    """Draw the picture for those who fetch a link before they show it."""
    told = selectors.picture_texts(code)
    if told is None:
        raise Http404
    return _picture_of(request, told.title, told.who, _what_it_is(told.place))


@require_safe
def hub_picture(request: HttpRequest) -> HttpResponse:
    """Draw the picture of the network as a whole: for lists, which have no short code."""
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
    """Show a page or a document on one sheet of A4, to be printed and handed out."""
    made = leaflets.leaflet_of(code)
    if made is None:
        raise Http404
    return render(request, "hub/leaflet.html", {"leaflet": made, "code": str(code)})
