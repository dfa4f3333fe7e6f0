"""Views of reporters: list, one reporter, and actions."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, QuerySet
from django.forms import Form
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.filters import AgencyFilter
from network.agencies.models import Agency
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import AGENCY, LinkColumn, TagColumn, TwoLineColumn
from network.core.dates import format_day
from network.core.export import RowValue
from network.core.fields import offer
from network.core.sorting import SortKey
from network.desks.acts import ActForm, arguments_of
from network.desks.lists import DeskList
from network.desks.rows import RowMixin, RowView
from sites.models import Language

from .. import reporter_services
from ..desk.filters import topics
from ..models import Reporter, ReporterKind, ReporterLevel
from ..selectors import KEEPING, kept_agencies, reporters_for, serving_on
from ..transitions import EDIT_REPORTER, END_REPORTER, LIST_REPORTER, UNLIST_REPORTER
from .forms import ConsentForm, EndRecognitionForm, EnterReporterForm, ReporterForm

_HERE, _ENDED = "here", "ended"


class ReporterFilterSet(WagtailFilterSet):
    """Filters by kind, level, topic, language, whether in office, and agency."""

    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Recognised as"), choices=ReporterKind.choices, widget=forms.Select
    )
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("Level"), choices=ReporterLevel.choices, widget=forms.Select
    )
    topic = django_filters.ModelChoiceFilter(
        "topics",
        label=gettext_lazy("Topic"),
        queryset=topics,
        to_field_name="slug",
        widget=forms.Select,
    )
    language = django_filters.ChoiceFilter(
        "languages",
        lookup_expr="contains",
        label=gettext_lazy("Language"),
        choices=Language.choices,
        method="filter_language",
        widget=forms.Select,
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[(_HERE, gettext_lazy("In office")), (_ENDED, gettext_lazy("Recognition ended"))],
        method="filter_state",
        widget=forms.Select,
    )
    agency = AgencyFilter()

    class Meta:
        model = Reporter
        fields = ["kind", "level", "topic", "language", "state", "agency"]

    def filter_language(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the reporters who speak the language."""
        return rows.filter(languages__contains=[value])

    def filter_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the reporters who are in office today, or those who are not."""
        here = serving_on(timezone.localdate()).values("pk")
        return rows.filter(pk__in=here) if value == _HERE else rows.exclude(pk__in=here)


NAME = RowValue(gettext_lazy("Full name"), lambda row: row.name)
POST = RowValue(gettext_lazy("Post and place of work"), lambda row: row.post)
TOPICS = RowValue(
    gettext_lazy("Topics"), lambda row: ", ".join(str(each) for each in row.topics.all())
)
LANGUAGES = RowValue(gettext_lazy("Speaks to people in"), lambda row: ", ".join(row.language_names))
SPOKEN = RowValue(gettext_lazy("Number of activities"), lambda row: row.spoken)


class ReportersView(DeskList):
    """Reporters of the user's agencies, or of all for overseers."""

    model = Reporter
    page_title = gettext_lazy("List of reporters")
    header_icon = "group"
    results_template_name = "activities/desk/reporters_results.html"
    index_url_name = "reporters:index"
    index_results_url_name = "reporters:index_results"
    export_url_name = "reporters:export"
    row_url_name = "reporters:reporter"
    file_name = "bao-cao-vien"
    filterset_class = ReporterFilterSet
    verbose_name_plural = Reporter._meta.verbose_name_plural
    no_results_message = gettext_lazy("Nobody is in the list yet.")
    export_columns = (
        NAME,
        (gettext_lazy("Recognised as"), lambda row: row.get_kind_display()),
        (gettext_lazy("Level"), lambda row: row.get_level_display()),
        *(POST, TOPICS, LANGUAGES),
        (gettext_lazy("Degree"), lambda row: row.get_degree_display()),
        (gettext_lazy("Decision of recognition: number"), lambda row: row.number),
        (gettext_lazy("Recognised on"), lambda row: format_day(row.since)),
        (gettext_lazy("Until"), lambda row: format_day(row.until)),
        *(SPOKEN, AGENCY),
    )

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the table columns."""
        return [
            LinkColumn("name", shows=NAME, second=POST, url=self.row_url),
            TwoLineColumn(
                "kind",
                label=_("Recognised as"),
                accessor=lambda row: f"{row.get_kind_display()}, {row.get_level_display()}",
                second=lambda row: row.agency.short_name,
            ),
            TwoLineColumn("topics", shows=TOPICS, second=LANGUAGES),
            TwoLineColumn(
                "spoken",
                shows=SPOKEN,
                second=lambda row: _("listed in public") if row.consent_on else "",
            ),
            TagColumn(
                "state",
                label=_("State"),
                accessor=lambda row: _("Recognition ended") if row.until else _("In office"),
                primary=lambda row: not row.until,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Reporter]:
        """Return the reporters the user may read, with the number of activities at which they
        spoke."""
        rows = reporters_for(self.scope).annotate(spoken=Count("activities"))
        return rows.prefetch_related("topics").order_by(SortKey("name"), "pk")

    def get_header_buttons(self) -> list[Button]:
        """Add a button for a new reporter."""
        buttons = super().get_header_buttons()
        if not kept_agencies(self.scope, KEEPING):
            return buttons
        add = HeaderButton(_("Add somebody"), reverse("reporters:add"), icon_name="plus")
        return [add, *buttons]


class ReporterRow(RowMixin):
    """Mixin for views of one reporter."""

    desk = ReportersView
    header_icon = "group"
    row: Reporter

    def get_rows(self) -> QuerySet[Reporter]:
        """Return the reporters the user may read."""
        return reporters_for(self.scope)


class ReporterView(ReporterRow, RowView):
    """Page of one reporter."""

    transitions = (EDIT_REPORTER, LIST_REPORTER, UNLIST_REPORTER, END_REPORTER)
    page_title = gettext_lazy("Legal reporter")

    def facts(self) -> list[tuple[Any, Any]]:
        """Return (label, value) pairs, including the last activities."""
        row, listed = self.row, self.row.consent_on
        spoken = row.activities.order_by("-held_on")
        last = [f"{format_day(each.held_on)}: {each.title}" for each in spoken[:5]]
        return [
            (_("Recognised as"), f"{row.get_kind_display()}, {row.get_level_display()}"),
            (_("In the list of"), row.agency.name),
            (_("Post and place of work"), row.post),
            (_("Topics"), ", ".join(str(each) for each in row.topics.all())),
            (_("Speaks to people in"), ", ".join(row.language_names)),
            (_("Degree"), row.get_degree_display()),
            (_("Contact"), " · ".join(filter(None, (row.phone, row.email)))),
            (_("Decision of recognition: number"), f"{row.number}, {format_day(row.since)}"),
            (
                _("Recognition ended"),
                f"{format_day(row.until)} · {row.ending}" if row.until else "",
            ),
            (_("Listed in public"), _("agreed on %s") % format_day(listed) if listed else _("no")),
            (_("Number of activities"), str(spoken.count())),
            (_("Last spoke"), "; ".join(last)),
        ]


class EnterReporterView(ServiceForm):
    """Add a reporter."""

    form_class = EnterReporterForm
    page_title = gettext_lazy("Enter a reporter")
    success_message = gettext_lazy("The person is in the list.")
    above = [(reverse_lazy(ReportersView.index_url_name), ReportersView.page_title)]

    @cached_property
    def agencies(self) -> QuerySet[Agency]:
        """Return the agencies whose lists the user keeps."""
        own = kept_agencies(scope_now(self.request), KEEPING)
        return Agency.objects.filter(pk__in=own).order_by(SortKey("name"))

    def get_form(self, form_class: Any = None) -> Form:
        """Limit the choices to these agencies."""
        form: Form = super().get_form(form_class)
        return offer(form, "agency", self.agencies)

    def perform(self, form: Form) -> None:
        """Add the reporter."""
        row = reporter_services.enter_reporter(user=self.user, now=self.now, **arguments_of(form))
        self.success_url = ReportersView.row_url(row)


class ReporterActs(ReporterRow, ActForm):
    """Base view of an action on a reporter."""

    key = "reporter_id"
    success_message = gettext_lazy("Saved.")


class EditReporterView(ReporterActs):
    """Correct a reporter's data."""

    transition, form_class = EDIT_REPORTER, ReporterForm
    service = staticmethod(reporter_services.change_reporter)

    def get_initial(self) -> dict[str, Any]:
        """Return the stored values."""
        known = {name: getattr(self.row, name) for name in ReporterForm.base_fields}
        return known | {"topics": [each.slug for each in self.row.topics.all()]}


class EndReporterView(ReporterActs):
    """End a recognition."""

    transition, form_class = END_REPORTER, EndRecognitionForm
    service = staticmethod(reporter_services.end_reporter)
    explanation = gettext_lazy(
        "Phone and email are erased, and the public list has the row no more."
    )


class ListReporterView(ReporterActs):
    """Record consent to the public listing."""

    transition, form_class = LIST_REPORTER, ConsentForm
    service = staticmethod(reporter_services.list_reporter)
    success_message = gettext_lazy("Citizens find the person in the public list now.")


class UnlistReporterView(ReporterActs):
    """Remove a reporter from the public list."""

    transition = UNLIST_REPORTER
    service = staticmethod(reporter_services.unlist_reporter)
    success_message = gettext_lazy("The public list has the person no more.")
