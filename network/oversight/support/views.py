"""Views of help requests: officers ask, overseers answer, both read the history."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.accounts.models import User
from network.agencies.guard.menu import may_open
from network.agencies.models import Agency
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import LinkColumn, TagColumn, TwoLineColumn
from network.core.dates import format_moment
from network.core.fields import LineField, TextField, offer
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowForm
from network.desks.wording import days_since
from network.hub.models import HubSettings

from ..models.support import PLACE_LENGTH, TEXT_LENGTH, HelpRequest
from .contact import contact_ways
from .services import ANSWER, answer_for_help, ask_for_help


class HelpView(DeskList):
    """List of help requests of the user's agencies, for overseers of all; unanswered ones first."""

    model = HelpRequest
    page_title = gettext_lazy("Requests for help")
    action = gettext_lazy("Write a reply")
    header_icon = "help"
    index_url_name = "oversight:help"
    index_results_url_name = "oversight:help_results"
    row_url_name = "oversight:help_request"
    verbose_name_plural = HelpRequest._meta.verbose_name_plural
    no_results_message = gettext_lazy("Nobody has asked for help yet.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: request, date, state."""
        return [
            LinkColumn(
                "text",
                label=_("Request"),
                accessor=lambda row: row.text[:120],
                second=lambda row: row.agency.short_name,
                url=self.row_url,
            ),
            TwoLineColumn(
                "asked",
                label=_("Asked"),
                accessor=lambda row: format_moment(row.asked_at),
                second=lambda row: row.asked_by.get_full_name() if row.asked_by else "",
            ),
            TagColumn(
                "state",
                label=_("State"),
                accessor=lambda row: _("Answered") if row.answered_at else _("Waits for an answer"),
                primary=lambda row: row.answered_at is None,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[HelpRequest]:
        """Return the requests that the user may read."""
        rows: QuerySet[HelpRequest] = HelpRequest.scoped.of(self.scope)
        order = F("answered_at").desc(nulls_first=True), "asked_at", "pk"
        return rows.select_related("agency", "asked_by", "answered_by").order_by(*order)

    def panel_rows(self) -> QuerySet[HelpRequest]:
        """Return the unanswered requests."""
        return self.get_base_queryset().filter(answered_at=None)

    def item(self, row: HelpRequest) -> PanelRow:
        """Return a request as a row of the start page."""
        return PanelRow(
            url=self.row_url(row),
            title=row.text[:120],
            state=row.agency.short_name,
            facts=days_since(row.asked_at, now=self.now),
            since=timezone.localdate(row.asked_at),
            came_at=row.asked_at,
        )

    def get_header_buttons(self) -> list[Button]:
        """Return the button for asking, if the user may."""
        if not may_open(self.request, "oversight:ask_help"):
            return []
        return [HeaderButton(_("Ask for help"), reverse("oversight:ask_help"), icon_name="plus")]


class HelpAnswerForm(forms.Form):
    """The answer to a help request."""

    answer = TextField(label=gettext_lazy("Answer"), max_length=TEXT_LENGTH, rows=5)


class HelpRequestView(RowForm):
    """Page of one request, with the form in which overseers answer it."""

    desk, transition, form_class = HelpView, ANSWER, HelpAnswerForm
    header_icon = "help"
    page_title = gettext_lazy("Request for help")
    submit_label = ANSWER.label
    success_message = gettext_lazy("Answered and closed.")
    row: HelpRequest

    def facts(self) -> list[tuple[Any, Any]]:
        """Return the question and the answer, as (label, value)."""
        row = self.row
        return [
            (_("Agency"), row.agency.name),
            (_("Request"), row.text),
            (_("Screen or page"), place_link(row.place)),
            (_("Asked"), when_and_who(row.asked_at, row.asked_by)),
            (_("Answer"), row.answer),
            (_("Answered"), when_and_who(row.answered_at, row.answered_by)),
        ]

    def perform(self, form: forms.Form) -> None:
        """Call the service. Its ValidationError is shown in the form."""
        answer_for_help(
            help_id=self.row.pk, answer=form.cleaned_data["answer"], user=self.user, now=self.now
        )


class AskHelpForm(forms.Form):
    """The question, the screen that it is about, and the agency."""

    text = TextField(label=gettext_lazy("What you need help with"), max_length=TEXT_LENGTH, rows=5)
    place = LineField(
        label=gettext_lazy("Screen or page that it is about"),
        max_length=PLACE_LENGTH,
        required=False,
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Agency"), queryset=Agency.objects.none(), empty_label=None
    )


class AskHelpView(ServiceForm):
    """Form view: ask Sở Tư pháp, with faster contacts above the form."""

    form_class = AskHelpForm
    page_title = gettext_lazy("Ask Sở Tư pháp for help")
    header_icon = "help"
    submit_label = gettext_lazy("Send the request")
    success_message = gettext_lazy("Sent. The answer stands here, and you get a mail.")
    success_url = reverse_lazy("oversight:help")
    above = [(reverse_lazy("oversight:help"), HelpView.page_title)]

    @property
    def explanation(self) -> str:
        """Return the contacts of Sở Tư pháp as one line of HTML."""
        return ways_html()

    def get_initial(self) -> dict[str, Any]:
        """Prefill the screen from which the user came."""
        return {"place": screen_before(self.request)}

    def get_form(self, form_class: Any = None) -> Any:
        """Offer the user's own agencies."""
        form = super().get_form(form_class)
        own = Agency.objects.filter(pk__in=scope_now(self.request).agency_roles).order_by("name")
        return offer(form, "agency", own)

    def perform(self, form: forms.Form) -> None:
        """Call the service."""
        ask_for_help(user=self.user, now=self.now, **form.cleaned_data)


def when_and_who(at: dt.datetime | None, who: User | None) -> str:
    """Return moment and name, "" if `at` is None."""
    return (
        ", ".join(filter(None, [format_moment(at), who.get_full_name() if who else ""]))
        if at
        else ""
    )


def screen_before(request: HttpRequest) -> str:
    """Return the path of the screen that linked here, "" if it is not on this host."""
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path[:PLACE_LENGTH] if before.netloc == request.get_host() else ""


def place_link(place: str) -> str:
    """Return a local path as a link, any other text unchanged."""
    if not place.startswith("/") or place.startswith(("//", "/\\")):
        return place
    return format_html('<a href="{}">{}</a>', place, place)


def ways_html() -> str:
    """Return the contacts of Sở Tư pháp as one line of HTML."""
    ways = ((label, url, words) for label, url, words in contact_ways(HubSettings.load()))
    return format_html_join(" · ", '{}: <a href="{}">{}</a>', ways)
