"""URLs of the pages of a long list.

Page.url would query the Site rows for each page, and return absolute URLs for some.
"""

from django.urls import reverse
from wagtail.models import Page

HUB_DEPTH = 2


def hub_root() -> str:
    """Return the tree URL path above all sections, e.g. "/hub/". One query."""
    roots = Page.objects.filter(depth=HUB_DEPTH).order_by("path")
    return str(roots.values_list("url_path", flat=True).first())


def address_of(page: Page, root: str) -> str:
    """Return the public URL path of a page below `root`."""
    return reverse("wagtail_serve", args=[page.url_path.removeprefix(root)])
