"""The agency of a page, and the memberships of a user on a day."""

import datetime as dt

from django.db.models import QuerySet
from wagtail.models import Page

from network.accounts.models import User

from .models import Agency, Membership, Role
from .scope import SECTION_DEPTH, SECTION_PATH_LENGTH


def agency_of_page(page: Page) -> Agency | None:
    """Return the agency in whose section `page` is, or None above the sections. One query."""
    if page.depth < SECTION_DEPTH:
        return None
    return Agency.objects.filter(home_page__path=page.path[:SECTION_PATH_LENGTH]).first()


def open_sections() -> QuerySet[Page]:
    """Return the front pages of the open sections; their ids and paths are read from one index."""
    return Page.objects.filter(depth=SECTION_DEPTH, live=True).order_by()


def closed_sections() -> QuerySet[Page]:
    """Return the front pages of the sections that are not live, of which there are few."""
    return Page.objects.filter(depth=SECTION_DEPTH, live=False).order_by()


def memberships_in(*, user: User, agency: Agency, day: dt.date) -> dict[Role, Membership]:
    """Return the memberships with which `user` may decide in `agency` on `day`, by role. One query.

    Of two memberships in one role the later one counts. Empty during an act, which gives no
    membership and suspends the user's own.
    """
    rows = Membership.objects.filter(user=user, agency=agency).valid_on(day).giving_rights()
    return {Role(row.role): row for row in rows.order_by("valid_from")}
