"""Select the external URLs on public pages, and the dead ones."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value
from django.utils import timezone

from network.agencies.models import Role
from network.agencies.scope import SECTION_PATH_LENGTH, Scope
from network.core import leases
from network.media.models import AgencyDocument, AgencyImage

from ..models import (
    AgencyHomePage,
    ArticlePage,
    BodyLink,
    LinkCheck,
    LinkState,
    Pano,
    PanoPlacement,
    RequiredLink,
    SectionLink,
)

# Everything listed is on public pages.
READS_ALL = frozenset({Role.OVERSEER, Role.NETWORK_ADMIN, Role.REPORT_VIEWER})


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A dead URL with the public page that contains it, and its agency's short name.

    For required links `page_id` is None and `agency` is "".
    """

    url: str
    title: str
    page_id: int | None
    agency: str
    code: str
    since: dt.datetime | None


def shows_in_pano(file: AgencyImage | AgencyDocument) -> bool:
    """Return whether a live section shows the picture in a banner today. At most one query."""
    if not isinstance(file, AgencyImage):
        return False
    panos = Pano.objects.shown_on(timezone.localdate())
    return panos.filter(image=file, placements__page__live=True).exists()


def named_urls() -> QuerySet[Any]:
    """Return every external URL on public pages, as one column. One query."""
    articles = ArticlePage.objects.live().exclude(source_url="")
    sections = SectionLink.objects.filter(page__live=True)
    panos = Pano.objects.filter(placements__page__live=True)
    columns = [
        rows.order_by().values_list(name)
        for rows, name in (
            (articles, "source_url"),
            (sections, "url"),
            (RequiredLink.objects.shown(), "url"),
            (panos, "url"),
            (BodyLink.objects.all(), "url"),
        )
    ]
    return columns[0].union(*columns[1:]).order_by()


def due_checks(now: dt.datetime, *, at_most: int) -> list[int]:
    """Return the ids of the URLs to check now, longest waiting first."""
    due = LinkCheck.objects.filter(leases.free(now), next_check_at__lte=now).order_by(
        "next_check_at", "pk"
    )
    return list(due.values_list("pk", flat=True)[:at_most])


def dead_links(
    scope: Scope, states: Collection[LinkState] = (LinkState.DEAD,), *, with_required: bool = False
) -> QuerySet[Any]:
    """Return rows (path, title, page_id, url) of the links in these states that `scope` looks
    after.

    People of an agency see those of their section, and with `with_required` the required links that
    all sections show; network roles see all, with required links first. Ordered by section, can be
    sliced.
    """
    dead = LinkCheck.objects.filter(state__in=states).values("url")
    articles = ArticlePage.objects.live().filter(source_url__in=dead)
    sections = SectionLink.objects.filter(page__live=True, url__in=dead)
    panos = PanoPlacement.objects.filter(page__live=True, pano__url__in=dead)
    bodies = BodyLink.objects.filter(page__live=True, url__in=dead)
    required = RequiredLink.objects.shown().filter(url__in=dead)
    if READS_ALL.isdisjoint(scope.roles):
        articles = articles.filter(_under(scope, "path"))
        sections = sections.filter(_under(scope, "page__path"))
        panos = panos.filter(_under(scope, "page__path"))
        bodies = bodies.filter(_under(scope, "page__path"))
        required = required if with_required else required.none()
    rows = [
        articles.order_by().values_list("path", "title", F("pk"), F("source_url")),
        sections.order_by().values_list("page__path", "page__title", F("page_id"), "url"),
        panos.order_by().values_list("page__path", "page__title", F("page_id"), F("pano__url")),
        bodies.order_by().values_list("page__path", "page__title", F("page_id"), "url"),
        required.order_by().values_list(
            Value("", output_field=CharField()),
            "title",
            Value(None, output_field=IntegerField()),
            "url",
        ),
    ]
    return rows[0].union(*rows[1:], all=True).order_by("path")


def _under(scope: Scope, field: str) -> Q:
    reach = Q(pk__in=[])
    for path in scope.readable_pages:
        reach |= Q(**{f"{field}__startswith": path})
    return reach


def with_checks(rows: Collection[tuple[str, str, int | None, str]]) -> list[DeadLink]:
    """Return rows of `dead_links` as DeadLink objects, with agency and check result. Two
    queries."""
    checks = LinkCheck.objects.in_bulk([row[3] for row in rows], field_name="url")
    sections = {row[0][:SECTION_PATH_LENGTH] for row in rows}
    homes = AgencyHomePage.objects.filter(path__in=sections)
    agencies = dict(homes.values_list("path", "agency__short_name"))
    return [
        DeadLink(
            url=url,
            title=title,
            page_id=page_id,
            agency=agencies.get(path[:SECTION_PATH_LENGTH], ""),
            code=checks[url].code,
            since=checks[url].failing_since,
        )
        for path, title, page_id, url in rows
        if url in checks
    ]
