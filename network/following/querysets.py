"""Queryset of subscribers."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from .models import Subscriber  # noqa: F401


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Subscribers, filtered by due digests."""

    def due(self, editions: Mapping[str, dt.datetime]) -> "SubscriberQuerySet":
        """Return the subscribers whose current edition has neither been sent nor queued."""
        wanted = Q(pk__in=[])
        for frequency, edition in editions.items():
            unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=edition)
            wanted |= Q(frequency=frequency, digested_until__lt=edition) & unclaimed
        return self.filter(wanted)
