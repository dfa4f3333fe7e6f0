"""View shown between editor and appraisal if a text contains private numbers."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import Form
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..moves import CommentMissing, MoveRefused
from ..private_numbers import PrivateNumbersFound, open_numbers
from ..review.views import CaseForm
from ..selectors import EditorialCase
from ..waiver_services import submit_page, waive_numbers
from ..wording import REFUSALS
from .forms import WaiverForm


class WaiveView(CaseForm):
    """List the private numbers, ask for the reasons, and submit the page with them."""

    form_class = WaiverForm
    template_name = "moderation/waive.html"
    page_title = gettext_lazy("Private numbers in the text")
    header_icon = "warning"
    success_url = reverse_lazy("wagtailadmin_home")

    def find_case(self, page_id: int) -> EditorialCase:
        """Return the page's case for this person. 404 if they may not submit the page."""
        case = super().find_case(page_id)
        tester = case.page.specific.permissions_for_user(self.request.user)
        if not tester.can_submit_for_moderation():
            raise Http404
        return case

    def address_above(self) -> str:
        """Return the URL of the editor, where the numbers can be removed."""
        return reverse("wagtailadmin_pages:edit", args=[self.case.page.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"numbers": open_numbers(self.case.revision.as_object())}

    def perform(self, form: Form) -> None:
        """Record the waivers and submit the page, in one transaction.

        Raises ValidationError if the rules refuse it or the text has changed.
        """
        who: dict[str, Any] = {"page_id": self.case.page.pk, "user": self.user, "now": self.now}
        try:
            with transaction.atomic():
                waive_numbers(reasons=form.cleaned_data, **who)
                submit_page(**who)
        except MoveRefused as refused:
            raise ValidationError(REFUSALS[refused.refusal]) from refused
        except (CommentMissing, PrivateNumbersFound, PermissionDenied) as changed:
            raise ValidationError(
                _("The text was changed meanwhile. Read it, then hand it in.")
            ) from changed
        self.success_message = _("Handed in: %s") % self.case.page.draft_title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"editor_url": self.address_above()}
