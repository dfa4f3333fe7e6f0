"""Base views of forms that call one service."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from network.accounts.models import User

from ..audit import record
from ..models import Agency, AuditAction
from ..requests import AdminRequest
from ..unusual_days import REASON, add_reason_field, concerned_agency, unusual_days

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type StrOrPromise = "str | _StrPromise"
RESET_EXPLANATION = gettext_lazy(
    "Be sure that it is really this person who asks: call them, or meet them. They are signed "
    "out everywhere, get a mail about it, and set up a new second factor at the next sign-in."
)


class ServiceForm(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Form view that calls a service and shows its ValidationErrors in the form."""

    request: AdminRequest
    template_name = "agencies/form.html"
    # Without one the next screen says itself what happens.
    success_message: StrOrPromise = ""
    # Another level where nothing has changed yet: green says that something is done.
    announce = staticmethod(messages.success)
    submit_label: StrOrPromise = gettext_lazy("Save")
    header_icon = "group"
    # The lists above this screen, as (URL, title).
    above: Sequence[tuple[StrOrPromise, StrOrPromise | None]] = ()

    @property
    def explanation(self) -> StrOrPromise:
        """Return the text above the fields."""
        return ""

    @property
    def user(self) -> User:
        """Return the signed-in user. The admin has no anonymous users."""
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.now = timezone.now()
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form, with the field for the reason if it was asked for."""
        form = super().get_form(form_class)
        if REASON in self.request.POST:
            add_reason_field(form)
        return form

    def form_valid(self, form: Form) -> HttpResponse:
        agency = concerned_agency(self, form)
        reason = form.cleaned_data.pop(REASON, "")
        unusual = list(unusual_days(form, agency))
        if unusual and not reason:
            return self._ask_why(form, unusual)
        try:
            self.perform(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if unusual:
            self._log_reason(agency, reason)
        if self.success_message:
            self.announce(self.request, self.success_message)
        return redirect(str(self.success_url))

    def _ask_why(self, form: Form, unusual: Sequence[tuple[str, str]]) -> HttpResponse:
        """Show the form again with the field for the reason."""
        add_reason_field(form)
        for name, sentence in unusual:
            form.add_error(name, sentence)
        return self.form_invalid(form)

    def _log_reason(self, agency: Agency | None, reason: str) -> None:
        record(
            actor=self.user,
            agency=agency,
            action=AuditAction.UNUSUAL_DAY_EXPLAINED,
            now=self.now,
            subject=str(self.get_page_title()),
            reason=reason,
        )

    def perform(self, form: Form) -> None:
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        lists = [{"url": url, "label": title} for url, title in self.above]
        own = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), *lists, own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "action_url": self.request.path,
            "submit_button_label": self.submit_label,
            "submit_button_active_label": self.submit_label,
            "explanation": self.explanation,
            "media": context["form"].media,
        }


class AgencyServiceForm(ServiceForm):
    """Form view about one agency, with its name as subtitle."""

    agency: Agency

    def get_page_subtitle(self) -> str:
        return self.agency.name
