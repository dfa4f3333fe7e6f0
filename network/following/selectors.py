"""Queries for things to follow and their followers."""

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from legal_updates.models import LegalDocument, Topic
from network.agencies.models import Agency, AgencyKind
from network.core.text import sort_key
from sites.models import AgencyHomePage

from .choices import Choices, choices_of
from .models import Follow, FollowRequest, Subscriber


class Followable(NamedTuple):
    """Something to follow: id, slug and name."""

    pk: int
    slug: str
    name: str


class Group(NamedTuple):
    """Agencies of one kind."""

    label: str
    things: list[Followable]


def topics() -> list[Followable]:
    """Return the topics in official order. One query."""
    rows = Topic.objects.values_list("pk", "slug", "name")
    return [Followable(*row) for row in rows]


def agencies_by_kind() -> list[Group]:
    """Return the agencies of today with a live section by kind, in Vietnamese order. One query."""
    at_work = Q(agency__valid_to=None) | Q(agency__valid_to__gte=timezone.localdate())
    rows = AgencyHomePage.objects.live().filter(at_work).order_by()
    found: dict[str, list[Followable]] = {}
    for kind, *row in rows.values_list("agency__kind", "agency_id", "slug", "agency__name"):
        found.setdefault(kind, []).append(Followable(*row))
    return [
        Group(str(label), sorted(found[value], key=lambda thing: sort_key(thing.name)))
        for value, label in AgencyKind.choices
        if value in found
    ]


def documents_at(slugs: Collection[str]) -> list[Followable]:
    """Return the legal documents with these slugs. One query, none if empty."""
    return _documents(slug__in=slugs) if slugs else []


def documents_with(keys: Collection[int]) -> list[Followable]:
    """Return the legal documents with these ids. One query, none if empty."""
    return _documents(pk__in=keys) if keys else []


def _documents(**which: Collection[object]) -> list[Followable]:
    found = LegalDocument.objects.with_register().filter(**which).order_by("-issued_on", "-id")
    return [Followable(each.pk, each.slug, f"{each}: {each.title}") for each in found]


def names_of_choices(choices: Choices) -> list[str]:
    """Return the names of the choices, topics first. At most three queries."""
    named = list(Topic.objects.filter(pk__in=choices.topics).values_list("name", flat=True))
    agencies = Agency.objects.filter(pk__in=choices.agencies).values_list("name", flat=True)
    named += sorted(agencies, key=sort_key)
    return named + [each.name for each in documents_with(choices.documents)]


def open_request(request_id: int, *, now: dt.datetime) -> FollowRequest | None:
    """Return the unexpired request, or None."""
    return FollowRequest.objects.filter(pk=request_id, expires_at__gt=now).first()


def subscriber_with(key: str) -> Subscriber | None:
    """Return the subscriber with this key, or None."""
    return Subscriber.objects.filter(key=key).first()


def followed_by(subscriber: Subscriber) -> dict[str, Any]:
    """Return a subscriber's choices as `initial` of the form. Four queries."""
    chosen = choices_of(subscriber.follows.all())
    topics = Topic.objects.filter(pk__in=chosen.topics)
    sections = AgencyHomePage.objects.filter(agency__in=chosen.agencies)
    return {
        "topics": list(topics.values_list("slug", flat=True)),
        "agencies": list(sections.values_list("slug", flat=True)),
        "documents": [each.slug for each in documents_with(chosen.documents)],
        "frequency": subscriber.frequency,
    }


class FollowedCount(NamedTuple):
    """Number of followers of one thing."""

    name: str
    followers: int


def most_followed_topics() -> list[FollowedCount]:
    """Return the followed topics, most followed first. One query."""
    return _counted("topic__name")


def most_followed_agencies() -> list[FollowedCount]:
    """Return the followed agencies, most followed first. One query."""
    return _counted("agency__name")


def most_followed_documents() -> list[FollowedCount]:
    """Return the followed documents, most followed first. Two queries."""
    rows = _counts("document")
    names = {each.pk: each.name for each in documents_with([key for key, _ in rows])}
    return [FollowedCount(names[key], count) for key, count in rows if key in names]


def subscriber_counts() -> dict[str, int]:
    """Return the number of subscribers by frequency. One query."""
    rows = Subscriber.objects.values_list("frequency").annotate(Count("pk")).order_by()
    return dict(rows)


LONGEST_LIST = 200


def _counted(name: str) -> list[FollowedCount]:
    return [FollowedCount(*row) for row in _counts(name)]


def _counts(name: str) -> list[tuple]:
    rows = Follow.objects.filter(**{f"{name.partition('__')[0]}__isnull": False})
    counted = rows.values_list(name).annotate(followers=Count("pk"))
    return list(counted.order_by("-followers", name)[:LONGEST_LIST])
