"""Officers' screens for channels: list, one channel, and a form per transition."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import Agency, Role
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import LabelledColumn, LinkColumn, TagColumn
from network.core.dates import format_day
from network.core.fields import offer
from network.core.outside import outside_link
from network.desks.acts import ActForm, arguments_of
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowMixin, RowView

from ...cases.similarity.compare import Likeness, closest
from ...cases.similarity.short_names import short_names_of
from ...models import Channel, ChannelAdmin, ChannelState, ControlShare
from ...shared.desk import ABOVE_CHANNELS, CHANNELS_TITLE
from ...shared.roles import APPROVING, agencies_kept
from .. import services
from ..endings import SafetyPoint, conditions, points_of
from ..safety_services import add_admin
from ..selectors import channels_for, contested_channels, lacks_of, reasons_of_return, rivals_of
from ..transitions import (
    ADD_ADMIN,
    ANNOUNCE,
    APPROVE,
    ATTEST,
    CLEAR,
    DECIDE_OWNER,
    DISCARD,
    DOUBT,
    EDIT,
    END,
    END_ADMIN,
    PAUSE,
    RENAME,
    RESUME,
    SEND_BACK,
    SUBMIT,
)
from .filters import ChannelFilterSet
from .forms import ChannelForm, EndChannelForm, RegisterForm, RenameForm, words_of_second_factor
from .inherited_views import ending_of, inherited_button


class ChannelsView(DeskList):
    """List of the channels of the user's agencies, for overseers of all agencies."""

    model = Channel
    page_title = CHANNELS_TITLE
    header_icon = "site"
    index_url_name = "channels_desk:index"
    index_results_url_name = "channels_desk:index_results"
    row_url_name = "channels_desk:channel"
    verbose_name_plural = Channel._meta.verbose_name_plural
    filterset_class = ChannelFilterSet
    panel_heading = gettext_lazy("Pages on social networks that wait for approval")
    action = gettext_lazy("View, approve")
    no_results_message = gettext_lazy("No page on a social network is registered yet.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: name, agency, first expiry, state."""
        return [
            LinkColumn(
                "name",
                label=_("Name of the page"),
                accessor=lambda row: row.name,
                second=lambda row: row.get_platform_display(),
                url=self.row_url,
            ),
            LabelledColumn("agency", label=_("Agency"), accessor=lambda row: row.agency.short_name),
            LabelledColumn("ends", label=_("First to end"), accessor=self.ends),
            TagColumn(
                "state",
                label=_("State"),
                accessor=self.stands,
                primary=self.needs_care,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Channel]:
        """Return the channels that the user may read."""
        return channels_for(self.scope)

    def get_table(self, object_list: Any) -> Any:
        """Compute the conditions of this page's channels at once, then return the table."""
        found = conditions(object_list, timezone.localdate(self.now))
        self.found = {each.channel.pk: each for each in found}
        return super().get_table(object_list)

    def needs_care(self, row: Channel) -> bool:
        """Return whether an active channel lacks something or has something that expires soon."""
        return self.found[row.pk].needs_care

    def stands(self, row: Channel) -> str:
        """Return the state in words, or "to be confirmed again" for an active channel that lacks
        something."""
        is_lacking = row.state == ChannelState.ACTIVE and self.found[row.pk].lack
        return _("To be confirmed again") if is_lacking else row.get_state_display()

    def ends(self, row: Channel) -> str:
        """Return the first day on which something expires, "" if none is soon."""
        return format_day(self.found[row.pk].ends_on)

    @property
    def work_url(self) -> str:
        """Return the URL of the list of channels that await approval."""
        return f"{super().work_url}?state={ChannelState.AWAITING}"

    def panel_rows(self) -> Any:
        """Return the user's agencies' channels that await approval, for overseers the contested
        ones."""
        if Role.OVERSEER in self.scope.roles:
            return contested_channels()
        approved = agencies_kept(self.scope, APPROVING)
        return channels_for(self.scope).filter(state=ChannelState.AWAITING, agency__in=approved)

    def item(self, row: Channel) -> PanelRow:
        """Return a channel as a row of the start page; overseers see contested channels only."""
        is_overseer = Role.OVERSEER in self.scope.roles
        return PanelRow(
            url=self.row_url(row),
            title=row.name,
            state=_("Submitted by several agencies") if is_overseer else row.get_state_display(),
            facts=f"{row.get_platform_display()} · {row.agency.short_name}",
            action=_("Decide") if is_overseer else "",
            is_decision=True,
        )

    def get_header_buttons(self) -> list[Button]:
        """Return the button for registering a channel, if the user may."""
        buttons = [*super().get_header_buttons(), *inherited_button(self.scope)]
        if not agencies_kept(self.scope):
            return buttons
        add = HeaderButton(
            _("Register a page"), reverse("channels_desk:register"), icon_name="plus"
        )
        return [add, *buttons]


class ChannelRow(RowMixin):
    """Base of views of one channel. 404 for a channel that the user may not read."""

    desk = ChannelsView
    header_icon = "site"
    row: Channel

    def get_rows(self) -> QuerySet[Channel]:
        """Return the channels that the user may read."""
        return channels_for(self.scope)

    def row_name(self) -> str:
        """Return the channel's name."""
        return self.row.name


class ChannelView(ChannelRow, RowView):
    """Page of one channel: facts, admins, safety checklist, and what is missing."""

    transitions = (
        *(SUBMIT, APPROVE, SEND_BACK, DECIDE_OWNER, ATTEST, EDIT, ADD_ADMIN, END_ADMIN),
        *(ANNOUNCE, RENAME, PAUSE, RESUME, DOUBT, CLEAR, END, DISCARD),
    )
    template_name = "channels/desk/channel.html"
    row_class = "row-page row-page--wide"
    page_title = gettext_lazy("Page on a social network")

    def facts(self) -> list[tuple[Any, Any]]:
        """Return the registered values and the approval document, as (label, value)."""
        row = self.row
        approved = ""
        if row.approved_on:
            approved = format_html(
                '{}, {} · {} · <a href="{}">{}</a>',
                row.approval_number,
                format_day(row.approved_on),
                row.signer,
                reverse("channels_desk:file", args=[row.pk]),
                _("file"),
            )
        return [
            (_("State"), row.get_state_display()),
            (_("Agency"), row.agency.name),
            (_("Platform"), f"{row.get_platform_display()}, {row.get_kind_display()}"),
            (_("Address"), outside_link(row.url)),
            (_("Submitted by other agencies too"), self.rivals()),
            (_("Number on the platform"), row.platform_number),
            (_("What the page is for"), row.intro),
            (_("Contact"), " · ".join((row.office, row.website, row.email, row.phone))),
            (_("Other information"), row.other),
            (_("Page opened on"), row.opened_on and format_day(row.opened_on)),
            (_("Verified mark seen on"), row.verified_on and format_day(row.verified_on)),
            (_("Country of its admins, as the platform shows it"), row.admins_country),
            (_("Regulation"), row.regulation),
            (_("Plan for social networks"), row.plan or ""),
            (_("Approved"), approved),
            (_("Named nearly like"), "" if row.is_approved else self.namesake()),
            (_("Earlier names"), ", ".join(map(str, row.names.all()))),
            (_("Being verified"), self.doubt()),
            (_("Closed"), ending_of(row)),
            (_("Merged into"), row.merged_into or ""),
        ]

    def buttons(self) -> list[Button]:
        """Return the transitions' buttons, and links to regulation, poster and badge."""
        papers = []
        if not self.row.ended_on:
            papers = [("channels_desk:regulation", _("Regulation to fill in (DOCX)"))]
        if self.row.is_approved:
            papers += [
                ("channels_desk:poster", _("Poster with QR code (PDF)")),
                ("channels:badge", _("Badge for your website (SVG)")),
            ]
        own = [Button(label, reverse(name, args=[self.row.pk])) for name, label in papers]
        return super().buttons() + own

    def doubt(self) -> str:
        """Return since when and why the channel is being verified, "" if it is not."""
        since = self.row.verifying_since
        return f"{format_day(since)}: {self.row.verifying_reason}" if since else ""

    def rivals(self) -> str:
        """Return links to other agencies' submissions of the page, for overseers only; "" for
        none."""
        if Role.OVERSEER not in self.scope.roles or self.row.state != ChannelState.AWAITING:
            return ""
        found = ((self.desk.row_url(each), each.agency.name) for each in rivals_of(self.row))
        return format_html_join(", ", '<a href="{}">{}</a>', found)

    def namesake(self) -> str:
        """Return the other agency whose name is similar to the channel's name, "" for none."""
        own = (self.row.agency.name, self.row.agency.short_name)
        names = short_names_of(Agency.objects.valid_on(timezone.localdate()))
        found = closest(self.row.name, [*own, *names], names)
        is_like = found is not None and found.likeness == Likeness.SUSPICIOUS
        return found.official if found and is_like and found.official not in own else ""

    def returned(self) -> str:
        """Return the approver's reason if the channel was returned, else ""."""
        return reasons_of_return([self.row]).get(self.row.pk, "")

    def missing(self) -> list[str]:
        """Return sentences on what is missing; [] for a channel that has ended."""
        if self.row.ended_on:
            return []
        return lacks_of([self.row], timezone.localdate())[self.row.pk].sentences()

    def keys(self) -> list[tuple[ChannelAdmin, str]]:
        """Return the present channel admins, each with the state of the second factor."""
        admins = self.row.admins.filter(until=None).select_related("user")
        return [
            (
                admin,
                words_of_second_factor(
                    admin.second_factor_on and format_day(admin.second_factor_on)
                ),
            )
            for admin in admins
        ]

    def points(self) -> list[SafetyPoint]:
        """Return the points of the checklist, each with its last confirmation."""
        return points_of(self.row, timezone.localdate())

    @property
    def may_attest(self) -> bool:
        """Return whether the user may confirm points now."""
        return ATTEST.is_open(self.row, self.held)


class RegisterView(ServiceForm):
    """Form view: register a channel."""

    form_class = RegisterForm
    page_title = gettext_lazy("Register a page on a social network")
    header_icon = "site"
    success_message = gettext_lazy(
        "The page is registered. Confirm its safety, then send it for approval."
    )
    above = [ABOVE_CHANNELS]

    @cached_property
    def agencies(self) -> QuerySet[Agency]:
        """Return the agencies for which the user may register channels."""
        return Agency.objects.filter(pk__in=agencies_kept(scope_now(self.request)))

    def get_form(self, form_class: Any = None) -> Form:
        """Offer these agencies, and the people of the only one as admins."""
        form: RegisterForm = super().get_form(form_class)
        form.offer_admins(self.agencies, timezone.localdate(self.now))
        return offer(form, "agency", self.agencies)

    def get_initial(self) -> dict[str, Any]:
        """Prefill the contact data of the agency if there is only one."""
        if len(self.agencies) != 1:
            return {}
        [agency] = self.agencies
        return {
            "agency": agency,
            "office": agency.address,
            "email": agency.email,
            "phone": agency.phone,
        }

    def perform(self, form: Form) -> None:
        """Register the channel with its admins, and go on with its safety."""
        with transaction.atomic():
            channel = services.register_channel(user=self.user, now=self.now, **arguments_of(form))
            for person in form.cleaned_data.get("admins", ()):
                add_admin(
                    channel_id=channel.pk,
                    person=person,
                    share=ControlShare.FULL,
                    contact=channel.email,
                    second_factor_on=None,
                    user=self.user,
                    now=self.now,
                )
        self.success_url = reverse("channels_desk:attest", args=[channel.pk])


class ChannelActs(ChannelRow, ActForm):
    """Base of the form views of a channel's transitions."""

    key = "channel_id"


class EditView(ChannelActs):
    """Form view: change a planned channel."""

    transition, form_class, service = EDIT, ChannelForm, staticmethod(services.change_channel)
    success_message = gettext_lazy("Saved.")

    def get_initial(self) -> dict[str, Any]:
        """Return the current values."""
        return {name: getattr(self.row, name) for name in ChannelForm.base_fields}


class DiscardView(ChannelActs):
    """Form view: delete a planned channel. Redirects to the list."""

    transition, service, row_is_kept = DISCARD, staticmethod(services.discard_channel), False
    success_message = gettext_lazy("The draft is deleted.")


class SubmitView(ChannelActs):
    """Form view: submit a channel for approval."""

    transition, service = SUBMIT, staticmethod(services.submit_channel)
    success_message = gettext_lazy("It waits for the approver now.")


class RenameView(ChannelActs):
    """Form view: record a channel's new name or address."""

    transition, form_class, service = RENAME, RenameForm, staticmethod(services.rename_channel)
    success_message = gettext_lazy("Saved.")

    def get_initial(self) -> dict[str, Any]:
        """Return the current name and address."""
        return {"name": self.row.name, "url": self.row.url}


class PauseView(ChannelActs):
    """Form view: pause a channel."""

    transition, service = PAUSE, staticmethod(services.pause_channel)
    success_message = gettext_lazy("Saved.")


class ResumeView(ChannelActs):
    """Form view: resume a paused channel."""

    transition, service = RESUME, staticmethod(services.resume_channel)
    success_message = gettext_lazy("Saved.")


class EndView(ChannelActs):
    """Form view: close, hand over or merge a channel."""

    transition, form_class, service = END, EndChannelForm, staticmethod(services.end_channel)
    success_message = gettext_lazy("Saved.")
    explanation = gettext_lazy("The register says so from now on, and nothing of it is changed.")
