"""Past events of the hub that are not in the diary yet."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.dates import format_day
from network.desks.lists import ItemList
from network.desks.panels import PanelRow
from sites.models import EventPage

from ..selectors import waiting_events
from .views import ActivitiesView


class EventsView(ItemList):
    """List of past events; each links to a prefilled diary entry."""

    model = EventPage
    page_title = gettext_lazy("Events to enter in the diary")
    action = gettext_lazy("Enter it")
    header_icon = "calendar-alt"
    index_url_name = "activities:events"
    index_results_url_name = "activities:events_results"
    verbose_name_plural = EventPage._meta.verbose_name_plural
    no_results_message = gettext_lazy("Every event that is over is in the diary.")
    above = [(reverse_lazy(ActivitiesView.index_url_name), ActivitiesView.page_title)]

    def get_base_queryset(self) -> QuerySet[EventPage]:
        """Return the past events of the user's agencies that are in no diary yet."""
        return waiting_events(self.scope, timezone.localdate(self.now))

    def item(self, row: Any) -> PanelRow:
        """Return the row of an event, linked to its diary entry."""
        return PanelRow(
            url=reverse("activities:from_event", args=[row.pk]),
            title=row.title,
            state=_("Over, not in the diary"),
            facts=" · ".join(filter(None, (format_day(row.last_day), row.place))),
            since=row.last_day,
        )
