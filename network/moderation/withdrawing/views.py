"""The screen of a withdrawal."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.http.request import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from network.agencies.requests import AdminRequest

from ..exceptional_services import withdraw_page
from ..models import WithdrawalReason
from ..moves import MoveRefused
from ..review.views import CaseMixin
from ..rules import refusal_of, withdrawing_move
from ..wording import REFUSALS
from .forms import WithdrawalForm


class WithdrawView(CaseMixin, WagtailAdminTemplateMixin, FormView):
    """Say why, and take the page from the citizens."""

    request: AdminRequest
    form_class = WithdrawalForm
    template_name = "agencies/form.html"
    page_title = gettext_lazy("Withdraw a page")
    header_icon = "no-view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the page as the person finds it."""
        self.case = self.find_case(kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form to who may withdraw the page; tell everybody else why not."""
        situation = self.case.situation
        refusal = refusal_of(withdrawing_move(situation), situation)
        if refusal is None:
            return super().get(request, *args, **kwargs)
        messages.error(request, REFUSALS[refusal])
        return redirect("moderation:desk", self.case.page.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which page it is about."""
        return super().get_form_kwargs() | {"page": self.case.page}

    def form_valid(self, form: Form) -> HttpResponse:
        """Withdraw it, or say why not."""
        try:
            withdraw_page(
                page_id=self.case.page.pk,
                user=self.request.user,
                now=timezone.now(),
                **form.cleaned_data | {"reason": WithdrawalReason(form.cleaned_data["reason"])},
            )
        except MoveRefused as refused:
            form.add_error(None, REFUSALS[refused.refusal])
            return self.form_invalid(form)
        messages.success(self.request, _("The page is withdrawn: %s") % self.case.page.title)
        return redirect("wagtailadmin_home")

    def get_page_subtitle(self) -> str:
        """Name the page."""
        return self.case.page.draft_title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand below the page's desk."""
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse("moderation:desk", args=[self.case.page.pk]),
                "label": self.case.page.draft_title,
            },
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the form's frame needs."""
        return super().get_context_data(**kwargs) | {
            "action_url": self.request.path,
            "submit_button_label": _("Withdraw the page"),
            "submit_button_active_label": _("Withdraw the page"),
            "explanation": _(
                "Citizens no longer see the page; its address says that it was withdrawn and why. "
                "Its history stays, and a new version can be published the usual way."
            ),
        }
