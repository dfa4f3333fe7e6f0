"""Form that hands a waiting row to a colleague."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.models import Membership, Role
from network.agencies.people.service_forms import ServiceForm
from network.agencies.recipients import members
from network.core.fields import LineField

from .delegation import LABEL, WaitingRow, colleagues_for, delegate
from .models import Delegation
from .rows import RowMixin


class PersonChoice(forms.ModelChoiceField[User]):
    """One of the people, by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.shown_name)


class DelegationForm(forms.Form):
    """The colleague, and a note for them."""

    to = PersonChoice(
        label=gettext_lazy("To whom"),
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    note = LineField(
        label=gettext_lazy("Note for the colleague"),
        max_length=Delegation._meta.get_field("note").max_length,
        required=False,
        help_text=gettext_lazy("Not required. The colleague reads it beside the task."),
    )


class DelegateForm(ServiceForm):
    """Hands one row to a colleague. Rooms derive it and say what waits, and who looks at it."""

    form_class = DelegationForm
    template_name = "desks/delegate.html"
    page_title = LABEL
    submit_label = gettext_lazy("Hand over")
    success_url = reverse_lazy("wagtailadmin_home")

    def get_waiting(self) -> WaitingRow:
        """Return the row that is handed over."""
        raise NotImplementedError

    def get_held(self) -> Collection[str]:
        """Return the roles of the user in the row's agency."""
        raise NotImplementedError

    @cached_property
    def waiting(self) -> WaitingRow:
        """Return the row that is handed over, read once."""
        return self.get_waiting()

    @cached_property
    def colleagues(self) -> QuerySet[User]:
        """Return the people who can do it instead of the user."""
        return colleagues_for(self.waiting, besides=self.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse users who may not hand over the row."""
        if not self.waiting.may_delegate(self.user, self.get_held()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the row over. 404 for a person who does not serve the agency."""
        chosen = self.request.POST.get("to", "")
        serving = Membership.objects.filter(agency=self.waiting.agency)
        people = serving.valid_on(timezone.localdate()).values_list("user", flat=True)
        if chosen and chosen not in map(str, people):
            raise Http404
        return super().post(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form with the colleagues; a single one is chosen already."""
        form = super().get_form(form_class)
        form.fields["to"].queryset = self.colleagues
        if len(self.colleagues) == 1:
            form.fields["to"].initial = self.colleagues[0].pk
        return form

    def perform(self, form: forms.Form) -> None:
        """Hand the row over."""
        to = form.cleaned_data["to"]
        delegate(
            self.waiting,
            to=to,
            by=self.user,
            held=self.get_held(),
            note=form.cleaned_data["note"],
            now=self.now,
        )
        self.success_message = _("Handed to %s, who reads it on the start page.") % to.shown_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add why nothing can be handed over, in place of the form."""
        return super().get_context_data(**kwargs) | {
            "refusal": self.waiting.refusal or ("" if self.colleagues else self.nobody()),
            "title": self.waiting.title,
            "back": self.waiting.path,
        }

    def nobody(self) -> str:
        """Return the sentence that nobody else can do it, and who can assign somebody."""
        said = _("Nobody else of the agency holds the role for it.")
        admins = members(self.waiting.agency, Role.AGENCY_ADMIN, now=self.now)
        names = ", ".join(each.shown_name for each in admins)
        return f"{said} {_('An agency admin can assign one: %s.') % names}" if names else said


class RowDelegateForm(RowMixin, DelegateForm):
    """Hands over a row of a desk that implements `waiting_row`."""

    def get_waiting(self) -> WaitingRow:
        return self.desk.waiting_row(self.row)

    def get_held(self) -> Collection[str]:
        return self.held

    def get_page_subtitle(self) -> str:
        """Return "": the row's title is a link above the form."""
        return ""
