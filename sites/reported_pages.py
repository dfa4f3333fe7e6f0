"""Which page a citizen writes about, and the agency that reads it."""

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
    """A page of the tree that everybody may read, or None, and the path that was asked for."""

    page: Page | None
    path: str

    @property
    def title(self) -> str:
        """Return how the reader knows it."""
        return self.page.title if self.page else self.path


def reported_page(asked: str) -> ReportedPage:
    """Return the live page of a number or a path; what is no path of ours means the front page."""
    pages = Page.objects.live().public().filter(depth__gt=1)
    if asked.isascii() and asked.isdigit() and len(asked) <= 18:
        page = pages.filter(pk=int(asked)).first()
        return ReportedPage(page, _path_of(page) if page else "/")
    path = asked[:_LONGEST_PATH].partition("?")[0]
    # Browsers take "\\" for "/", and what begins with two of them for another host.
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
    """Return the agencies with an open section that exist on `day`: they may be written to."""
    return Agency.objects.valid_on(day).filter(home_page__live=True)


def overseeing_agency(day: dt.date) -> Agency | None:
    """Return the agency whose people oversee the network on `day`, with its open section."""
    overseers = Membership.objects.valid_on(day).filter(role=Role.OVERSEER)
    found = open_agencies(day).filter(pk__in=overseers.values("agency"))
    return found.select_related("home_page").order_by("pk").first()


def reading_agency(page: Page | None, day: dt.date) -> Agency | None:
    """Return who reads what is said of a page on `day`: its agency, or who oversees the network."""
    agency = agency_of_page(page) if page else None
    if agency is None or agency.gone_since(day):
        return overseeing_agency(day)
    return agency


def heir_of(agency: Agency, day: dt.date) -> Agency | None:
    """Return the one that may be written to in the agency's stead, None for several or nobody."""
    heir = sole_successor(agency, day)
    return open_agencies(day).filter(pk=heir.pk).first() if heir else None
