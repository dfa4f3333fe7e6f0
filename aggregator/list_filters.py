"""Filters of the admin's lists of sources and items."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal_updates.list_filters import TopicFilter
from network.core.listing import ChoiceFilter
from network.core.sorting import SortKey

from .health import ILL
from .models import Health, ItemStatus, LibraryItemTopic, Source, SourceLevel

ALL = "all"
ATTENTION = "ill"


class SourceLevelFilter(ChoiceFilter):
    """Filters sources by level."""

    title = gettext_lazy("level")
    parameter_name = "level"
    any_label = gettext_lazy("All levels")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the levels."""
        return SourceLevel.choices

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the rows of the chosen level."""
        return queryset.filter(level=chosen)


class ItemLevelFilter(SourceLevelFilter):
    """Filters items by the level of their source."""

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the items whose source has the chosen level."""
        # Filter by ids, because the search index has the source of an item but not its level.
        sources = Source.objects.filter(level=chosen).values_list("pk", flat=True)
        return queryset.filter(source_id__in=list(sources))


class HealthFilter(ChoiceFilter):
    """Filters sources by state."""

    title = gettext_lazy("state")
    parameter_name = "state"
    any_label = gettext_lazy("All states")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return "needs attention" and all states."""
        return [(ATTENTION, _("Needs attention")), *Health.choices]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the sources in the chosen state."""
        return queryset.filter(health__in=[*ILL] if chosen == ATTENTION else [chosen])


class ItemHealthFilter(HealthFilter):
    """Filters items by the state of their source."""

    title = gettext_lazy("state of the source")

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the items whose source is in the chosen state."""
        sources = super().narrow(Source.objects.all(), chosen).values_list("pk", flat=True)
        return queryset.filter(source_id__in=list(sources))


class ItemTopicFilter(TopicFilter):
    """Filters items by topic."""

    through = LibraryItemTopic


class StatusFilter(ChoiceFilter):
    """Filters items by status; the default is "waiting for review"."""

    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the statuses and "all"."""
        waiting, *others = ItemStatus.choices
        return [(waiting[0], _("Waiting for review")), *others, (ALL, _("All statuses"))]

    def value(self) -> str:
        """Return the chosen status, "new" by default."""
        return super().value() or ItemStatus.NEW

    def narrow(self, queryset: Any, chosen: str) -> QuerySet:
        """Return the items with the chosen status; for "new" only cards, for "all" the queryset
        unchanged."""
        if chosen == ALL:
            return queryset
        return queryset.waiting() if chosen == ItemStatus.NEW else queryset.filter(status=chosen)


class SourceFilter(ChoiceFilter):
    """Filters items by source."""

    title = gettext_lazy("source")
    parameter_name = "source"
    any_label = gettext_lazy("All sources")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return all sources by name; one query."""
        sources = Source.objects.order_by(SortKey("name")).values_list("pk", "name")
        return [(str(pk), name) for pk, name in sources]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the items of the chosen source."""
        return queryset.filter(source_id=chosen)


class AgeFilter(ChoiceFilter):
    """Filters items by the time since they were fetched."""

    title = gettext_lazy("fetched")
    parameter_name = "days"
    any_label = gettext_lazy("At any time")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the choices: 1, 7 or 30 days."""
        return [("1", _("Last 24 hours")), ("7", _("Last 7 days")), ("30", _("Last 30 days"))]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the items fetched within the chosen number of days."""
        return queryset.filter(fetched_at__gte=timezone.now() - dt.timedelta(days=int(chosen)))
