"""Move a section to another address, with a permanent redirect for each of its pages."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from network.agencies.models import Agency
from sites.models import AgencyHomePage

# One INSERT for so many redirects.
_BATCH = 2000
# Characters that Wagtail stores of a redirected address.
_LONGEST = 255


@transaction.atomic
def move_section(*, home: AgencyHomePage, slug: str) -> int:
    """Give a section and its agency the address `slug`. Returns the number of redirects.

    Wagtail creates redirects after the commit, one page at a time, so a killed process would lose
    them. Here they are part of the transaction, whatever the number of pages: a dozen queries. An
    address that is longer than Wagtail can store gets none. Raises ValidationError if another page
    has the address.
    """
    parent = home.get_parent()
    if parent.get_children().exclude(pk=home.pk).filter(slug=slug).exists():
        raise ValidationError(_("Another page of the portal has the address “%s”.") % slug)
    before, after = home.url_path, f"{parent.url_path}{slug}/"
    former_slug = home.slug
    pages = Page.objects.live().descendant_of(home, inclusive=True)
    moved = [
        (pk, path, after + path.removeprefix(before))
        for pk, path in pages.values_list("pk", "url_path")
    ]
    Page.objects.filter(pk=home.pk).update(slug=slug, url_path=after)
    home._update_descendant_url_paths(before, after)
    home.slug, home.url_path = slug, after
    Agency.objects.filter(pk=home.agency_id).update(slug=slug)
    number = _redirect(moved, parent.url_path)
    _redirect_shelf(former_slug, slug)
    return number


def _redirect(moved: list[tuple[int, str, str]], root_path: str) -> int:
    """Redirect the former addresses of pages, given as (id, URL path before, URL path after).
    Returns the number of redirects.

    Replaces redirects from the former addresses. Deletes redirects from a page's new address to the
    page itself, which a move back leaves: they would never end once the page is unpublished.
    """
    site = Site.objects.get(is_default_site=True)
    rows = [
        Redirect(
            old_path=_address(path, root_path),
            site=site,
            redirect_page_id=pk,
            automatically_created=True,
        )
        for pk, path, _after in moved
    ]
    rows = [row for row in rows if len(row.old_path) <= _LONGEST]
    replaced = Q(old_path__in=[row.old_path for row in rows])
    to_itself = Q(
        redirect_page__in=[pk for pk, *_paths in moved],
        old_path__in=[_address(after, root_path) for *_before, after in moved],
    )
    Redirect.objects.filter(replaced | to_itself, site=site).delete()
    Redirect.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows)


def _address(url_path: str, root_path: str) -> str:
    path: str = Redirect.normalise_path(f"/{url_path.removeprefix(root_path)}")
    return path


def _redirect_shelf(before: str, after: str) -> None:
    """Redirect the list of an agency's materials, whose address contains the slug."""
    old, new = (reverse("hub:agency_shelf", args=[slug]) for slug in (before, after))
    path = Redirect.normalise_path(old)
    Redirect.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        old_path=path,
        defaults={"redirect_link": new, "redirect_page": None, "automatically_created": True},
    )
