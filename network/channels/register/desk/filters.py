"""Filters of the list of channels and of the overview of agencies."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from network.agencies.filters import AgencyFilter
from network.agencies.models import Agency, AgencyKind

from ...links.addresses import Platform
from ...models import Channel, ChannelState
from ..endings import conditions
from ..tallies import tallies

TO_CONFIRM, ENDING, NONE = "to_confirm", "ending", "none"


def _choice(label: Any, choices: Any, every: Any, **kwargs: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, widget=forms.Select, empty_label=every, **kwargs
    )


class ChannelFilterSet(WagtailFilterSet):
    """Filters channels by state, platform and agency."""

    state = _choice(
        _("State"),
        (
            (TO_CONFIRM, _("To be confirmed again")),
            (ENDING, _("Ending soon")),
            *ChannelState.choices,
        ),
        _("All states"),
        method="filter_state",
    )
    platform = _choice(_("Platform"), Platform.choices, _("All platforms"))
    agency = AgencyFilter()

    class Meta:
        model = Channel
        fields = ["state", "platform", "agency"]

    def filter_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the channels in a state, or those that must be confirmed or end soon."""
        if value in ChannelState.values:
            return rows.filter(state=value)
        found = conditions(rows.filter(state=ChannelState.ACTIVE), timezone.localdate())
        keys = [
            each.channel.pk
            for each in found
            if (each.lack if value == TO_CONFIRM else each.ends_on)
        ]
        return rows.filter(pk__in=keys)


class ChannelOverviewFilterSet(WagtailFilterSet):
    """Filters agencies by what their channels need, and by kind."""

    need = _choice(
        _("Pages"),
        (
            (NONE, _("No page in use")),
            (TO_CONFIRM, _("To be confirmed again")),
            (ENDING, _("Ending soon")),
            (ChannelState.AWAITING, ChannelState.AWAITING.label),
        ),
        _("All agencies"),
        method="filter_need",
    )
    kind = _choice(_("Kind"), AgencyKind.choices, _("All kinds"))

    class Meta:
        model = Agency
        fields = ["need", "kind"]

    def filter_need(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the agencies with channels that have the chosen need."""
        found = tallies(Channel.objects.all(), timezone.localdate())
        if value == NONE:
            return rows.exclude(pk__in=[pk for pk, tally in found.items() if tally.used])
        wanted = {
            TO_CONFIRM: lambda tally: tally.to_confirm,
            ENDING: lambda tally: tally.ending,
            ChannelState.AWAITING: lambda tally: tally.states[ChannelState.AWAITING],
        }[value]
        return rows.filter(pk__in=[pk for pk, tally in found.items() if wanted(tally)])
