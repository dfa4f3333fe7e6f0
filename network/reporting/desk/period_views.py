"""Views of periods: open, lock, consolidate, send."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import Role
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import LabelledColumn, LinkColumn
from network.core.dates import format_day
from network.desks.acts import arguments_of
from network.desks.lists import DeskList
from network.desks.transitions import Transition

from .. import consolidations, reminding, services
from ..models import LOCKED_STATES, RECEIVED_STATES, Period
from ..selectors import to_remind_of
from ..transitions import CONSOLIDATE, LOCK, REMIND_ALL, SEND_UP
from .forms import PeriodForm, SendUpForm


class PeriodsView(DeskList):
    """List of all periods with totals, without agency names."""

    model = Period
    page_title = gettext_lazy("Reporting periods")
    header_icon = "calendar-alt"
    index_url_name = "reporting:periods"
    index_results_url_name = "reporting:periods_results"
    row_url_name = "reporting:period"
    readers = (Role.OVERSEER, Role.NETWORK_ADMIN, Role.REPORT_VIEWER)
    verbose_name_plural = Period._meta.verbose_name_plural
    no_results_message = gettext_lazy("No reporting period is open yet.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the table columns."""
        return [
            LinkColumn(
                "name",
                label=_("Reporting period"),
                accessor=lambda row: row.name,
                second=lambda row: f"{format_day(row.first_day)} – {format_day(row.last_day)}",
                url=self.row_url,
            ),
            LabelledColumn("expected", label=_("Expected"), accessor=lambda row: row.expected),
            LabelledColumn(
                "received", label=_("Reports handed in"), accessor=lambda row: row.received
            ),
            LabelledColumn(
                "accepted", label=_("Accepted reports"), accessor=lambda row: row.accepted
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Period]:
        """Return the periods with counts, newest first."""
        got, accepted = Q(reports__state__in=RECEIVED_STATES), Q(reports__state__in=LOCKED_STATES)
        return Period.objects.annotate(
            expected=Count("reports"),
            received=Count("reports", filter=got),
            accepted=Count("reports", filter=accepted),
        ).order_by("-last_day", "-pk")

    def get_header_buttons(self) -> list[Button]:
        """Return the buttons; overseers can open a period."""
        buttons = super().get_header_buttons()
        if Role.OVERSEER not in self.scope.roles:
            return buttons
        address = reverse("reporting:open_period")
        return [HeaderButton(_("Open a period"), address, icon_name="plus"), *buttons]


class OpenView(ServiceForm):
    """Open a period."""

    form_class = PeriodForm
    page_title = submit_label = gettext_lazy("Open a period")
    header_icon = "calendar-alt"
    success_message = gettext_lazy("The period is open: every agency finds its report.")
    explanation = gettext_lazy(
        "Each agency that exists in the period gets its report, filled in as far as the system "
        "counts. Nothing of the period can be changed then."
    )
    above = [(reverse_lazy(PeriodsView.index_url_name), PeriodsView.page_title)]

    def perform(self, form: Form) -> None:
        """Open the period and redirect to its report list."""
        period = services.open_period(user=self.user, now=self.now, **arguments_of(form))
        self.success_url = f"{reverse('reporting:index')}?period={period.pk}"


class PeriodActs(ServiceForm):
    """Base view of an overseer's action on a period."""

    form_class: type[Form] = Form
    header_icon = "calendar-alt"
    transition: Transition[Period]
    service: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the period. Raises PermissionDenied for everybody but overseers."""
        self.period = get_object_or_404(Period, pk=kwargs["period_id"])
        if not self.transition.is_held(scope_now(request).roles):
            raise PermissionDenied
        self.page_title = self.submit_label = self.transition.label
        address = reverse("reporting:period", args=[self.period.pk])
        self.above = [
            (reverse(PeriodsView.index_url_name), PeriodsView.page_title),
            (address, self.period.name),
        ]
        self.success_url = address
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or redirect with the reason if the action is no longer possible."""
        if refusal := self.transition.refusal_of(self.period):
            messages.warning(request, refusal)
            return redirect(str(self.success_url))
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Return the name of the period."""
        return self.period.name

    def perform(self, form: Form) -> None:
        """Call the service."""
        self.service(period_id=self.period.pk, user=self.user, now=self.now, **arguments_of(form))


class LockView(PeriodActs):
    """Lock the accepted reports."""

    transition, service = LOCK, staticmethod(services.lock_period)
    success_message = gettext_lazy("The accepted reports are locked.")
    explanation = gettext_lazy(
        "Lock them when they were reported upward: from then on they change by a correction alone."
    )


class ConsolidateView(PeriodActs):
    """Store the current totals as a version."""

    transition, service = CONSOLIDATE, staticmethod(consolidations.consolidate)
    success_message = gettext_lazy("The version is kept.")
    explanation = gettext_lazy(
        "What the accepted reports come to now stays as a version, with the names of those "
        "that are missing."
    )


class RemindAllView(PeriodActs):
    """Remind all agencies that have not submitted."""

    transition, service = REMIND_ALL, staticmethod(reminding.remind_all)
    success_message = gettext_lazy("They are reminded.")

    @property
    def explanation(self) -> str:
        """Return how many agencies get a mail."""
        number = to_remind_of(self.period).count()
        return (
            ngettext(
                "%d agency gets a mail. An agency is reminded once a day at most.",
                "%d agencies get a mail. An agency is reminded once a day at most.",
                number,
            )
            % number
        )


class SendUpView(PeriodActs):
    """Record that the newest version was sent to the higher authorities."""

    transition, form_class = SEND_UP, SendUpForm
    service = staticmethod(consolidations.send_up)
    success_message = gettext_lazy("Recorded. It cannot be changed afterwards.")
