"""Views of qualifications: the list, and the forms of agency admins."""

from functools import partial
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button

from network.agencies.filters import AgencyFilter
from network.agencies.models import AGENCY_ROLES, Membership, Role
from network.agencies.people.columns import AGENCY, PERSON, SMALL
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import ActionsColumn, LabelledColumn, TableView, TagColumn
from network.media.delivery import send_file

from .forms import ChangeQualificationForm, QualificationForm
from .models import Qualification
from .selectors import (
    administered_ids,
    listed_people,
    own_qualifications,
    readable_qualifications,
)
from .services import change_qualification, record_qualification, remove_qualification

INDEX = reverse_lazy("capacity:people")


def _in_words(row: Qualification) -> str:
    """Return the qualification with its title, marked if it has expired."""
    ended = row.valid_until and row.valid_until < timezone.localdate()
    words = _("%s (over)") % row.words if ended else row.words
    return f"{words}: {row.title}" if row.title else words


def _line(row: Qualification, own: list[int]) -> SafeString:
    """Return the qualification in words, with links to its file and, for admins of `own` agencies,
    to its form."""
    ways = [(reverse("capacity:file", args=[row.pk]), _("File"))] if row.file else []
    if row.agency_id in own:
        ways.append((reverse("capacity:change", args=[row.pk]), _("Put right")))
    links = format_html_join("", ' <a href="{}">{}</a>', ways)
    return format_html("{}{}", _in_words(row), links)


def _lines(membership: Membership, *, own: list[int]) -> SafeString:
    """Return one line per qualification of the person; `own` are the agencies that the user
    administers."""
    rows = [(_line(row, own),) for row in membership.user.qualifications.all()]
    return format_html_join("", '<p class="w-m-0">{}</p>', rows) or SafeString(_("None recorded"))


def _actions(membership: Membership, *, own: list[int]) -> list[Button]:
    """Return the button for recording a qualification, [] unless the user administers the
    agency."""
    if membership.agency_id not in own:
        return []
    address = reverse("capacity:record", args=[membership.pk])
    return [Button(_("Record"), address, classname=f"{SMALL} button-secondary")]


ROLE = TagColumn(
    "role",
    label=gettext_lazy("Role"),
    accessor="get_role_display",
    primary=lambda row: row.role == Role.APPRAISER,
)
HELD = gettext_lazy("Qualifications and training")


class PeopleFilterSet(WagtailFilterSet):
    """Filters people by agency, by role, or unqualified appraisers."""

    agency = AgencyFilter()
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("Role"),
        choices=[(role.value, role.label) for role in AGENCY_ROLES],
        widget=forms.Select,
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[("unqualified", gettext_lazy("Appraisers without a valid qualification"))],
        widget=forms.Select,
        method="of_state",
    )

    class Meta:
        model = Membership
        fields: list[str] = []

    def of_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the appraisers without a valid qualification."""
        return rows.filter(role=Role.APPRAISER, qualified=False)


class QualificationsView(TableView):
    """List of an agency's people with their qualifications; overseers read those of all
    agencies."""

    page_title = HELD
    header_icon = "group"
    index_url_name = "capacity:people"
    index_results_url_name = "capacity:people_results"
    export_url_name = "capacity:people_export"
    file_name = "trinh-do-tap-huan"
    filterset_class = PeopleFilterSet
    readers = (Role.AGENCY_ADMIN, Role.OVERSEER)
    export_columns = [
        (gettext_lazy("Person"), lambda row: row.user.shown_name),
        (gettext_lazy("Agency"), lambda row: row.agency.name),
        (gettext_lazy("Role"), lambda row: row.get_role_display()),
        (
            HELD,
            lambda row: "; ".join(map(_in_words, row.user.qualifications.all())),
        ),
    ]

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Return the columns; the actions only for agency admins."""
        own = administered_ids(scope_now(self.request))
        held = LabelledColumn("held", label=HELD, accessor=partial(_lines, own=own))
        shown: list[BaseColumn] = [PERSON, AGENCY, ROLE, held]
        if own:
            actions = partial(_actions, own=own)
            shown.append(ActionsColumn("actions", label=_("Actions"), actions=actions))
        return shown

    def get_base_queryset(self) -> QuerySet[Membership]:
        """Return the memberships that the user may see here."""
        return listed_people(scope_now(self.request), today=timezone.localdate())


class QualificationFormView(ServiceForm):
    """Base of the form views of one person's qualification."""

    success_url = INDEX
    above = [(INDEX, QualificationsView.page_title)]
    success_message = gettext_lazy("Saved.")
    explanation = gettext_lazy(
        "The admins of all agencies that this person serves see it, and the overseer. It is erased "
        "a year after the person has left the last of them."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Pass today to the form, which offers the kinds valid today."""
        return super().get_form_kwargs() | {"today": timezone.localdate(self.now)}


class RecordView(QualificationFormView):
    """Form view: record a qualification."""

    form_class = QualificationForm
    page_title = gettext_lazy("Record a qualification")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the person. 404 unless the user administers an agency that the person serves."""
        today, scope = timezone.localdate(), scope_now(request)
        rows = listed_people(scope, today=today).filter(agency__in=administered_ids(scope))
        self.membership = get_object_or_404(rows, pk=kwargs["membership_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Return the person's name."""
        return self.membership.user.shown_name

    def perform(self, form: Any) -> None:
        """Call the service."""
        record_qualification(
            membership=self.membership, facts=form.facts(), actor=self.user, now=self.now
        )


class ChangeView(QualificationFormView):
    """Form view: change or remove a qualification."""

    form_class = ChangeQualificationForm
    page_title = gettext_lazy("Change a qualification")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the qualification. 404 unless an agency of the user recorded it and the user
        administers it."""
        rows = own_qualifications(scope_now(request)).select_related("user", "kind", "agency")
        self.object = get_object_or_404(rows, pk=kwargs["qualification_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Return the person's name."""
        return self.object.user.shown_name

    def get_initial(self) -> dict[str, Any]:
        """Return the recorded values."""
        names = ("title", "received_on", "valid_until")
        known = {name: getattr(self.object, name) for name in names}
        return known | {"kind": self.object.kind_id}

    def perform(self, form: Any) -> None:
        """Call the service for a change or a removal."""
        about: dict[str, Any] = {
            "qualification": self.object,
            "actor": self.user,
            "now": self.now,
        }
        if form.cleaned_data["remove"]:
            remove_qualification(**about)
        else:
            change_qualification(facts=form.facts(), **about)


def qualification_file(request: HttpRequest, qualification_id: int) -> HttpResponseBase:
    """Return the file of a qualification. 404 unless the user may read it and it has one."""
    rows = readable_qualifications(scope_now(request)).exclude(file="")
    row = get_object_or_404(rows, pk=qualification_id)
    return send_file(request, row.file, public=False)
