"""Views of sent reminders: list, what was done since, and the letters as files."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button

from network.agencies.models import Role
from network.agencies.scope import scope_now
from network.agencies.tables import AGENCY, LinkColumn, TagColumn, TwoLineColumn
from network.core.dates import format_day, format_moment
from network.core.letters import letters_response
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowMixin, RowView, TransitionForm

from ..models.reminding import Reminder
from .letters import official_letters
from .missing import done_since, point_key, things_missing
from .services import RECEIVE, receive_reminder


def readable(scope: Any) -> QuerySet[Reminder]:
    """Return the reminders to the user's agencies, for overseers all; newest first."""
    rows: QuerySet[Reminder] = Reminder.scoped.of(scope)
    return rows.select_related("agency", "sent_by", "received_by").order_by(
        "-sent_at", "agency__name", "pk"
    )


class RemindersView(DeskList):
    """List of reminders, newest first."""

    model = Reminder
    page_title = gettext_lazy("Reminders sent")
    action = gettext_lazy("Receive")
    header_icon = "mail"
    index_url_name = "oversight:reminders"
    index_results_url_name = "oversight:reminders_results"
    export_url_name = "oversight:reminders_export"
    row_url_name = "oversight:reminder"
    verbose_name_plural = Reminder._meta.verbose_name_plural
    no_results_message = gettext_lazy("No agency was reminded yet.")
    panel_heading = gettext_lazy("Reminders from Sở Tư pháp")
    file_name = "don-doc"
    export_columns = [
        AGENCY,
        (gettext_lazy("Sent"), lambda row: format_moment(row.sent_at)),
        (gettext_lazy("Things missing"), lambda row: len(row.points)),
        (gettext_lazy("Received"), lambda row: format_moment(row.received_at)),
    ]

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns. The sender is shown only to users who may read the reminder in
        full."""
        return [
            LinkColumn(
                "agency",
                shows=AGENCY,
                second=lambda row: things_missing(len(row.points)),
                url=self.row_url,
            ),
            TwoLineColumn(
                "sent",
                label=_("Sent"),
                accessor=lambda row: format_day(timezone.localdate(row.sent_at)),
                second=lambda row: row.sent_by.get_full_name() if row.sent_by else "",
            ),
            TwoLineColumn("since", label=_("Since then"), accessor=self.done),
            TagColumn(
                "received",
                label=_("Received"),
                accessor=_received,
                primary=lambda row: row.received_at is None,
            ),
        ]

    @cached_property
    def settled(self) -> dict[int, set[tuple[int | None, str]]]:
        """Return {agency id: reminded points settled now} for this page."""
        return done_since(list(self.object_list), self.now)

    def done(self, row: Reminder) -> str:
        """Return how many of the reminded points are settled now."""
        points = [point_key(point) for point in row.points]
        done = self.settled.get(row.agency_id, set())
        numbers = {"done": sum(point in done for point in points), "all": len(points)}
        return _("%(done)d of %(all)d done") % numbers

    def get_base_queryset(self) -> QuerySet[Reminder]:
        """Return the reminders that the user may read."""
        return readable(self.scope)

    def panel_rows(self) -> QuerySet[Reminder]:
        """Return the unreceived reminders to the user's own agencies."""
        rows: QuerySet[Reminder] = Reminder.scoped.of(self.scope, writing=True)
        return rows.filter(received_at=None).select_related("agency").order_by("sent_at", "pk")

    def item(self, row: Reminder) -> PanelRow:
        """Return a reminder as a row of the start page."""
        return PanelRow(
            url=self.row_url(row),
            title=_("Reminder: %s") % things_missing(len(row.points)),
            state=_("Not received"),
            facts=_("sent on %s") % format_day(timezone.localdate(row.sent_at)),
            since=timezone.localdate(row.sent_at),
            came_at=row.sent_at,
        )


class ReminderRow(RowMixin):
    """Base of views of one reminder. 404 for a reminder that the user may not read."""

    desk = RemindersView
    header_icon = "mail"
    row: Reminder

    def get_rows(self) -> QuerySet[Reminder]:
        """Return the reminders that the user may read."""
        return readable(self.scope)

    def row_name(self) -> str:
        """Return the agency and the date."""
        return f"{self.row.agency.short_name}, {format_day(timezone.localdate(self.row.sent_at))}"

    def facts(self) -> list[tuple[str, str]]:
        """Return the reminder's text and points with their present state, as (label, value)."""
        row, done = self.row, done_since([self.row], timezone.now())[self.row.agency_id]
        points = (("✓" if point_key(point) in done else "✕", point["text"]) for point in row.points)
        who = row.sent_by.get_full_name() if row.sent_by else ""
        return [
            (_("Agency"), row.agency.name),
            (_("Sent"), ", ".join(filter(None, [format_moment(row.sent_at), who]))),
            (_("Words of the reminder"), row.words),
            (_("What is missing (✓: done since, as last checked)"), _listed(points)),
            (_("Received"), _received(row)),
        ]


class ReminderView(ReminderRow, RowView):
    """Page of one reminder, with its letter."""

    transitions = (RECEIVE,)
    page_title = gettext_lazy("Reminder")

    def buttons(self) -> list[Button]:
        """Add links to the letter and, for overseers, to all letters sent together."""
        letters = [Button(_("Letter (DOCX)"), reverse("oversight:letter", args=[self.row.pk]))]
        if Role.OVERSEER in self.scope.roles:
            address = reverse("oversight:letters", args=[self.row.pk])
            letters.append(Button(_("All letters sent with it (DOCX)"), address))
        return [*super().buttons(), *letters]


class ReceiveReminderView(ReminderRow, TransitionForm):
    """Form view: confirm that a reminder was received."""

    transition = RECEIVE
    row_class = "row-page row-page--above-form"
    page_title = submit_label = RECEIVE.label
    success_message = gettext_lazy("It is received.")

    def perform(self, form: Form) -> None:
        """Call the service."""
        receive_reminder(reminder_id=self.row.pk, user=self.user, now=self.now)


@require_safe
def letter(request: HttpRequest, reminder_id: int, *, is_whole: bool = False) -> HttpResponse:
    """Return the letter of a reminder as DOCX; with `is_whole`, those of all reminders sent
    together. 404 unless the user may read it."""
    rows = readable(scope_now(request))
    row = rows.filter(pk=reminder_id).first()
    if row is None:
        raise Http404
    together = rows.filter(sent_at=row.sent_at) if is_whole else [row]
    return letters_response(name="thu-don-doc", letters=official_letters(together))


def _received(row: Reminder) -> str:
    """Return the day of receipt, or that it was not received."""
    return format_day(timezone.localdate(row.received_at)) if row.received_at else _("Not received")


def _listed(points: Any) -> str:
    """Return the points as an HTML list."""
    items = format_html_join("", "<li>{} {}</li>", points)
    return format_html('<ul class="oversight-points">{}</ul>', items)
