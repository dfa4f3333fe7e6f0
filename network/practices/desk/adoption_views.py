"""What one's agencies have taken up of others."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import Agency
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import LabelledColumn, LinkColumn, TagColumn
from network.core.dates import format_day
from network.core.fields import offer
from network.desks.acts import ActForm
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowMixin, RowView

from .. import adopting
from ..models import Adoption, AdoptionState
from ..selectors import (
    adoptions_asked_about,
    adoptions_for,
    contact_for,
    public_practices,
    roles_for,
)
from ..transitions import FOLLOW, KEEP, TAKE_KIT
from .forms import AdoptForm, AdoptionStateForm
from .views import STILL_DONE, PracticesView


class AdoptionsView(DeskList):
    """What was taken up."""

    model = Adoption
    page_title = gettext_lazy("Practices taken up from others")
    header_icon = "pick"
    index_url_name = "practices_desk:adoptions"
    index_results_url_name = "practices_desk:adoptions_results"
    row_url_name = "practices_desk:adoption"
    no_results_message = gettext_lazy("No practice of another agency was taken up yet.")
    above = [(reverse_lazy(PracticesView.index_url_name), PracticesView.page_title)]

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the practice, who took it up, since when, how far."""
        return [
            LinkColumn(
                "practice",
                label=_("Name of the practice"),
                accessor=lambda row: row.practice.title,
                second=lambda row: row.practice.agency.short_name,
                url=self.row_url,
            ),
            LabelledColumn("agency", label=_("Agency"), accessor=lambda row: row.agency.short_name),
            LabelledColumn("since", label=_("Since"), accessor=lambda row: format_day(row.since)),
            TagColumn(
                "state",
                label=_("State"),
                accessor=lambda row: row.get_state_display(),
                primary=lambda row: row.state == AdoptionState.RUNNING,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Adoption]:
        """Return what the person may read."""
        return adoptions_for(self.scope)

    def panel_rows(self) -> QuerySet[Adoption]:
        """Return of what it is asked whether it is still done."""
        asked = adoptions_asked_about(timezone.localdate()).values("pk")
        return adoptions_for(self.scope, writing=True).filter(pk__in=asked)

    def item(self, row: Adoption) -> PanelRow:
        """Return one on the start page: it leads to the button that answers."""
        return PanelRow(
            url=reverse("practices_desk:keep", args=[row.pk]),
            title=row.practice.title,
            state=str(STILL_DONE),
            facts=f"{row.agency.short_name} · {row.practice.agency.short_name}",
            since=row.confirmed_on,
        )

    def get_header_buttons(self) -> list[Button]:
        """Lead to another."""
        buttons = super().get_header_buttons()
        if not self.scope.agency_roles:
            return buttons
        address = reverse("practices_desk:adopt")
        return [HeaderButton(_("Take one up"), address, icon_name="plus"), *buttons]


class AdoptionRow(RowMixin):
    """One practice that was taken up."""

    desk = AdoptionsView
    header_icon = "pick"
    row: Adoption

    def get_rows(self) -> QuerySet[Adoption]:
        """Return what the person may read."""
        return adoptions_for(self.scope)

    def get_held_roles(self) -> frozenset[str]:
        """Return the person's roles that count for it."""
        return roles_for(self.scope, self.row)


class AdoptionView(AdoptionRow, RowView):
    """How far an agency is with what it took up."""

    transitions = (TAKE_KIT, KEEP, FOLLOW)
    page_title = gettext_lazy("Practice taken up")

    def facts(self) -> list[tuple[Any, Any]]:
        """Return whose it is, how far it is, and its draft."""
        row = self.row
        story = reverse("practices:practice", args=[row.practice_id])
        return [
            (_("Practice"), _link(story, row.practice.title)),
            (_("Whose practice"), row.practice.agency.name),
            (_("Contact person"), contact_for(self.scope, row.practice)),
            (_("Agency"), row.agency.name),
            (_("State"), row.get_state_display()),
            (_("Since"), format_day(row.since)),
            (_("What it does otherwise"), row.changes),
            (_("What came of it"), row.result),
            (_("Last confirmed"), format_day(row.confirmed_on)),
            (_("Drafts made of its kit"), format_html_join(" · ", "{}", self.drafts())),
        ]

    def drafts(self) -> Iterator[tuple[str]]:
        """Yield the ways to the drafts: article, text for social networks, material, plan."""
        row = self.row
        for kind, page in (
            (_("article"), row.page),
            (_("short text for social networks"), row.short_text),
            (_("material"), row.material),
        ):
            if page:
                yield (_link(reverse("wagtailadmin_pages:edit", args=[page.pk]), kind),)
        if row.plan:
            yield (_link(row.plan.url, _("plan (DOCX)")),)


def _link(address: str, words: str) -> str:
    return format_html('<a href="{}">{}</a>', address, words)


class AdoptView(ServiceForm):
    """Take a practice up."""

    form_class = AdoptForm
    page_title = gettext_lazy("Take up a practice of another agency")
    header_icon = "pick"
    success_message = gettext_lazy("Saved. Take its kit, and say how far you are.")
    above = [(reverse_lazy(AdoptionsView.index_url_name), AdoptionsView.page_title)]

    def get_form(self, form_class: Any = None) -> Form:
        """Offer what everybody reads, for the person's agencies."""
        form: Form = super().get_form(form_class)
        own = Agency.objects.filter(pk__in=scope_now(self.request).agency_roles)
        offer(form, "agency", own)
        others = public_practices()
        # Who serves several may take up for one of them what another of them does.
        if len(own) == 1:
            others = others.exclude(agency=own[0]).exclude(adoptions__agency=own[0])
            form.fields["agency"].initial = own[0]
        practice: Any = form.fields["practice"]
        practice.queryset = others
        if not others.exists():
            practice.help_text = _("No recognised practice of others is left to take up.")
        return form

    def perform(self, form: Form) -> None:
        """Take it up; go on with it."""
        adoption = adopting.adopt(user=self.user, now=self.now, **form.cleaned_data)
        self.success_url = AdoptionsView.row_url(adoption)


class KeepView(AdoptionRow, ActForm):
    """Say that it is still done; one click."""

    transition, service = KEEP, staticmethod(adopting.keep)
    key = "adoption_id"
    success_message = gettext_lazy("Saved.")
    explanation = gettext_lazy("If it is done no more, say what became of it on its own page.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask; the button is the answer."""
        super().setup(request, *args, **kwargs)
        self.page_title = STILL_DONE

    def facts(self) -> list[tuple[Any, Any]]:
        """Name it: a mail leads here."""
        practice = self.row.practice
        return [
            (_("Name of the practice"), practice.title),
            (_("Whose practice"), practice.agency.name),
            (_("Last confirmed"), format_day(self.row.confirmed_on)),
        ]


class FollowView(AdoptionRow, ActForm):
    """Say how far it is."""

    transition, form_class, service = FOLLOW, AdoptionStateForm, staticmethod(adopting.follow)
    key = "adoption_id"
    success_message = gettext_lazy("Saved.")

    def get_initial(self) -> dict[str, Any]:
        """Show what is written."""
        return {name: getattr(self.row, name) for name in AdoptionStateForm.base_fields}


class TakeKitView(AdoptionRow, ActForm):
    """Get its text and files as a draft."""

    transition, service = TAKE_KIT, staticmethod(adopting.take_kit)
    key = "adoption_id"
    explanation = gettext_lazy(
        "You get an article, a short text for social networks, a plan as DOCX, and copies of the "
        "files if there are any. Nothing of it is published."
    )
    success_message = gettext_lazy(
        "Drafts are among your pages, the plan among your files; all name whose practice it is."
    )
