"""What a browser needs to show visited pages offline (docs/adr/0023-lean.md)."""

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
from ..saved_pages import DAYS_SAVED, PAGES_SAVED

# Scripts of the offline page; its style sheets are listed in the page itself.
SCRIPTS = ("hub/offline.js", "hub/saved.js")
# Seconds to wait for a slow network before the saved copy is shown.
NETWORK_TIMEOUT_SECONDS = 4
COLOUR, PAPER = "#083358", "#ffffff"


@require_safe
@for_visitors
def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker: settings of this release, then its code.

    Served from the root path, because a service worker controls only URLs below itself.
    """
    told = json.dumps(worker_settings())
    code = static("hub/worker.js")
    script = f"const TOLD = {told};\nimportScripts({json.dumps(code)});\n"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


def worker_settings() -> dict[str, object]:
    """Return the settings of the service worker. `version` changes whenever a file that it caches
    changes."""
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
    """Return the URL prefixes that the service worker ignores."""
    closed = [reverse("wagtailadmin_home"), reverse("account_home"), settings.MEDIA_URL]
    return [*closed, reverse("preview", args=["x"]).removesuffix("x/"), "/documents/"]


@require_safe
@for_visitors
def offline(request: HttpRequest) -> HttpResponse:
    """Show the pages saved in this browser; the page's script fills in the list."""
    return render(request, "hub/offline.html", {"most": PAGES_SAVED, "days": DAYS_SAVED})


@require_safe
@for_visitors
def manifest(request: HttpRequest) -> HttpResponse:
    """Return the W3C web app manifest, with which a phone can install the hub as an app."""
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
            # Phones crop this icon to their own shape.
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
    """Redirect to an icon that browsers request at the root path by convention."""
    response = redirect(static(f"core/{name}"))
    response["Cache-Control"] = "public, max-age=86400"
    return response
