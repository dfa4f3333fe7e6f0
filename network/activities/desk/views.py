"""Views of the diary: list, one activity, and forms."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import Agency
from network.agencies.people.service_forms import AgencyServiceForm, ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import AGENCY, AGENCY_COLUMN, LabelledColumn, LinkColumn, TwoLineColumn
from network.core.dates import format_day
from network.core.export import ExportColumn, xlsx_response
from network.core.fields import offer
from network.core.outside import outside_link
from network.core.sorting import SortKey
from network.core.uploaded_tables import MAX_BYTES
from network.desks.acts import ActForm, arguments_of
from network.desks.lists import DeskList
from network.desks.rows import RowMixin, RowView

from .. import services
from ..counting import sums_of
from ..import_services import import_activities
from ..importing import COLUMNS
from ..models import Activity
from ..selectors import (
    activities_for,
    commune_name,
    commune_of,
    kept_agencies,
    last_activity,
    waiting_events,
)
from ..transitions import EDIT, REMOVE
from .filters import ActivityFilterSet
from .forms import DiaryEntryForm, ImportForm, RemoveForm, initial_of
from .wording import UNKNOWN, grouped, how_many, sums_in_words


def _cell(name: str) -> Any:
    def value(row: Activity) -> object:
        if name == "held_on":
            return format_day(row.held_on)
        found = getattr(row, name)
        if name == "commune":
            return commune_name(found)
        if isinstance(found, int):
            return found
        return "" if found is None else str(found)

    return value


class ActivitiesView(DeskList):
    """Activities of the user's agencies, or of all for overseers, with totals."""

    model = Activity
    page_title = gettext_lazy("Diary of activities")
    header_icon = "calendar-alt"
    index_url_name = "activities:index"
    index_results_url_name = "activities:index_results"
    export_url_name = "activities:export"
    results_template_name = "activities/desk/results.html"
    row_url_name = "activities:activity"
    file_name = "nhat-ky-hoat-dong"
    filterset_class = ActivityFilterSet
    verbose_name_plural = Activity._meta.verbose_name_plural
    no_results_message = gettext_lazy("Nothing is in the diary yet.")
    # Set only by the URL of the workbook.
    as_workbook = False

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the table columns."""
        return [
            LinkColumn(
                "title",
                label=_("What it was about"),
                accessor=lambda row: row.title,
                second=lambda row: row.form.name,
                url=self.row_url,
            ),
            TwoLineColumn(
                "held_on",
                label=_("Day and place"),
                accessor=lambda row: format_day(row.held_on),
                second=lambda row: row.place or commune_name(row.commune),
            ),
            LabelledColumn("number", label=_("How many"), accessor=how_many),
            AGENCY_COLUMN,
        ]

    @property
    def export_columns(self) -> list[ExportColumn]:
        """Return the export columns: those that can be imported again, and the agency."""
        own = [(column.head, _cell(name)) for name, column in COLUMNS.items()]
        return [*own, AGENCY]

    def get_base_queryset(self) -> QuerySet[Activity]:
        """Return the activities the user may read, newest first."""
        return activities_for(self.scope).order_by("-held_on", "-pk")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the list, or return all rows as a workbook."""
        if not self.as_workbook:
            return super().get(request, *args, **kwargs)
        title = str(self.page_title)
        rows = self.get_queryset()
        return xlsx_response(
            name=self.file_name, title=title, columns=self.export_columns, rows=rows
        )

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the totals over all pages of the list."""
        listed = Activity.objects.filter(pk__in=self.get_queryset().order_by().values("pk"))
        sums = sums_in_words(sums_of(listed))
        keeps = bool(kept_agencies(self.scope))
        return super().get_context_data(*args, **kwargs) | {"sums": sums, "keeps": keeps}

    def get_header_buttons(self) -> list[Button]:
        """Add a button for a new entry. Phones have room for two buttons; others are above the
        rows."""
        buttons = super().get_header_buttons()
        if not kept_agencies(self.scope):
            return buttons
        add = HeaderButton(_("Enter an activity"), reverse("activities:add"), icon_name="plus")
        return [add, *buttons]


class ActivityRow(RowMixin):
    """Mixin for views of one activity."""

    desk = ActivitiesView
    header_icon = "calendar-alt"
    row: Activity

    def get_rows(self) -> QuerySet[Activity]:
        """Return the activities the user may read."""
        return activities_for(self.scope)

    def row_name(self) -> str:
        """Return the title."""
        return self.row.title


class ActivityView(ActivityRow, RowView):
    """Page of one activity."""

    transitions = (EDIT, REMOVE)
    page_title = gettext_lazy("Activity")

    def buttons(self) -> list[Button]:
        """Add a button to enter a similar activity, which is often the next step."""
        found = super().buttons()
        if not EDIT.is_held(self.held):
            return found
        like = Button(_("Enter one like it"), reverse("activities:copy", args=[self.row.pk]))
        return [like, *found]

    def facts(self) -> list[tuple[Any, Any]]:
        """Return (label, value) pairs; numbers of people not counted are shown as unknown."""
        row, unknown = self.row, UNKNOWN if self.row.form.counts_people else ""

        def of(number: int | None) -> str:
            return "" if number is None else grouped(number)

        return [
            (_("Form"), row.form.name),
            (_("Day"), format_day(row.held_on)),
            (_("Place"), ", ".join(filter(None, (row.place, commune_name(row.commune))))),
            (_("Audience"), str(row.audience or "")),
            (_("Topic"), str(row.topic or "")),
            (_("Attendances"), of(row.attendances)),
            (_("Of these, women"), of(row.women) or unknown),
            (_("Of these, ethnic minorities"), of(row.minority) or unknown),
            (_("How many"), f"{of(row.quantity)} {row.form.unit}" if row.quantity else ""),
            (_("Of the copies, in a minority language"), of(row.quantity_minority)),
            (_("Led by"), row.agency.name),
            (_("Held together with"), ", ".join(each.name for each in row.hosts.all())),
            (_("In charge"), row.in_charge),
            (_("Legal reporters who spoke"), ", ".join(map(str, row.reporters.all()))),
            (_("From the budget (đồng)"), of(row.budget)),
            (_("From other sources (đồng)"), of(row.other_funds)),
            (_("Result, remarks"), row.note),
            (_("Evidence"), self.evidence()),
        ]

    def evidence(self) -> str:
        """Return a link to the evidence (page or external link), the file's title, or ""."""
        row = self.row
        if row.page and row.page.live:
            return format_html('<a href="{}">{}</a>', row.page.url, row.page.title)
        if row.link:
            return outside_link(row.link)
        return row.document.title if row.document else ""


class EntryView(AgencyServiceForm):
    """Enter an activity, prefilled from the agency's last one or from the copied one."""

    form_class = DiaryEntryForm
    template_name = "activities/desk/entry.html"
    page_title = gettext_lazy("Enter an activity")
    header_icon = "calendar-alt"
    success_message = gettext_lazy("The activity is in the diary.")
    above = [(reverse_lazy(ActivitiesView.index_url_name), ActivitiesView.page_title)]
    event: Any = None
    copied: Activity | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Determine the agency: the user's only one, or the one in the URL."""
        self.scope = scope_now(request)
        self.agency = self.find_agency(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def find_agency(self, **named: int) -> Agency:
        """Return the agency for the entry. Raises PermissionDenied if the user may not enter
        activities for it."""
        own, agency_id = kept_agencies(self.scope), named.get("agency_id")
        if not own or (agency_id and agency_id not in own):
            raise PermissionDenied
        own_rows = Agency.objects.filter(pk__in=own).order_by(SortKey("name"))
        self.others = list(own_rows) if len(own) > 1 else []
        return own_rows.get(pk=agency_id) if agency_id else own_rows[0]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Limit the choices to what is valid today and the agency's people."""
        kwargs = super().get_form_kwargs()
        return kwargs | {"agency": self.agency, "day": timezone.localdate(self.now)}

    def get_initial(self) -> dict[str, Any]:
        """Prefill what is usually the same as last time, and today's date."""
        known = initial_of(self.copied or last_activity(self.agency), copied=True)
        if not self.copied:
            known.pop("title", None)
            known.pop("hosts", None)
        today = {"held_on": timezone.localdate(self.now)}
        return {"commune": commune_of(self.agency)} | known | today

    def perform(self, form: Form) -> None:
        """Record the activity."""
        activity = services.record_activity(
            agency=self.agency,
            user=self.user,
            now=self.now,
            event=self.event,
            **arguments_of(form),
        )
        self.success_url = ActivitiesView.row_url(activity)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the other agencies for which the user may enter activities."""
        others = [] if self.event or self.copied else self.others
        return super().get_context_data(**kwargs) | {"others": others, "agency": self.agency}


class CopyView(EntryView):
    """Enter an activity similar to an existing one."""

    def find_agency(self, **named: int) -> Agency:
        """Return the agency that led the copied activity."""
        rows = activities_for(self.scope, writing=True)
        self.copied = get_object_or_404(rows, pk=named["activity_id"])
        return self.copied.agency


class FromEventView(EntryView):
    """Enter an event announced on the hub."""

    def find_agency(self, **named: int) -> Agency:
        """Return the agency whose section contains the event."""
        rows = waiting_events(self.scope, timezone.localdate())
        self.event = get_object_or_404(rows, pk=named["page_id"])
        agency: Agency = self.event.agency_home.agency
        return agency

    def get_initial(self) -> dict[str, Any]:
        """Prefill from the announcement."""
        event, topic = self.event, self.event.topics.first()
        return super().get_initial() | {
            "title": event.title,
            "held_on": event.last_day,
            "place": event.place,
            "topic": topic.slug if topic else None,
            "page": event.page_ptr,
        }


class ActivityActs(ActivityRow, ActForm):
    """Base view of an action on an activity."""

    key = "activity_id"


class EditView(ActivityActs):
    """Correct an activity."""

    transition, form_class = EDIT, DiaryEntryForm
    template_name = "activities/desk/entry.html"
    service = staticmethod(services.change_activity)
    success_message = gettext_lazy("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Limit the choices to what was valid on the activity's day."""
        kwargs = super().get_form_kwargs()
        return kwargs | {"agency": self.row.agency, "day": self.row.held_on}

    def get_initial(self) -> dict[str, Any]:
        """Return the stored values."""
        return initial_of(self.row)


class RemoveView(ActivityActs):
    """Remove an activity."""

    transition, form_class = REMOVE, RemoveForm
    service = staticmethod(services.remove_activity)
    success_message = gettext_lazy("The activity is out of the diary.")
    row_is_kept = False


class ImportView(ServiceForm):
    """Import the activities of a workbook."""

    form_class = ImportForm
    template_name = "activities/desk/import.html"
    page_title = gettext_lazy("Activities from a workbook")
    submit_label = gettext_lazy("Read it in")
    header_icon = "upload"
    success_url = reverse_lazy(ActivitiesView.index_url_name)
    above = [(reverse_lazy(ActivitiesView.index_url_name), ActivitiesView.page_title)]

    @cached_property
    def agencies(self) -> QuerySet[Agency]:
        """Return the agencies for which the user may import."""
        own = kept_agencies(scope_now(self.request))
        return Agency.objects.filter(pk__in=own).order_by(SortKey("name"))

    def get_form(self, form_class: Any = None) -> Form:
        """Limit the choices to the user's agencies."""
        form: Form = super().get_form(form_class)
        return offer(form, "agency", self.agencies)

    def perform(self, form: Form) -> None:
        """Import everything or nothing."""
        data = form.cleaned_data
        done = import_activities(
            agency=data["agency"],
            data=data["file"].read(MAX_BYTES + 1),
            user=self.user,
            now=self.now,
        )
        self.success_message = _("%(entered)d entered, %(known)d were in the diary already.") % {
            "entered": done.entered,
            "known": done.known,
        }


def workbook_to_fill_in(request: HttpRequest) -> HttpResponse:
    """Return an empty workbook to fill in. Its second sheet lists the accepted names."""
    from ..import_services import known_names

    lists = known_names(timezone.localdate())
    named = ("form", "audience", "topic")
    columns = [
        [COLUMNS[name].head, *(str(each) for each in lists[name].values())] for name in named
    ]
    longest = max(map(len, columns))
    rows = [[column[at] if at < len(column) else "" for column in columns] for at in range(longest)]
    return xlsx_response(
        name="mau-nhat-ky",
        title=str(ActivitiesView.page_title),
        columns=[(column.head, lambda row: "") for column in COLUMNS.values()],
        rows=[],
        legend=(_("Names"), rows),
    )
