"""Admin views of undelivered mails."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from network.mailing.models import Delivery

from ..requests import AdminRequest
from ..tables import ActionsColumn, LabelledColumn, PostButton, TableView, TwoLineColumn
from .selectors import undelivered_mails
from .services import send_again
from .wording import kind_of, recipient_of


def _when(row: Delivery) -> str:
    return date_format(timezone.localtime(row.at), "H:i d/m/Y")


def _actions(row: Delivery) -> list[Button]:
    address = reverse("agencies_undelivered:send", args=[row.pk])
    return [PostButton(_("Send again"), address, classname="button button-small button-secondary")]


COLUMNS = [
    TwoLineColumn("subject", label=gettext_lazy("Mail"), accessor=kind_of, second=str),
    TwoLineColumn(
        "user",
        label=gettext_lazy("Recipient"),
        accessor=lambda row: recipient_of(row) or _("Somebody without an account"),
        second=lambda row: row.user.email if row.user else "",
    ),
    LabelledColumn("outcome", label=gettext_lazy("Why"), accessor="get_outcome_display"),
    TwoLineColumn(
        "at", label=gettext_lazy("Given up"), accessor=_when, second=lambda row: row.agency or ""
    ),
    ActionsColumn("actions", label=gettext_lazy("Actions"), actions=_actions),
]


class UndeliveredView(TableView):
    """List of undelivered mails with the reason. The queryset limits it to the user."""

    page_title = gettext_lazy("Undelivered mail")
    header_icon = "mail"
    index_url_name = "agencies_undelivered:index"
    index_results_url_name = "agencies_undelivered:results"
    columns = COLUMNS
    results_template_name = "agencies/undelivered_results.html"

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return undelivered_mails(self.request.user)


class SendAgainView(View):
    """POST view for the button beside one mail, or for all of them."""

    http_method_names = ["post"]

    def post(self, request: AdminRequest, delivery_id: int | None = None) -> HttpResponse:
        """Send again. 404 if the user does not look after the mail or it was sent meanwhile."""
        mails = undelivered_mails(request.user)
        if delivery_id:
            mails = mails.filter(pk=delivery_id)
        count = send_again(mails=mails, actor=request.user, now=timezone.now())
        if delivery_id and not count:
            raise Http404
        text = ngettext(
            "%d mail is sent again, if it still concerns its recipient.",
            "%d mails are sent again, if they still concern their recipients.",
            count,
        )
        messages.success(request, text % count)
        return redirect("agencies_undelivered:index")
