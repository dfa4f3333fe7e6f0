"""Find the page that a citizen writes about, and the responsible agency."""

import datetime as dt
from dataclasses import dataclass

from wagtail.models import Page, Site

from network.agencies.models import Agency, Membership, Role
from network.agencies.models.querysets import AgencyQuerySet
from network.agencies.selectors import agency_of_page
from network.agencies.succession import sole_successor

_LONGEST_PATH = 500


@dataclass(frozen=True, slots=True)
class ReportedPage:
    """A public page (or None), and its path."""

    page: Page | None
    path: str

    @property
    def title(self) -> str:
        """Return the page's title, or the path without a page."""
        return self.page.title if self.page else self.path


def reported_page(asked: str) -> ReportedPage:
    """Return the live page given by id or path. An invalid path gives the front page's path."""
    pages = Page.objects.live().public().filter(depth__gt=1)
    if asked.isascii() and asked.isdigit() and len(asked) <= 18:
        page = pages.filter(pk=int(asked)).first()
        return ReportedPage(page, _path_of(page) if page else "/")
    path = asked[:_LONGEST_PATH].partition("?")[0]
    # Browsers treat "\\" as "/", and take a path starting with two of them as another host.
    if not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return ReportedPage(None, "/")
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return ReportedPage(None, path)
    url_path = f"{site.root_page.url_path.rstrip('/')}{path.rstrip('/')}/"
    return ReportedPage(pages.filter(url_path=url_path).first(), path)


def _path_of(page: Page) -> str:
    parts = page.get_url_parts()
    return str(parts[2])[:_LONGEST_PATH] if parts else "/"


def open_agencies(day: dt.date) -> AgencyQuerySet:
    """Return the agencies with a live section that exist on `day`; citizens can write to them."""
    return Agency.objects.valid_on(day).filter(home_page__live=True)


def overseeing_agency(day: dt.date) -> Agency | None:
    """Return the agency whose people oversee the network on `day`, with its front page, or None."""
    overseers = Membership.objects.valid_on(day).filter(role=Role.OVERSEER)
    found = open_agencies(day).filter(pk__in=overseers.values("agency"))
    return found.select_related("home_page").order_by("pk").first()


def reading_agency(page: Page | None, day: dt.date) -> Agency | None:
    """Return the agency responsible for feedback on a page on `day`: its own, or the overseeing
    one."""
    agency = agency_of_page(page) if page else None
    if agency is None or agency.gone_since(day):
        return overseeing_agency(day)
    return agency


def heir_of(agency: Agency, day: dt.date) -> Agency | None:
    """Return the agency's sole successor if citizens can write to it, or None."""
    heir = sole_successor(agency, day)
    return open_agencies(day).filter(pk=heir.pk).first() if heir else None
