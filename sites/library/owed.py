"""Determine which policies of the library each agency still has to report on (R4).

An agency owes a policy that matched a rule of its section when it arrived: source, level or topic.
It is settled by a published page started from the item or about its document, or by passing it over
with a reason. Later changes of rules or reasons change nothing about earlier days.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest, Substr
from django.utils import timezone

from aggregator.models import LibraryItem, LibraryItemTopic, LibraryItemUse
from legal_updates.models import LegalDocument
from network.agencies.scope import SECTION_PATH_LENGTH
from network.core.working_days import working_days

from ..models import LibraryRulePeriod, UpdateDocument
from .passing import midnight, passed_over_on

type Pair = tuple[int, int]


class Settled(StrEnum):
    """State of an owed policy on a day."""

    OPEN = "open"
    BEGUN = "begun"
    POSTED = "posted"
    PASSED_OVER = "passed_over"


@dataclass(frozen=True, slots=True)
class Owed:
    """A policy owed by an agency, on a day.

    `taken` is the number of working days from its arrival to `settled_on`, or to the day.
    """

    item_id: int
    title: str
    arrived_on: dt.date
    state: Settled
    settled_on: dt.date | None
    taken: int
    # The agency's page about it.
    page_id: int | None = None

    @property
    def is_settled(self) -> bool:
        """Return whether nothing remains to be done."""
        return self.settled_on is not None


def owed_policies(
    sections: Mapping[str, int], *, since: dt.date, day: dt.date
) -> dict[int, list[Owed]]:
    """Return what each agency owes of the policies that arrived from `since` to `day`, newest
    first.

    `sections` maps a section's tree path to its agency id. Six queries in all.
    """
    policies = _Policies.arrived(since, day)
    wanted = policies.wanted_by(sections.values())
    posted = _posted(sections, policies)
    begun, published = _used(sections.values(), policies)
    passed = _passed(sections.values(), policies, day)
    count = cache(working_days)

    def owed(agency: int, item: int) -> Owed:
        title, arrived_on = policies.cards[item]
        key = agency, item
        told = [found for found in (posted.get(key), published.get(key)) if found]
        days = [(on, Settled.POSTED) for on, _page in told]
        days += [(passed[key], Settled.PASSED_OVER)] if key in passed else []
        done = min((each for each in days if each[0] <= day), default=None)
        page = begun.get(key) or next((page for _on, page in told), None)
        until, state = done or (day, Settled.BEGUN if key in begun else Settled.OPEN)
        taken = count(arrived_on, until)
        return Owed(item, title, arrived_on, state, done and done[0], taken, page)

    return {
        agency: [owed(agency, item) for item in policies.cards if item in wanted[agency]]
        for agency in sections.values()
    }


@dataclass(frozen=True, slots=True)
class _Policies:
    """The policies that arrived in a period, newest first, indexed for matching."""

    # Card id to (title, day of arrival), and to the moment of arrival.
    cards: Mapping[int, tuple[str, dt.date]]
    moments: Mapping[int, dt.datetime]
    # Number key of the document to card ids.
    by_number: Mapping[str, Collection[int]]
    # (rule column, value) to card ids.
    by_reason: Mapping[tuple[str, Any], Collection[int]]

    @classmethod
    def arrived(cls, since: dt.date, day: dt.date) -> "_Policies":
        # Items from a source's first fetch have no `seen_at`: they may be of any year.
        """Return the policies that arrived in the library from `since` to `day`, with all sources,
        levels and topics of each. Two queries."""
        cards = LibraryItem.objects.published().filter(
            seen_at__gte=midnight(since), seen_at__lt=midnight(day + dt.timedelta(days=1))
        )
        cards = cards.exclude(policy_key="")
        repeats = Q(duplicate_of__in=cards.values("pk")) & ~Q(status="skipped")
        # A reviewed item is available to agencies only from its review on.
        arrived = Greatest("seen_at", "reviewed_at")
        rows = LibraryItem.objects.filter(Q(pk__in=cards.values("pk")) | repeats)
        found: dict[int, tuple[str, dt.date]] = {}
        moments: dict[int, dt.datetime] = {}
        numbers, reasons = defaultdict(set), defaultdict(set)
        for pk, card, title, key, moment, source, level in (
            rows.annotate(arrived=arrived)
            .order_by("-arrived", "-pk")
            .values_list(
                *("pk", "duplicate_of", "title", "policy_key", "arrived", "source"),
                "source__level",
            )
        ):
            reasons["source", source].add(card or pk)
            reasons["level", level].add(card or pk)
            if card is None:
                found[pk] = title, timezone.localdate(moment)
                moments[pk] = moment
                numbers[key.partition("|")[0]].add(pk)
        topics = LibraryItemTopic.objects.filter(content_object__in=found)
        for item, topic in topics.values_list("content_object", "tag"):
            reasons["topic", topic].add(item)
        return cls(found, moments, numbers, reasons)

    def wanted_by(self, agencies: Collection[int]) -> Mapping[int, set[int]]:
        """Return the card ids that matched a rule of each agency's section when they arrived."""
        wanted: dict[int, set[int]] = defaultdict(set)
        rules = LibraryRulePeriod.objects.filter(page__agency__in=agencies)
        for agency, source, level, topic, since, until in rules.values_list(
            "page__agency", "source", "level", "topic", "since", "until"
        ):
            reason = ("source", source) if source else ("topic", topic) if topic else None
            wanted[agency].update(
                card
                for card in self.by_reason.get(reason or ("level", level), ())
                if card in self.moments
                and (since is None or since <= self.moments[card])
                and (until is None or self.moments[card] < until)
            )
        return wanted


def _posted(sections: Mapping[str, int], policies: _Policies) -> dict[Pair, tuple[dt.date, int]]:
    """Return first publication day and page of each agency's legal updates about the documents.

    Numbers shared by several documents are ignored, since they are ambiguous.
    """
    twins = LegalDocument.objects.filter(number_key=OuterRef("document__number_key"))
    rows = (
        UpdateDocument.objects.filter(
            ~Exists(twins.exclude(pk=OuterRef("document"))),
            document__number_key__in=policies.by_number,
            page__first_published_at__isnull=False,
        )
        .annotate(section=Substr("page__path", 1, SECTION_PATH_LENGTH))
        .order_by("-page__first_published_at")
    )
    # Ordered by newest first, so that the earliest publication wins.
    return {
        (sections[section], item): (timezone.localdate(moment), page)
        for key, section, page, moment in rows.values_list(
            "document__number_key", "section", "page", "page__first_published_at"
        )
        if section in sections
        for item in policies.by_number[key]
    }


def _used(
    agencies: Collection[int], policies: _Policies
) -> tuple[dict[Pair, int], dict[Pair, tuple[dt.date, int]]]:
    """Return the pages agencies started from the items, and their first publication (day, page)."""
    begun: dict[Pair, int] = {}
    published: dict[Pair, tuple[dt.date, int]] = {}
    for agency, item, page, moment in _of_cards(
        LibraryItemUse.objects.filter(agency__in=agencies, page__isnull=False),
        policies,
        "page",
        "page__first_published_at",
    ):
        begun[agency, item] = page
        if moment:
            told = timezone.localdate(moment), page
            published[agency, item] = min(told, published.get((agency, item), told))
    return begun, published


def _passed(agencies: Collection[int], policies: _Policies, day: dt.date) -> dict[Pair, dt.date]:
    """Return the day on which each agency passed over a policy, if that held on `day`."""
    rows = passed_over_on(day).filter(agency__in=agencies)
    return {
        (agency, item): timezone.localdate(moment)
        for agency, item, moment in _of_cards(rows, policies, "passed_at")
    }


def _of_cards(rows: QuerySet[Any], policies: _Policies, *columns: str) -> Iterator[Any]:
    """Yield (agency, card, *columns) of rows about the cards or about items that are now duplicates
    of a card."""
    rows = rows.annotate(card=Coalesce("item__duplicate_of", "item"))
    found = rows.filter(card__in=policies.cards).order_by("pk")
    return iter(found.values_list("agency", "card", *columns))
