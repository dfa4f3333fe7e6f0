"""View that submits an ended page again as it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from ..moves import MoveRefused
from ..private_numbers import PrivateNumbersFound
from ..waiver_services import submit_page
from ..wording import REFUSALS
from .again import may_resubmit
from .views import CaseMixin


class ResubmitView(CaseMixin, View):
    """Submit the newest revision of an ended page as it is.

    The editor would store a revision of the person who submits; the only approver of an agency
    could then not approve it.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Submit the page, then show its desk."""
        case = self.find_case(page_id)
        if may_resubmit(case.situation):
            try:
                submit_page(page_id=page_id, user=self.request.user, now=self.now)
            except PrivateNumbersFound:
                return redirect("moderation:waive", page_id)
            except MoveRefused as refused:
                messages.error(request, str(REFUSALS[refused.refusal]))
            else:
                messages.success(request, _("Handed in: %s") % case.page.draft_title)
        return redirect("moderation:desk", page_id)
