"""Desk of practices: list, page of one practice, and a form per transition."""

from typing import Any

from django.db.models import Q, QuerySet
from django.forms import Form, MultipleHiddenInput
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import Agency, Role
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import Scope, scope_now
from network.agencies.succession import acting_agency
from network.agencies.tables import AGENCY, AGENCY_COLUMN, LabelledColumn, LinkColumn, TagColumn
from network.core.dates import format_day
from network.core.export import RowValue
from network.core.fields import offer
from network.desks.acts import ActForm, arguments_of
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.roles import WRITING
from network.desks.rows import RowMixin, RowView
from network.desks.wording import due

from .. import adopting, services
from ..models import RECOGNISED_STATES, Practice, PracticeState
from ..selectors import asked_about, practices_for, roles_for
from ..transitions import (
    ASK_MORE,
    BEGIN_PAGE,
    CONFIRM,
    DISCARD,
    EDIT,
    HIDE_CONTACT,
    RECOGNISE,
    REFUSE,
    RETIRE,
    SEND,
)
from .forms import PracticeAnswerForm, PracticeForm, RecogniseForm, WriteForm

# States in which the agency must act.
_WAITING_OF_AGENCY = (PracticeState.NEEDS_MORE, PracticeState.DRAFT)
STILL_DONE = gettext_lazy("Is it still done?")


TITLE = RowValue(gettext_lazy("Name of the practice"), lambda row: row.title)
TOPIC = RowValue(gettext_lazy("Topic"), lambda row: row.topic.name)
STATE = RowValue(gettext_lazy("State"), lambda row: row.get_state_display())


class PracticesView(DeskList):
    """List of practices of the user's agencies. Overseers also see those of all agencies, without
    drafts."""

    model = Practice
    page_title = gettext_lazy("Good practices")
    header_icon = "pick"
    index_url_name = "practices_desk:index"
    index_results_url_name = "practices_desk:index_results"
    export_url_name = "practices_desk:export"
    row_url_name = "practices_desk:practice"
    no_results_message = gettext_lazy("No good practice is written down yet.")
    file_name = "mo-hinh"
    export_columns = [
        *(TITLE, AGENCY, TOPIC),
        (gettext_lazy("Whom it reaches"), lambda row: row.get_audience_display()),
        STATE,
        (gettext_lazy("Sent on"), lambda row: format_day(row.sent_on)),
        (gettext_lazy("Decision"), lambda row: row.number),
        (gettext_lazy("Date of the decision"), lambda row: format_day(row.recognised_on)),
        (gettext_lazy("Level"), lambda row: row.get_level_display()),
    ]

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns name, agency, date and state."""
        return [
            LinkColumn("title", shows=TITLE, second=TOPIC, url=self.row_url),
            AGENCY_COLUMN,
            LabelledColumn(
                "due",
                label=_("Answer by"),
                accessor=lambda row: (
                    due(row.due_on, late=row.due_on < timezone.localdate())
                    if row.state == PracticeState.SENT
                    else ""
                ),
            ),
            TagColumn(
                "state", shows=STATE, primary=lambda row: row.state == PracticeState.RECOGNISED
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Practice]:
        """Return the practices that the user may read."""
        return practices_for(self.scope)

    def panel_rows(self) -> QuerySet[Practice]:
        """Return the practices that wait for the Department's answer or for work by the user's
        agency."""
        if Role.OVERSEER in self.scope.roles:
            return practices_for(self.scope).filter(state=PracticeState.SENT).order_by("due_on")
        own = practices_for(self.scope, writing=True)
        asked = Q(pk__in=asked_about(timezone.localdate()).values("pk"))
        return own.filter(asked | Q(state__in=_WAITING_OF_AGENCY))

    def item(self, row: Practice) -> PanelRow:
        """Return a practice as a row of the start page. One to confirm links to the confirmation
        form."""
        asked = row.state == PracticeState.RECOGNISED
        return PanelRow(
            url=reverse("practices_desk:confirm", args=[row.pk]) if asked else self.row_url(row),
            title=row.title,
            state=str(STILL_DONE) if asked else row.get_state_display(),
            since=row.confirmed_on,
            facts=row.agency.short_name,
            due=row.due_on if row.state == PracticeState.SENT else None,
        )

    def get_header_buttons(self) -> list[Button]:
        """Add buttons for a new practice and for the list of adoptions."""
        taken = _("Practices taken up from others")
        adoptions = HeaderButton(taken, reverse("practices_desk:adoptions"), icon_name="link")
        buttons = [adoptions, *super().get_header_buttons()]
        if not writing_agencies(self.scope):
            return buttons
        address = reverse("practices_desk:write")
        return [HeaderButton(_("Write one down"), address, icon_name="plus"), *buttons]


def writing_agencies(scope: Scope) -> QuerySet[Agency]:
    """Return the agencies for which the user may write practices."""
    held = scope.agency_roles.items()
    keys = [pk for pk, roles in held if not WRITING.isdisjoint(roles)]
    return Agency.objects.filter(pk__in=keys)


class PracticeRow(RowMixin):
    """Base of the views of one practice."""

    desk = PracticesView
    header_icon = "pick"
    row: Practice

    def get_rows(self) -> QuerySet[Practice]:
        """Return the practices that the user may read."""
        return practices_for(self.scope)

    def get_held_roles(self) -> frozenset[str]:
        """Return the user's roles that apply to this practice."""
        return roles_for(self.scope, self.row)


class PracticeView(PracticeRow, RowView):
    """Page of one practice: the five answers, the decision, and the adoptions."""

    transitions = (
        *(RECOGNISE, ASK_MORE, REFUSE, SEND, EDIT),
        *(BEGIN_PAGE, CONFIRM, HIDE_CONTACT, RETIRE, DISCARD),
    )
    template_name = "practices/desk/practice.html"
    page_title = gettext_lazy("Good practice")

    def facts(self) -> list[tuple[Any, Any]]:
        """Return the answers and the decision."""
        row = self.row
        decision = f"{row.number}, {format_day(row.recognised_on)} · {row.get_level_display()}"
        link = '<a href="{}">{}</a>'
        page = format_html(link, row.page.url, row.page.title) if row.page else ""
        files = ", ".join(file.title for file in row.kit.all())
        return [
            (_("State"), row.get_state_display()),
            (_("Agency"), row.agency.name),
            (_("Answer by"), format_day(row.due_on) if row.state == PracticeState.SENT else ""),
            (_("Decision"), decision if row.state in RECOGNISED_STATES else ""),
            (_("What Sở Tư pháp says"), row.answer),
            (_("Last confirmed"), format_day(row.confirmed_on) if row.confirmed_on else ""),
            (_("Topic"), row.topic.name),
            (_("Whom it reaches"), row.get_audience_display()),
            (_("Where it is done"), row.area),
            (_("Since"), format_day(row.since)),
            (_("What was to be solved"), row.problem),
            (_("How it is done"), row.way),
            (_("What came of it"), row.result),
            (_("Cost"), row.price),
            (_("What others should know"), row.lesson),
            (_("Contact person"), row.contact),
            (_("Kit for other agencies"), files),
            (_("Grown from"), row.parent.title if row.parent else ""),
            (_("Article that tells of it"), page),
        ]

    def adoptions(self) -> list[tuple[str, str]]:
        """Return the agencies that have adopted the practice, with their state."""
        rows = self.row.adoptions.select_related("agency")
        return [(row.agency.name, row.get_state_display()) for row in rows]


class WriteView(ServiceForm):
    """Form view to write a new practice."""

    form_class = WriteForm
    page_title = gettext_lazy("A good practice in five answers")
    header_icon = "pick"
    success_message = gettext_lazy("Saved as a draft. Your approver sends it.")
    above = [(reverse_lazy(PracticesView.index_url_name), PracticesView.page_title)]

    def get_form(self, form_class: Any = None) -> Form:
        """Limit the choices to the user's agencies."""
        form: WriteForm = super().get_form(form_class)
        form.offer(writing_agencies(scope_now(self.request)))
        return form

    def get_initial(self) -> dict[str, Any]:
        """Preselect the agency if the user has only one."""
        agencies = writing_agencies(scope_now(self.request))[:2]
        return {"agency": agencies[0]} if len(agencies) == 1 else {}

    def perform(self, form: Form) -> None:
        """Create the practice and redirect to it."""
        practice = services.write_practice(user=self.user, now=self.now, **arguments_of(form))
        self.success_url = PracticesView.row_url(practice)


class PracticeActs(PracticeRow, ActForm):
    """Base of the forms that change a practice."""

    key = "practice_id"
    success_message = gettext_lazy("Saved.")


class EditView(PracticeActs):
    """Change a practice that was not sent yet or was returned."""

    transition, form_class, service = EDIT, PracticeForm, staticmethod(services.change_practice)

    def get_form(self, form_class: Any = None) -> Form:
        """Limit the choices to the agency's files and articles."""
        form: PracticeForm = super().get_form(form_class)
        agency = acting_agency(self.row.agency, timezone.localdate())
        form.offer(Agency.objects.filter(pk=agency.pk), self.row.kit.all())
        return form

    def get_initial(self) -> dict[str, Any]:
        """Prefill the stored values."""
        written = {name: getattr(self.row, name) for name in PracticeForm.base_fields}
        return written | {"kit": self.row.kit.all()}


class DiscardView(PracticeActs):
    """Delete a draft."""

    transition, service, row_is_kept = DISCARD, staticmethod(services.discard_practice), False
    success_message = gettext_lazy("The draft is deleted.")


class SendView(PracticeActs):
    """Send a practice to the Department of Justice."""

    transition, service = SEND, staticmethod(services.send_practice)
    success_message = gettext_lazy("Sent to Sở Tư pháp.")


class AskMoreView(PracticeActs):
    """Return a practice to its agency with a request for more information."""

    transition, form_class, service = ASK_MORE, PracticeAnswerForm, staticmethod(services.ask_more)
    success_message = gettext_lazy("Returned.")


class RefuseView(PracticeActs):
    """Reject a practice as not suitable."""

    transition, form_class, service = REFUSE, PracticeAnswerForm, staticmethod(services.refuse)


class RecogniseView(PracticeActs):
    """Recognise a practice, optionally together with others."""

    transition, form_class = RECOGNISE, RecogniseForm
    success_message = gettext_lazy("Recognised.")

    def get_form(self, form_class: Any = None) -> Form:
        """Offer the other practices that wait for an answer."""
        form: Form = super().get_form(form_class)
        waiting = practices_for(self.scope).filter(state=PracticeState.SENT)
        others = waiting.exclude(pk=self.row.pk)
        offer(form, "others", others)
        if not others:
            form.fields["others"].widget = MultipleHiddenInput()
        return form

    def perform(self, form: Form) -> None:
        """Recognise all selected practices in one transaction."""
        decision = dict(form.cleaned_data)
        practices = [self.row, *decision.pop("others")]
        services.recognise(practices=practices, user=self.user, now=self.now, **decision)
        self.success_url = reverse(PracticesView.index_url_name)


class BeginPageView(PracticeActs):
    """Create the draft of a page about the agency's own practice."""

    transition, service = BEGIN_PAGE, staticmethod(adopting.begin_page)
    success_message = gettext_lazy("The draft is among your pages: write its summary, hand it in.")


class ConfirmView(PracticeActs):
    """Confirm that a practice is still applied."""

    transition, service = CONFIRM, staticmethod(services.confirm)
    explanation = gettext_lazy("If it is done no more, say so on its own page.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Use the question as page title; the button is the answer."""
        super().setup(request, *args, **kwargs)
        self.page_title = STILL_DONE

    def facts(self) -> list[tuple[Any, Any]]:
        """Show the name, because mails link directly to this page."""
        row = self.row
        confirmed = format_day(row.confirmed_on)
        return [(_("Name of the practice"), row.title), (_("Last confirmed"), confirmed)]


class HideContactView(PracticeActs):
    """Hide the contact person from the public page."""

    transition, service = HIDE_CONTACT, staticmethod(services.hide_contact)
    explanation = gettext_lazy(
        "The person no longer agrees; only your agency and Sở Tư pháp go on reading the contact."
    )


class RetireView(PracticeActs):
    """End a practice."""

    transition, service = RETIRE, staticmethod(services.retire)
    explanation = gettext_lazy("It leaves the public list; that it was recognised stays here.")
