"""What a browser needs to show pages again without a network (docs/adr/0023-lean.md)."""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network.core.freshness.middleware import KEPT_PARAMETERS, TRACKING, for_visitors

from ..models import HubSettings

# What the page without a network needs besides the style sheets that it names itself.
SCRIPTS = ("hub/offline.js", "hub/saved.js")
PAGES_SAVED, DAYS_SAVED = 40, 30
# A slow network gets so long before the copy is shown.
NETWORK_TIMEOUT_SECONDS = 4
COLOUR, PAPER = "#083358", "#ffffff"


@require_safe
@for_visitors
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the service worker: what it must know of this release, then its program.

    At the root of the addresses, since it may only serve what lies below itself.
    """
    told = json.dumps(worker_settings())
    code = static("hub/worker.js")
    script = f"const TOLD = {told};\nimportScripts({json.dumps(code)});\n"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


def worker_settings() -> dict[str, object]:
    """Return the settings of the service worker; `version` changes with every file it keeps."""
    files = [static(name) for name in SCRIPTS]
    return {
        "version": hashlib.sha256(" ".join([*files, static("hub/worker.js")]).encode()).hexdigest(),
        "page": reverse("hub:offline"),
        "files": files,
        "static": settings.STATIC_URL,
        "never": ignored_prefixes(),
        "parameters": sorted(KEPT_PARAMETERS),
        "tracking": list(TRACKING),
        "most": PAGES_SAVED,
        "days": DAYS_SAVED,
        "patience": NETWORK_TIMEOUT_SECONDS * 1000,
        "note": _("You are reading the copy saved at {time} on {day}."),
        "missing": _("There is no network, and that page is not saved on this device."),
    }


def ignored_prefixes() -> list[str]:
    """Return the beginnings of addresses that are none of the worker's business."""
    closed = [reverse("wagtailadmin_home"), reverse("account_home"), settings.MEDIA_URL]
    return [*closed, reverse("preview", args=["x"]).removesuffix("x/"), "/documents/"]


@require_safe
@for_visitors
def offline(request: HttpRequest) -> HttpResponse:
    """Show what this browser has saved; a script of the page fills it in."""
    return render(request, "hub/offline.html", {"most": PAGES_SAVED, "days": DAYS_SAVED})


@require_safe
@for_visitors
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the hub to a phone that puts it beside its other programs (W3C app manifest)."""
    province = HubSettings.load(request_or_site=request).province
    described = {
        "name": _("Law dissemination and education, %(province)s") % {"province": province},
        "short_name": _("PBGDPL"),
        "lang": "vi",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": COLOUR,
        "background_color": PAPER,
        "icons": [
            {"src": static("core/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("core/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            # Phones cut this one to a shape of their own.
            {
                "src": static("core/icon-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "any maskable",
            },
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")


@require_safe
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """Lead to a picture that browsers ask for at the root without being told of it."""
    response = redirect(static(f"core/{name}"))
    response["Cache-Control"] = "public, max-age=86400"
    return response
