"""Report on the pace of legal updates."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.scope import scope_now
from network.agencies.tables import LabelledColumn, LinkColumn, TableView, TagColumn
from network.core.dates import format_day

from ..models import LegalUpdatePage
from .selectors import average_lag, pace_of, updates_for

_UNKNOWN = "–"


def _written(day: dt.date | None) -> str:
    return format_day(day) or _UNKNOWN


def _days(count: int | None) -> str:
    if count is None:
        return _UNKNOWN
    return ngettext("%d day", "%d days", count) % count


class PaceView(TableView):
    """Legal updates with the days from issue and from arrival to publication."""

    page_title = gettext_lazy("Pace of legal updates")
    header_icon = "time"
    index_url_name = "legal_update_pace:index"
    index_results_url_name = "legal_update_pace:results"
    results_template_name = "agency_sites/updates/pace_results.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.scope = scope_now(request)

    def get_base_queryset(self) -> QuerySet[Any]:
        return updates_for(self.scope)

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the table columns."""
        day = timezone.localdate()

        def pace(name: str, write: Any) -> Any:
            return lambda update: write(getattr(pace_of(update, day=day), name))

        return [
            LinkColumn(
                "title",
                label=_("Title"),
                url=self.page_address,
                second=lambda update: update.agency_name or "",
            ),
            LabelledColumn("issued", label=_("Issued"), accessor=pace("issued_on", _written)),
            LabelledColumn(
                "received",
                label=_("Arrived in the library"),
                accessor=pace("received_on", _written),
            ),
            LabelledColumn(
                "published", label=_("Published on"), accessor=pace("published_on", _written)
            ),
            LabelledColumn(
                "since_issue", label=_("Since issue"), accessor=pace("days_since_issue", _days)
            ),
            LabelledColumn("lag", label=_("Since arrival"), accessor=pace("lag_days", _days)),
            TagColumn(
                "late",
                label=_("On time"),
                accessor=pace("late", lambda late: _("Late") if late else _("On time")),
                primary=lambda update: pace_of(update, day=day).late,
            ),
        ]

    def page_address(self, update: LegalUpdatePage) -> str:
        """Return the editor URL for a draft or a user who may write, otherwise the public URL."""
        if self.scope.writes_page(update.path) or not update.live:
            return reverse("wagtailadmin_pages:edit", args=[update.pk])
        return update.get_url(self.request) or ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        average = average_lag(updates_for(self.scope))
        context["average_days"] = (
            None if average is None else number_format(average / dt.timedelta(1), 1)
        )
        context["allowed_days"] = settings.LEGAL_UPDATE_WORKING_DAYS
        return context
