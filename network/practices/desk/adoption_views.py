"""Views of the practices that the user's agencies have adopted."""

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
    """List of adoptions."""

    model = Adoption
    page_title = gettext_lazy("Practices taken up from others")
    action = gettext_lazy("Confirm")
    header_icon = "pick"
    index_url_name = "practices_desk:adoptions"
    index_results_url_name = "practices_desk:adoptions_results"
    row_url_name = "practices_desk:adoption"
    no_results_message = gettext_lazy("No practice of another agency was taken up yet.")
    above = [(reverse_lazy(PracticesView.index_url_name), PracticesView.page_title)]

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns practice, agency, start and state."""
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
        """Return the adoptions that the user may read."""
        return adoptions_for(self.scope)

    def panel_rows(self) -> QuerySet[Adoption]:
        """Return the adoptions whose agency must confirm that they still continue."""
        asked = adoptions_asked_about(timezone.localdate()).values("pk")
        return adoptions_for(self.scope, writing=True).filter(pk__in=asked)

    def item(self, row: Adoption) -> PanelRow:
        """Return an adoption as a row of the start page, linked to the confirmation form."""
        return PanelRow(
            url=reverse("practices_desk:keep", args=[row.pk]),
            title=row.practice.title,
            state=str(STILL_DONE),
            facts=f"{row.agency.short_name} · {row.practice.agency.short_name}",
            since=row.confirmed_on,
        )

    def get_header_buttons(self) -> list[Button]:
        """Add a button to adopt another practice."""
        buttons = super().get_header_buttons()
        if not self.scope.agency_roles:
            return buttons
        address = reverse("practices_desk:adopt")
        return [HeaderButton(_("Take one up"), address, icon_name="plus"), *buttons]


class AdoptionRow(RowMixin):
    """Base of the views of one adoption."""

    desk = AdoptionsView
    header_icon = "pick"
    row: Adoption

    def get_rows(self) -> QuerySet[Adoption]:
        """Return the adoptions that the user may read."""
        return adoptions_for(self.scope)

    def get_held_roles(self) -> frozenset[str]:
        """Return the user's roles that apply to this adoption."""
        return roles_for(self.scope, self.row)


class AdoptionView(AdoptionRow, RowView):
    """Page of one adoption, with its progress."""

    transitions = (TAKE_KIT, KEEP, FOLLOW)
    page_title = gettext_lazy("Practice taken up")

    def facts(self) -> list[tuple[Any, Any]]:
        """Return the practice and its agency, the contact person, the progress, and links to
        drafts."""
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
        """Yield links to the drafts: article, short text, material, plan."""
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
    """Form view to adopt a practice."""

    form_class = AdoptForm
    page_title = gettext_lazy("Take up a practice of another agency")
    header_icon = "pick"
    success_message = gettext_lazy("Saved. Take its kit, and say how far you are.")
    above = [(reverse_lazy(AdoptionsView.index_url_name), AdoptionsView.page_title)]

    def get_form(self, form_class: Any = None) -> Form:
        """Limit the choices to public practices and to the user's agencies."""
        form: Form = super().get_form(form_class)
        own = Agency.objects.filter(pk__in=scope_now(self.request).agency_roles)
        offer(form, "agency", own)
        others = public_practices()
        # A user of several agencies may adopt for one of them a practice of another.
        if len(own) == 1:
            others = others.exclude(agency=own[0]).exclude(adoptions__agency=own[0])
            form.fields["agency"].initial = own[0]
        practice: Any = form.fields["practice"]
        practice.queryset = others
        if not others.exists():
            practice.help_text = _("No recognised practice of others is left to take up.")
        return form

    def perform(self, form: Form) -> None:
        """Create the adoption and redirect to it."""
        adoption = adopting.adopt(user=self.user, now=self.now, **form.cleaned_data)
        self.success_url = AdoptionsView.row_url(adoption)


class KeepView(AdoptionRow, ActForm):
    """Confirm with one click that an adopted practice is still applied."""

    transition, service = KEEP, staticmethod(adopting.keep)
    key = "adoption_id"
    success_message = gettext_lazy("Saved.")
    explanation = gettext_lazy("If it is done no more, say what became of it on its own page.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Use the question as page title; the button is the answer."""
        super().setup(request, *args, **kwargs)
        self.page_title = STILL_DONE

    def facts(self) -> list[tuple[Any, Any]]:
        """Show name and agency of the practice, because mails link directly to this page."""
        practice = self.row.practice
        return [
            (_("Name of the practice"), practice.title),
            (_("Whose practice"), practice.agency.name),
            (_("Last confirmed"), format_day(self.row.confirmed_on)),
        ]


class FollowView(AdoptionRow, ActForm):
    """Form view for the progress of an adoption."""

    transition, form_class, service = FOLLOW, AdoptionStateForm, staticmethod(adopting.follow)
    key = "adoption_id"
    success_message = gettext_lazy("Saved.")

    def get_initial(self) -> dict[str, Any]:
        """Prefill the stored values."""
        return {name: getattr(self.row, name) for name in AdoptionStateForm.base_fields}


class TakeKitView(AdoptionRow, ActForm):
    """Create drafts from the text and files of the adopted practice."""

    transition, service = TAKE_KIT, staticmethod(adopting.take_kit)
    key = "adoption_id"
    explanation = gettext_lazy(
        "You get an article, a short text for social networks, a plan as DOCX, and copies of the "
        "files if there are any. Nothing of it is published."
    )
    success_message = gettext_lazy(
        "Drafts are among your pages, the plan among your files; all name whose practice it is."
    )
