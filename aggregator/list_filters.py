"""The filters of the admin's lists."""

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
    """By whose portal it is."""

    title = gettext_lazy("level")
    parameter_name = "level"
    any_label = gettext_lazy("All levels")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the three levels."""
        return SourceLevel.choices

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the rows of that level."""
        return queryset.filter(level=chosen)


class ItemLevelFilter(SourceLevelFilter):
    """By whose portal an item comes from."""

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the items of the sources of that level."""
        # By ids: the search index knows the source of an item, not its level.
        sources = Source.objects.filter(level=chosen).values_list("pk", flat=True)
        return queryset.filter(source_id__in=list(sources))


class HealthFilter(ChoiceFilter):
    """By how the source is doing."""

    title = gettext_lazy("state")
    parameter_name = "state"
    any_label = gettext_lazy("All states")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the states, and before them all that ask for somebody's attention."""
        return [(ATTENTION, _("Needs attention")), *Health.choices]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the sources in that state."""
        return queryset.filter(health__in=[*ILL] if chosen == ATTENTION else [chosen])


class ItemHealthFilter(HealthFilter):
    """By how the source of an item is doing."""

    title = gettext_lazy("state of the source")

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the items of the sources in that state."""
        sources = super().narrow(Source.objects.all(), chosen).values_list("pk", flat=True)
        return queryset.filter(source_id__in=list(sources))


class ItemTopicFilter(TopicFilter):
    """By a topic that somebody, or its source, gave the item."""

    through = LibraryItemTopic


class StatusFilter(ChoiceFilter):
    """What waits for a review is shown unless something else is asked for."""

    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the statuses, and all of them together."""
        waiting, *others = ItemStatus.choices
        return [(waiting[0], _("Waiting for review")), *others, (ALL, _("All statuses"))]

    def value(self) -> str:
        """Return the choice, "waiting" where none was made."""
        return super().value() or ItemStatus.NEW

    def narrow(self, queryset: Any, chosen: str) -> QuerySet:
        """Return the items of that status."""
        if chosen == ALL:
            return queryset
        return queryset.waiting() if chosen == ItemStatus.NEW else queryset.filter(status=chosen)


class SourceFilter(ChoiceFilter):
    """By the source that brought the item."""

    title = gettext_lazy("source")
    parameter_name = "source"
    any_label = gettext_lazy("All sources")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return all sources by name; one query."""
        sources = Source.objects.order_by(SortKey("name")).values_list("pk", "name")
        return [(str(pk), name) for pk, name in sources]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the items of that source."""
        return queryset.filter(source_id=chosen)


class AgeFilter(ChoiceFilter):
    """By how long ago the item came."""

    title = gettext_lazy("fetched")
    parameter_name = "days"
    any_label = gettext_lazy("At any time")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return numbers of days."""
        return [("1", _("Last 24 hours")), ("7", _("Last 7 days")), ("30", _("Last 30 days"))]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the items of the last days."""
        return queryset.filter(fetched_at__gte=timezone.now() - dt.timedelta(days=int(chosen)))
