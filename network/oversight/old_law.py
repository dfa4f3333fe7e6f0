"""Published pages that cite law that is no longer in force."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn

from legal_updates.citing.unknown_changes import behind_since, citations_behind
from legal_updates.models import Citation
from legal_updates.models.choices import NO_LONGER_LAW
from network.agencies.models import Agency, Role
from network.agencies.scope import SECTION_PATH_LENGTH
from network.agencies.tables import LabelledColumn, LinkColumn, TableView
from network.core.dates import format_day
from network.core.export import RowValue
from sites.models import AgencyHomePage


def citations_of_old_law(day: dt.date) -> QuerySet[Any]:
    """Return the citations of law that is no longer in force on `day`, annotated with `section`.

    These are the citations whose pages show a notice to citizens, by the rule of
    `citing.unknown_changes`: pages published after the change, and citations that the agency has
    confirmed, are left out.
    """
    behind = citations_behind(day, became=sorted(NO_LONGER_LAW))
    rows = Citation.objects.filter(pk__in=behind)
    return rows.annotate(section=Substr("page__path", 1, SECTION_PATH_LENGTH))


class OldLawFilterSet(WagtailFilterSet):
    """Filters by agency."""

    agency = django_filters.CharFilter(label=gettext_lazy("Agency"), method="of_agencies")

    class Meta:
        model = Citation
        fields: list[str] = []

    def of_agencies(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the rows of agencies whose name or code contains the entered text."""
        homes = AgencyHomePage.objects.filter(agency__in=Agency.objects.named(value))
        return rows.filter(section__in=homes.values_list("path"))


OWNER = RowValue(gettext_lazy("Agency"), lambda row: row.agency_name)
PAGE = RowValue(gettext_lazy("Page"), lambda row: row.page.title)
DOCUMENT = RowValue(gettext_lazy("Legal document"), lambda row: str(row.document))
SINCE = RowValue(gettext_lazy("No longer in force since"), lambda row: format_day(row.since))


class OldLawView(TableView):
    """List of all agencies' pages that cite law that is no longer in force."""

    page_title = gettext_lazy("Pages that cite law no longer in force")
    header_icon = "warning"
    index_url_name = "oversight:old_law"
    index_results_url_name = "oversight:old_law_results"
    export_url_name = "oversight:old_law_export"
    file_name = "trang-dan-van-ban-het-hieu-luc"
    readers = (Role.OVERSEER, Role.NETWORK_ADMIN, Role.REPORT_VIEWER)
    filterset_class = OldLawFilterSet
    above = [(reverse_lazy("oversight:situation"), gettext_lazy("How the agencies stand"))]
    no_results_message = gettext_lazy("No page cites law that no longer holds.")
    export_columns = (OWNER, PAGE, DOCUMENT, SINCE)

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns; each page links to its public address."""
        return [
            LinkColumn(
                "page",
                shows=PAGE,
                second=OWNER,
                url=lambda row: row.page.get_url(self.request) or "",
            ),
            LinkColumn(
                "document",
                shows=DOCUMENT,
                second=lambda row: row.document.title,
                url=lambda row: row.document.get_absolute_url(),
            ),
            LabelledColumn("since", shows=SINCE),
        ]

    def get_base_queryset(self) -> QuerySet[Citation]:
        """Return the citations, ordered by agency and page."""
        name = AgencyHomePage.objects.filter(path=OuterRef("section")).values("agency__short_name")
        day = timezone.localdate()
        rows = citations_of_old_law(day).annotate(
            agency_name=Subquery(name[:1]), since=behind_since(day, became=sorted(NO_LONGER_LAW))
        )
        return rows.select_related("page", "document__type").order_by("page__path", "pk")
