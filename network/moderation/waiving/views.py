"""The screen between the editor and the appraiser, where a text shows private numbers."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.people.service_forms import ServiceForm
from network.agencies.requests import AdminRequest

from ..moves import CommentMissing, MoveRefused
from ..private_numbers import PrivateNumbersFound, open_numbers
from ..review.views import CaseMixin
from ..waiver_services import submit_page, waive_numbers
from ..wording import REFUSALS
from .forms import WaiverForm


class WaiveView(CaseMixin, ServiceForm):
    """Name the numbers, ask for the reasons, and hand the page in with them."""

    request: AdminRequest
    form_class = WaiverForm
    template_name = "moderation/waive.html"
    page_title = gettext_lazy("Private numbers in the text")
    header_icon = "warning"
    success_url = reverse_lazy("wagtailadmin_home")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the page as the person finds it; 404 for who could not hand it in."""
        self.case = self.find_case(kwargs["page_id"])
        tester = self.case.page.specific.permissions_for_user(request.user)
        if not tester.can_submit_for_moderation():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"numbers": open_numbers(self.case.revision.as_object())}

    def perform(self, form: Form) -> None:
        """Write the reasons down and hand the page in, both or neither."""
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

    def get_page_subtitle(self) -> str:
        return self.case.page.draft_title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, own = super().get_breadcrumbs_items()
        return [*above, {"url": self.editor_url, "label": self.case.page.draft_title}, own]

    @property
    def editor_url(self) -> str:
        """Return where the numbers are taken out."""
        return reverse("wagtailadmin_pages:edit", args=[self.case.page.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"editor_url": self.editor_url}
