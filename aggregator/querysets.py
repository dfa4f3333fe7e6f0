"""Questions put to sources and library items."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import CharField, Count, F, Func, Prefetch, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from network.core import leases

if TYPE_CHECKING:
    from .models import LibraryItem, Source  # noqa: F401


def newest_first() -> tuple[OrderBy, OrderBy]:
    """Return the order of news: by the date at the source, else by the day it was first seen.

    What a source's first fetch brought without a date comes last.
    """
    news = Coalesce("published_at", "seen_at")
    return news.desc(nulls_last=True), F("id").desc()


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources by their schedule."""

    def due(self, now: dt.datetime) -> "SourceQuerySet":
        """Return the enabled sources whose next fetch has come, the longest waiting first."""
        due = self.filter(leases.free(now), enabled=True, next_fetch_at__lte=now)
        return due.order_by("next_fetch_at", "pk")

    def enabled_at(self, hosts: Collection[str]) -> dict[str, int]:
        """Return how many enabled sources each of these hosts has; one query."""
        host = Func("url", Value("/"), Value(3), function="split_part", output_field=CharField())
        enabled = self.filter(enabled=True).annotate(host=host).filter(host__in=hosts)
        return dict(enabled.order_by().values_list("host").annotate(Count("pk")))


class LibraryItemQuerySet(models.QuerySet["LibraryItem"]):
    """Library items by what readers may see."""

    def published(self) -> "LibraryItemQuerySet":
        """Return what readers see: in the library, each link once."""
        return self.filter(status="published", duplicate_of__isnull=True)

    def waiting(self) -> "LibraryItemQuerySet":
        """Return what a reviewer must decide on; duplicates follow the item they repeat."""
        return self.filter(status="new", duplicate_of__isnull=True)

    def with_sources(self) -> "LibraryItemQuerySet":
        """Fetch along all sources of each item for `LibraryItem.sources`; two queries more."""
        repeated = self.model.objects.exclude(status="skipped").select_related("source")
        return self.select_related("source").prefetch_related(
            Prefetch("duplicates", queryset=repeated.order_by("pk"))
        )

    def newest_first(self) -> "LibraryItemQuerySet":
        """Order as `newest_first` says."""
        return self.order_by(*newest_first())
