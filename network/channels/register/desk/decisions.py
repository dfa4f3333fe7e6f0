"""Form views of decisions on a submitted channel: approve, return, decide whose page it is."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from network.agencies.scope import scope_now
from network.media.delivery import send_file

from ...shared.forms import ApprovalForm, DoubtForm, ReturnForm
from .. import services
from ..selectors import channels_for
from ..transitions import APPROVE, CLEAR, DECIDE_OWNER, DOUBT, SEND_BACK
from .forms import DecideOwnerForm
from .views import ChannelActs


class ApproveView(ChannelActs):
    """Form view: approve a channel by a signed document."""

    transition, form_class = APPROVE, ApprovalForm
    service = staticmethod(services.approve_channel)
    success_message = gettext_lazy("Approved. Citizens find it in the register now.")


class SendBackView(ChannelActs):
    """Form view: return a channel to those who submitted it."""

    transition, form_class = SEND_BACK, ReturnForm
    service = staticmethod(services.return_channel)
    success_message = gettext_lazy("Returned.")


class DecideOwnerView(ChannelActs):
    """Form view for overseers: decide whose page it is if several agencies have submitted it."""

    transition, form_class = DECIDE_OWNER, DecideOwnerForm
    service = staticmethod(services.decide_owner)
    success_message = gettext_lazy("Decided. The other submissions are returned.")
    explanation = gettext_lazy(
        "The submissions of the same page by other agencies are returned with this reason. They do"
        " not read which agency has the page."
    )

    def row_name(self) -> str:
        """Return the agency for which the overseer decides, and the name of the page."""
        return f"{self.row.agency.name}: {self.row.name}"


class DoubtView(ChannelActs):
    """Form view for overseers: set a channel to "being verified"."""

    transition, form_class, service = DOUBT, DoubtForm, staticmethod(services.doubt_channel)
    explanation = gettext_lazy(
        "The public register and the check of links say at once that Sở Tư pháp is checking whether"
        " the agency controls this page. The agency gets a mail with your reason."
    )
    success_message = gettext_lazy("The public register says so now. The agency gets a mail.")


class ClearView(ChannelActs):
    """Form view for overseers: end the verification of a channel."""

    transition, service = CLEAR, staticmethod(services.clear_channel)
    success_message = gettext_lazy("The verification is over.")


def approval_file(request: HttpRequest, channel_id: int) -> HttpResponseBase:
    """Return the approval document. 404 unless the user may read the channel and it has one."""
    rows = channels_for(scope_now(request)).exclude(approval_file="")
    return send_file(request, get_object_or_404(rows, pk=channel_id).approval_file, public=False)
