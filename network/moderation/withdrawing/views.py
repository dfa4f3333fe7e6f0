"""View for withdrawing a page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from network.agencies.scope import scope_now
from network.desks.delegation import LEADING

from ..exceptional_services import withdraw_page
from ..models import WithdrawalReason
from ..moves import MoveRefused
from ..review.again import ask_author
from ..review.views import CaseForm
from ..rules import refusal_of, withdrawing_move
from ..wording import REFUSALS
from .forms import WithdrawalForm


class WithdrawPageView(CaseForm):
    """Ask for the reason and withdraw the page."""

    form_class = WithdrawalForm
    template_name = "moderation/withdraw.html"
    page_title = gettext_lazy("Withdraw a page")
    header_icon = "no-view"
    success_url = reverse_lazy("wagtailadmin_home")
    explanation = gettext_lazy(
        "Citizens no longer see the page; its address says that it was withdrawn and why. "
        "Its history stays, and a new version can be published the usual way."
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or redirect to the desk with the reason if this person may not withdraw
        the page."""
        situation = self.case.situation
        refusal = refusal_of(withdrawing_move(situation), situation)
        if refusal is None:
            return super().get(request, *args, **kwargs)
        messages.error(request, REFUSALS[refusal])
        return redirect("moderation:desk", self.case.page.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"page": self.case.page}

    def perform(self, form: Form) -> None:
        told = form.cleaned_data | {"reason": WithdrawalReason(form.cleaned_data["reason"])}
        try:
            withdraw_page(page_id=self.case.page.pk, user=self.user, now=self.now, **told)
        except MoveRefused as refused:
            raise ValidationError(REFUSALS[refused.refusal]) from refused
        page = self.case.page
        held = scope_now(self.request).agency_roles.get(self.case.agency.pk, frozenset())
        ask = None if LEADING.isdisjoint(held) else ask_author(page)
        next_steps = [
            (ask.url, ask.label) if ask else None,
            (reverse("moderation:desk", args=[page.pk]), _("Put it online again")),
        ]
        self.success_message = format_html(
            "{}{}",
            _("The page “%s” is withdrawn. Its author corrects it and hands it in again.")
            % page.title,
            format_html_join(
                "",
                ' <a class="button button-small button-secondary" href="{}">{}</a>',
                filter(None, next_steps),
            ),
        )
