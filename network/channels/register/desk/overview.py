"""Overseers' overview: number and state of channels per agency, and agencies without channels."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.figures import Figure
from network.agencies.models import Agency, Role
from network.agencies.tables import LabelledColumn, LinkColumn, TableView
from network.core.dates import format_day
from network.core.export import ExportColumn
from network.core.sorting import SortKey

from ...models import Channel, ChannelState
from ...shared.desk import ABOVE_CHANNELS
from ..tallies import Tally, tallies, total
from .filters import ENDING, NONE, TO_CONFIRM, ChannelOverviewFilterSet

_INDEX = "channels_desk:overview"


def network_figures(found: Mapping[int, Tally]) -> list[Figure]:
    """Return the figures of the whole network, each linked to the filtered list of agencies. One
    query."""
    day = timezone.localdate()
    whole, having = total(found.values()), {pk for pk, tally in found.items() if tally.used}
    without = Agency.objects.valid_on(day).exclude(pk__in=having).count()
    awaiting = whole.states[ChannelState.AWAITING]
    address = reverse(_INDEX)
    return [
        Figure(whole.used, _("official pages"), address),
        Figure(whole.to_confirm, _("to be confirmed again"), f"{address}?need={TO_CONFIRM}", True),
        Figure(whole.ending, _("ending soon"), f"{address}?need={ENDING}"),
        Figure(awaiting, _("waiting for approval"), f"{address}?need={ChannelState.AWAITING}"),
        Figure(without, _("agencies without a page"), f"{address}?need={NONE}"),
    ]


class OverviewView(TableView):
    """List of today's agencies with the numbers of their channels."""

    page_title = gettext_lazy("Social networks by agency")
    header_icon = "site"
    index_url_name = _INDEX
    index_results_url_name = "channels_desk:overview_results"
    export_url_name = "channels_desk:overview_export"
    results_template_name = "channels/desk/overview_results.html"
    filterset_class = ChannelOverviewFilterSet
    readers = (Role.OVERSEER,)
    file_name = "trang-mang-xa-hoi-theo-co-quan"
    above = [ABOVE_CHANNELS]

    @cached_property
    def found(self) -> dict[int, Tally]:
        """Return {agency id: tally} of the agencies that have channels."""
        return tallies(Channel.objects.all(), timezone.localdate())

    def tally(self, agency: Agency) -> Tally:
        """Return the tally of an agency, an empty one if it has no channels."""
        return self.found.get(agency.pk, Tally())

    @cached_property
    def export_columns(self) -> list[ExportColumn]:
        """Return the columns of the exported file."""
        return [
            (_("Agency"), lambda row: row.name),
            (_("In use"), lambda row: self.tally(row).used),
            (_("To be confirmed again"), lambda row: self.tally(row).to_confirm),
            (_("Planned or waiting"), lambda row: self.tally(row).to_come),
            (_("Closed, handed over"), lambda row: self.tally(row).ended),
            (_("First to end"), lambda row: format_day(self.tally(row).ends_on)),
        ]

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Return the columns of the screen; each agency links to its channels."""
        (label, name), *numbers = self.export_columns
        agency = LinkColumn(
            "agency",
            label=label,
            accessor=name,
            second=lambda row: "" if self.tally(row).used else _("no page in use"),
            url=lambda row: f"{reverse('channels_desk:index')}?agency={row.code}",
        )
        return [
            agency,
            *(
                LabelledColumn(f"number{place}", label=label, accessor=_zero_left_out(number))
                for place, (label, number) in enumerate(numbers)
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Agency]:
        """Return today's agencies by name."""
        return Agency.objects.valid_on(timezone.localdate()).order_by(SortKey("name"), "pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the network's figures."""
        return super().get_context_data(*args, **kwargs) | {"figures": network_figures(self.found)}


def _zero_left_out(number: Callable[[Agency], Any]) -> Callable[[Agency], Any]:
    """Return an accessor that shows nothing for zero, so that other numbers stand out."""
    return lambda row: number(row) or ""
