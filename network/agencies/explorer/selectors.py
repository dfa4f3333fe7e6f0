"""Which pages, log entries and people a user sees in page lists."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr
from wagtail.models import Page, PageLogEntry

from network.accounts.models import User
from network.core.sorting import person_order

from ..acting.selectors import actable_agencies
from ..models import AGENCY_ROLES, Agency, Membership
from ..scope import SECTION_DEPTH, SECTION_PATH_LENGTH, Scope


def people_to_filter_by(
    scope: Scope, *, today: dt.date, page_id: int | None = None
) -> QuerySet[User]:
    """Return the people who serve or have served the agencies of `scope`, by name.

    Readers of other sections also get the people of the section of page `page_id`; the people of
    the whole network would be thousands.
    """
    agencies = set(scope.agency_roles)
    path = Page.objects.filter(pk=page_id).values_list("path", flat=True).first()
    if path and scope.reads_page(path):
        section = Agency.objects.filter(home_page__path=path[:SECTION_PATH_LENGTH])
        agencies |= set(section.values_list("pk", flat=True))
    rows = Membership.objects.filter(
        agency__in=agencies, role__in=AGENCY_ROLES, valid_from__lte=today
    )
    return User.objects.filter(pk__in=rows.values("user_id")).order_by(person_order(), "pk")


def reads_several_sections(scope: Scope) -> bool:
    """Return whether the user sees pages of several agencies, so that lists must show the
    agency."""
    sections = Agency.objects.filter(home_page__isnull=False)
    if all(len(path) >= SECTION_PATH_LENGTH for path in scope.readable_pages):
        return len(scope.agency_roles) > 1
    return sections.count() > 1


def aging_pages(scope: Scope) -> QuerySet[Page]:
    """Return the published pages that `scope` may read, least recently published first.

    Each has `agency_name`, the short name of the agency that owns its section.
    """
    pages = Page.objects.filter(_within(scope.readable_pages), live=True)
    return (
        pages.filter(depth__gte=SECTION_DEPTH, last_published_at__isnull=False)
        .select_related("content_type")
        .annotate(agency_name=_agency_name("path"))
        .order_by("last_published_at", "pk")
    )


def page_history(scope: Scope) -> QuerySet[PageLogEntry]:
    """Return the log entries of pages that `scope` may read, newest first, with `agency_name`.

    Entries of deleted pages are left out: the log does not keep their section.
    """
    pages = _within(scope.readable_pages, prefix="page__")
    return (
        PageLogEntry.objects.filter(pages)
        .select_related("page", "user", "content_type")
        .annotate(agency_name=_agency_name("page__path"))
        .order_by("-timestamp", "-pk")
    )


def of_agencies_named[Rows: QuerySet[Any]](rows: Rows, words: str, *, path: str) -> Rows:
    """Return the rows whose page (tree path in field `path`) belongs to an agency matching `words`.
    All rows if empty."""
    agencies = actable_agencies(words).filter(
        home_page__path=Substr(OuterRef(path), 1, SECTION_PATH_LENGTH)
    )
    return rows.filter(Exists(agencies)) if words.strip() else rows


def _within(paths: tuple[str, ...], *, prefix: str = "") -> Q:
    # Start with an empty condition: an empty Q would match all rows.
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(**{f"{prefix}path__startswith": path})
    return below


def _agency_name(path: str) -> Subquery:
    agencies = Agency.objects.filter(home_page__path=Substr(OuterRef(path), 1, SECTION_PATH_LENGTH))
    return Subquery(agencies.values("short_name")[:1])
