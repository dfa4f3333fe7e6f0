"""Addresses of the pages of a long list.

Asking each page for its url would ask for the Site rows, and give whole addresses for some.
"""

from django.urls import reverse
from wagtail.models import Page

HUB_DEPTH = 2


def hub_root() -> str:
    """Return the path above all sections, as pages know it: "/hub/"; one query."""
    roots = Page.objects.filter(depth=HUB_DEPTH).order_by("path")
    return str(roots.values_list("url_path", flat=True).first())


def address_of(page: Page, root: str) -> str:
    """Return the path at which citizens find a page below `root`."""
    return reverse("wagtail_serve", args=[page.url_path.removeprefix(root)])
