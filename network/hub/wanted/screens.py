"""Screens: topics that nobody has taken, those that were taken, and the two forms."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button

from network.agencies.figures import Figure
from network.agencies.models import Agency
from network.agencies.people.service_forms import ServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.scope import scope_now
from network.agencies.tables import AGENCY, AGENCY_COLUMN, ActionsColumn, LabelledColumn
from network.core.dates import format_day
from network.core.export import RowValue
from network.desks.lists import DeskList

from ..search.models import UnansweredQuery
from .models import WantedTopic
from .selectors import open_topics
from .services import give_back_topic, take_topic

QUERY = RowValue(gettext_lazy("What was searched for"), lambda row: row.query)
DAYS = RowValue(gettext_lazy("On how many days"), lambda row: row.days)
LAST = RowValue(gettext_lazy("Last on"), lambda row: format_day(row.last_on))
TAKEN = RowValue(gettext_lazy("Taken on"), lambda row: format_day(row.taken_on))
ANSWERED = RowValue(gettext_lazy("Found since"), lambda row: format_day(row.answered_on))


class OpenTopicsView(DeskList):
    """Queries without results that no agency has taken, the most frequent first."""

    model = UnansweredQuery
    page_title = gettext_lazy("Topics to write")
    header_icon = "help"
    index_url_name = "wanted:index"
    export_url_name = "wanted:export"
    results_template_name = "hub/wanted/results.html"
    file_name = "chu-de-can-viet"
    export_columns = [QUERY, DAYS, LAST]
    no_results_message = gettext_lazy("Everything that was searched for on several days is found.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns, with the button for people who write for an agency."""
        shown = [
            LabelledColumn("query", shows=QUERY),
            LabelledColumn("days", shows=DAYS),
            LabelledColumn("last_on", shows=LAST),
        ]
        buttons = [ActionsColumn("take", label=_("Actions"), actions=_take_button)]
        return [*shown, *(buttons if self.scope.agency_roles else [])]

    def get_base_queryset(self) -> QuerySet[UnansweredQuery]:
        return open_topics()


def _take_button(row: UnansweredQuery) -> list[Button]:
    return [Button(_("Write about it"), reverse("wanted:take", args=[row.digest]))]


class TakenTopicsView(DeskList):
    """Topics that agencies write about, those without an answer first."""

    model = WantedTopic
    page_title = gettext_lazy("Topics taken")
    header_icon = "help"
    index_url_name = "wanted:taken"
    export_url_name = "wanted:taken_export"
    file_name = "chu-de-da-nhan"
    above = [(reverse_lazy(OpenTopicsView.index_url_name), OpenTopicsView.page_title)]
    export_columns = [QUERY, AGENCY, DAYS, TAKEN, ANSWERED]
    no_results_message = gettext_lazy("No agency has taken a topic.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns, with the button to give a topic back."""
        return [
            LabelledColumn("query", shows=QUERY),
            AGENCY_COLUMN,
            LabelledColumn("taken_on", shows=TAKEN),
            LabelledColumn("answered_on", shows=ANSWERED),
            ActionsColumn("give_back", label=_("Actions"), actions=self.buttons),
        ]

    def buttons(self, row: WantedTopic) -> list[Button]:
        """Return the button for the row's own agency while the topic is not answered."""
        if row.answered_on or row.agency_id not in self.scope.agency_roles:
            return []
        return [Button(_("Give back"), reverse("wanted:give_back", args=[row.pk]))]

    def get_base_queryset(self) -> QuerySet[WantedTopic]:
        rows = WantedTopic.scoped.of(self.scope).select_related("agency")
        return rows.order_by(F("answered_on").desc(nulls_first=True), "-taken_on", "pk")


class TakeForm(forms.Form):
    """For which of the own agencies the topic is taken."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("Agency"), queryset=Agency.objects.none(), empty_label=None
    )


class TakeView(ServiceForm):
    """Takes a topic for one of the user's agencies."""

    request: AdminRequest
    form_class = TakeForm
    page_title = gettext_lazy("Write about a topic")
    submit_label = gettext_lazy("Write about it")
    success_message = gettext_lazy(
        "Your agency writes about it. The list shows when the search finds the page."
    )
    header_icon = "help"
    success_url = reverse_lazy("wanted:taken")
    above = [(reverse_lazy(OpenTopicsView.index_url_name), OpenTopicsView.page_title)]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the query. 404 if it is taken."""
        super().setup(request, *args, **kwargs)
        self.query = get_object_or_404(open_topics(), digest=kwargs["digest"])

    def get_page_subtitle(self) -> str:
        return self.query.query

    def get_form(self, form_class: Any = None) -> Any:
        """Offer the user's own agencies."""
        form = super().get_form(form_class)
        own = Agency.objects.filter(pk__in=scope_now(self.request).agency_roles)
        form.fields["agency"].queryset = own.order_by("name")
        return form

    def perform(self, form: forms.Form) -> None:
        """Take the topic."""
        agency = form.cleaned_data["agency"]
        take_topic(digest=self.query.digest, agency=agency, user=self.user, now=self.now)


class GiveBackView(ServiceForm):
    """Gives a topic back. 404 for topics of other agencies."""

    request: AdminRequest
    form_class = forms.Form
    page_title = submit_label = gettext_lazy("Give a topic back")
    success_message = gettext_lazy("All agencies can take the topic again.")
    header_icon = "help"
    success_url = reverse_lazy("wanted:index")
    above = [(reverse_lazy(TakenTopicsView.index_url_name), TakenTopicsView.page_title)]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the topic."""
        super().setup(request, *args, **kwargs)
        own = WantedTopic.scoped.of(scope_now(request), writing=True).filter(answered_on=None)
        self.topic = get_object_or_404(own.select_related("agency"), pk=kwargs["topic_id"])

    def get_page_subtitle(self) -> str:
        return self.topic.query

    def perform(self, form: forms.Form) -> None:
        """Give the topic back."""
        give_back_topic(topic=self.topic, user=self.user, now=self.now)


def topics_figure(request: AdminRequest, now: dt.datetime) -> Iterable[Figure]:
    """Count the topics that nobody has taken. One query."""
    number = open_topics().order_by().count()
    yield Figure(number, _("searches without a result to write about"), reverse("wanted:index"))
