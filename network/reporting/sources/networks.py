"""Sources: social network channels, posts, and impersonations."""

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import Q
from django.urls import reverse

from network.channels.models import (
    BEFORE_APPROVAL,
    PROVEN_STATES,
    Case,
    CaseState,
    Channel,
    Post,
)

from . import CountedItem, FigureSource

type _Found = Iterator[tuple[int, CountedItem]]


def channels(agencies: Collection[int], first: dt.date, last: dt.date) -> _Found:
    """Yield the channels that were approved and not ended on the last day."""
    rows = Channel.objects.filter(agency__in=agencies, approved_on__lte=last)
    rows = rows.exclude(state__in=BEFORE_APPROVAL).exclude(ended_on__lte=last)
    for row in rows.order_by("platform", "name", "pk"):
        url = reverse("channels_desk:channel", args=[row.pk])
        platform = row.get_platform_display()
        rests = (("channel_registered", row.pk), ("channel_approval", row.pk))
        yield row.agency_id, CountedItem(row.name, url, row.approved_on, platform, rests=rests)


def posts(agencies: Collection[int], first: dt.date, last: dt.date) -> _Found:
    """Yield the posts in these days, including those deleted since."""
    rows = Post.objects.filter(agency__in=agencies, posted_on__range=(first, last))
    for row in rows.select_related("channel", "page"):
        url = reverse("channels_posts:post", args=[row.pk])
        platform = row.channel.get_platform_display()
        yield row.agency_id, CountedItem(row.page.title, url, row.posted_on, platform)


def _impersonations(state: Q) -> FigureSource:
    """Return a source for the cases confirmed in these days. Suspicions do not count."""

    def source(agencies: Collection[int], first: dt.date, last: dt.date) -> _Found:
        rows = Case.objects.filter(state, agency__in=agencies, confirmed_on__range=(first, last))
        for row in rows:
            url = reverse("cases_desk:case", args=[row.pk])
            yield (
                row.agency_id,
                CountedItem(row.name, url, row.confirmed_on, row.get_platform_display()),
            )

    return source


SOURCES = {
    "channels.in_use": channels,
    "posts.published": posts,
    "cases.found": _impersonations(Q(state__in=PROVEN_STATES)),
    "cases.handled": _impersonations(Q(state=CaseState.GONE)),
}
