"""Form views of channel admins and of safety confirmations."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from network.agencies.scope import scope_now
from network.core.fields import offer
from network.core.keys import parse_key
from network.media.delivery import send_file

from ...models import Attestation, ChannelState, SafetyItem
from ...shared.roles import KEEPING
from .. import safety_services
from ..control import control_code
from ..selectors import channels_for, items_on
from ..services import submit_channel
from ..transitions import ADD_ADMIN, ATTEST, END_ADMIN
from .forms import AdminForm, AttestForm, HandOverForm
from .views import ChannelActs


class AddAdminView(ChannelActs):
    """Form view: enter a channel admin."""

    transition, form_class = ADD_ADMIN, AdminForm
    service = staticmethod(safety_services.add_admin)
    success_message = gettext_lazy("Saved.")

    def get_form(self, form_class: Any = None) -> Form:
        """Offer the people who serve the agency today."""
        form: AdminForm = super().get_form(form_class)
        form.offer(self.row.agency, timezone.localdate())
        return form


class EndAdminView(ChannelActs):
    """Form view: record that an admin has handed over the keys."""

    transition, form_class, service = (
        END_ADMIN,
        HandOverForm,
        staticmethod(safety_services.end_admin),
    )
    success_message = gettext_lazy("Saved.")

    def get_form(self, form_class: Any = None) -> Form:
        """Offer the present admins."""
        form: Form = super().get_form(form_class)
        admins = self.row.admins.filter(until=None).select_related("user")
        choice: Any = form.fields["admin_id"]
        choice.choices = [(admin.pk, admin.user.get_full_name()) for admin in admins]
        return form


class AttestView(ChannelActs):
    """Form view: confirm points of the safety checklist."""

    transition, form_class, service = (
        ATTEST,
        AttestForm,
        staticmethod(safety_services.attest_points),
    )
    template_name = "channels/desk/attest.html"
    success_message = gettext_lazy("Confirmed.")

    @property
    def may_submit(self) -> bool:
        """Return whether the user may send the page for approval once its points are confirmed."""
        return self.row.state == ChannelState.PLANNED and not KEEPING.isdisjoint(self.held)

    def perform(self, form: Form) -> None:
        """Confirm the points, and send the page for approval if the second button was pressed.

        What is still missing for the approval is a message: the points stay confirmed.
        """
        super().perform(form)
        if "and_submit" not in self.request.POST:
            return
        try:
            submit_channel(channel_id=self.row.pk, user=self.user, now=self.now)
        except ValidationError as refused:
            messages.warning(self.request, " ".join(refused.messages))
        else:
            self.success_message = gettext_lazy("Confirmed. It waits for the approver now.")

    def get_form(self, form_class: Any = None) -> Form:
        """Offer the points that are valid today, or the one in `diem`. None is selected: whoever
        confirms a point chooses it."""
        form: AttestForm = super().get_form(form_class)
        form.earlier = Attestation.objects.filter(
            channel__agency=self.row.agency_id, confirmed_on__lte=timezone.localdate()
        ).exclude(picture="")
        items = items_on(timezone.localdate())
        asked = parse_key(SafetyItem, self.request.GET.get("diem", ""))
        return offer(form, "items", items.filter(pk=asked) if asked else items)

    @property
    def explanation(self) -> str:
        """Return the page's code, for the point that asks for it."""
        return _(
            "Code of this page: %s. Put it into the introduction of the page or into a post, take a"
            " picture of the screen with the code and the name of the page, then confirm the point"
            " with this picture. After that you may take the code away."
        ) % control_code(self.row, timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep the point in the form's action URL."""
        return super().get_context_data(**kwargs) | {"action_url": self.request.get_full_path()}


def attested_picture(request: HttpRequest, attestation_id: int) -> HttpResponseBase:
    """Return the picture of a confirmation. 404 unless the user may read its channel and there is
    one."""
    own = channels_for(scope_now(request)).order_by()
    rows = Attestation.objects.filter(channel__in=own).exclude(picture="")
    return send_file(request, get_object_or_404(rows, pk=attestation_id).picture, public=False)
