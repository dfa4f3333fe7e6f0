"""Querysets of sources and library items."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import CharField, Count, F, Func, Prefetch, Q, Value, Window
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce, RowNumber

from network.core import leases

if TYPE_CHECKING:
    from .models import LibraryItem, Source  # noqa: F401

# The host of a source's address, with its port.
_HOST = Func("url", Value("/"), Value(3), function="split_part", output_field=CharField())


def newest_first() -> tuple[OrderBy, OrderBy]:
    """Return the ordering of news: by publication date, else by the date when it was first seen.

    Undated items of a source's first fetch come last.
    """
    news = Coalesce("published_at", "seen_at")
    return news.desc(nulls_last=True), F("id").desc()


class SourceQuerySet(models.QuerySet["Source"]):
    """Queryset of sources."""

    def due(self, now: dt.datetime) -> "SourceQuerySet":
        """Return the enabled, unleased sources that are due at `now`, longest waiting first."""
        due = self.filter(leases.free(now), enabled=True, next_fetch_at__lte=now)
        return due.order_by("next_fetch_at", "pk")

    def fair_between_hosts(self) -> "SourceQuerySet":
        """Order by the place in the line of the source's host, then by the waiting time."""
        waiting = ("next_fetch_at", "pk")
        place = Window(RowNumber(), partition_by=_HOST, order_by=waiting)
        return self.annotate(place=place).order_by("place", *waiting)

    def enabled_at(self, hosts: Collection[str]) -> dict[str, int]:
        """Return {host: number of enabled sources} for the given hosts that have any. One query."""
        enabled = self.filter(enabled=True).annotate(host=_HOST).filter(host__in=hosts)
        return dict(enabled.order_by().values_list("host").annotate(Count("pk")))


class LibraryItemQuerySet(models.QuerySet["LibraryItem"]):
    """Queryset of library items."""

    def published(self) -> "LibraryItemQuerySet":
        """Return the cards that readers see: published, without duplicates."""
        return self.filter(status="published", duplicate_of__isnull=True)

    def waiting(self) -> "LibraryItemQuerySet":
        """Return the cards that wait for a review; duplicates share that of their card."""
        return self.filter(status="new", duplicate_of__isnull=True)

    def with_sources(self, *, public: bool = False) -> "LibraryItemQuerySet":
        """Prefetch the items of each cluster for `LibraryItem.sources`: without skipped ones, or
        only those that readers may open. Adds two queries."""
        shown = Q(status="published") if public else ~Q(status="skipped")
        repeated = self.model.objects.filter(shown).select_related("source")
        return self.select_related("source").prefetch_related(
            Prefetch("duplicates", queryset=repeated.order_by("pk"))
        )

    def newest_first(self) -> "LibraryItemQuerySet":
        """Order by `newest_first()`."""
        return self.order_by(*newest_first())
