"""Screens of the successors of an ended agency: its pages on social networks, and how each ends."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import HeaderButton

from network.agencies.people.service_forms import ServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.scope import Scope, scope_now
from network.agencies.tables import LabelledColumn, LinkColumn, TableView
from network.core.dates import format_day
from network.core.fields import LineField
from network.media.delivery import send_file
from network.media.evidence import EvidenceField

from ...models import NAME_LENGTH, Channel
from ...shared.desk import ABOVE_CHANNELS
from ..inheriting import WAYS, inherited_channels, settle_channel
from ..selectors import channels_for

_TITLE = gettext_lazy("Pages of agencies that have ended")


class InheritedView(TableView):
    """List of the pages that the user's agencies must still close or take over."""

    page_title = _TITLE
    header_icon = "site"
    index_url_name = "channels_desk:inherited"
    above = (ABOVE_CHANNELS,)
    verbose_name_plural = Channel._meta.verbose_name_plural
    no_results_message = gettext_lazy("No page of an ended agency waits for you.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: page, ended agency, state. The name leads to the form."""
        return [
            LinkColumn(
                "name",
                label=gettext_lazy("Name of the page"),
                accessor=lambda row: row.name,
                second=lambda row: row.url,
                url=lambda row: reverse("channels_desk:settle", args=[row.pk]),
            ),
            LabelledColumn(
                "agency", label=gettext_lazy("Agency"), accessor=lambda row: row.agency.name
            ),
            LabelledColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=lambda row: gettext_lazy("To be closed"),
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Channel]:
        return inherited_channels(scope_now(self.request), timezone.localdate())


def inherited_button(scope: Scope) -> list[HeaderButton]:
    """Return the button that leads to the list, if a page waits there."""
    number = inherited_channels(scope, timezone.localdate()).count()
    label = f"{_TITLE} ({number})"
    url = reverse("channels_desk:inherited")
    return [HeaderButton(label, url, icon_name="warning")] if number else []


def ending_of(channel: Channel) -> str:
    """Return the last day of a channel with what comes in its place and a link to the evidence; ""
    for one in use."""
    if not channel.ended_on:
        return ""
    said = f"{format_day(channel.ended_on)} {channel.ending_note}"
    if not channel.ending_file:
        return said
    url = reverse("channels_desk:ending_file", args=[channel.pk])
    return format_html('{} · <a href="{}">{}</a>', said, url, _("file"))


class SettleForm(forms.Form):
    """How a page of an ended agency ends, and the file that shows it."""

    state = forms.ChoiceField(
        label=gettext_lazy("How it ends"),
        choices=[(each, each.label) for each in WAYS],
        widget=forms.RadioSelect,
    )
    note = LineField(
        label=gettext_lazy("What comes in its place"),
        max_length=NAME_LENGTH,
        words=2,
        help_text=gettext_lazy("Read by citizens: which page or whom they turn to now."),
    )
    evidence = EvidenceField(
        label=gettext_lazy("Evidence"),
        help_text=gettext_lazy(
            "Minutes of the hand-over, or a picture of the closed page. Citizens do not see it."
        ),
    )


class SettleView(ServiceForm):
    """Closes or hands over a page of an ended agency. 404 for any other page."""

    request: AdminRequest
    form_class = SettleForm
    page_title = submit_label = gettext_lazy("Close or hand over")
    header_icon = "site"
    success_url = reverse_lazy("channels_desk:inherited")
    success_message = gettext_lazy("Saved. The public register says so now.")
    above = (ABOVE_CHANNELS, (success_url, _TITLE))

    @cached_property
    def channel(self) -> Channel:
        """Return the page."""
        rows = inherited_channels(scope_now(self.request), timezone.localdate())
        return get_object_or_404(rows, pk=self.kwargs["channel_id"])

    def get_page_subtitle(self) -> str:
        return f"{self.channel.name} · {self.channel.agency.name}"

    def perform(self, form: forms.Form) -> None:
        settle_channel(
            channel_id=self.channel.pk, **form.cleaned_data, user=self.user, now=self.now
        )


def ending_file(request: HttpRequest, channel_id: int) -> HttpResponseBase:
    """Return the evidence of an ending. 404 unless the user may read the channel and it has one."""
    rows: Any = channels_for(scope_now(request)).exclude(ending_file="")
    return send_file(request, get_object_or_404(rows, pk=channel_id).ending_file, public=False)
