"""View for reminding many agencies: preview, edit the text, send."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from network.agencies.models import Agency, Role
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.core.fields import TextField

from ..matrix_views import MatrixView
from ..models import Requirement
from ..models.reminding import WORDS_LENGTH
from ..situation_views import SituationView
from .letters import first_words
from .missing import Lacking, lacking
from .services import MOST_AT_ONCE, remind

# Value of `tu` if the filters in the query string are those of the matrix.
FROM_MATRIX = "ma-tran"


class RemindForm(forms.Form):
    """The opening words, and the agencies to remind."""

    words = TextField(
        label=gettext_lazy("Opening words of the letter"),
        max_length=WORDS_LENGTH,
        rows=4,
        help_text=gettext_lazy("They stand above the list of what is missing, in mail and letter."),
    )
    agency = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Agencies"),
        coerce=int,
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": gettext_lazy(
                "Nothing was sent: no agency is ticked. Tick the agencies to remind in the list."
            )
        },
    )


class RemindView(ServiceForm):
    """Form view: preview what each requested agency would be told, and send it."""

    form_class = RemindForm
    template_name = "oversight/remind.html"
    page_title = gettext_lazy("Remind agencies")
    header_icon = "mail"
    submit_label = gettext_lazy("Send the reminders")
    success_url = reverse_lazy("oversight:reminders")
    above = [(reverse_lazy("oversight:situation"), SituationView.page_title)]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise PermissionDenied unless the user is an overseer."""
        if Role.OVERSEER not in scope_now(request).roles:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def asked(self) -> list[int]:
        """Return the ids of the agencies that are listed: those ticked on the screen before, or all
        that match its filters.

        The address keeps both, so the list stays when the form is sent without a tick.
        """
        request = self.request
        if ticked := request.GET.getlist("agency"):
            return [int(each) for each in ticked if each.isdecimal()]
        if request.GET.get("tu") == FROM_MATRIX:
            return [each.pk for each in MatrixView.of(request).agencies]
        if "tat-ca" in request.GET:
            return [row.agency.pk for row in SituationView.of(request).rows()]
        return [int(each) for each in request.POST.getlist("agency") if each.isdecimal()]

    @property
    def is_unticked(self) -> bool:
        """Return whether "Remind the ticked ones" was pressed without a tick."""
        return "chon" in self.request.GET and "agency" not in self.request.GET

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Redirect to the list of agencies if the address names none."""
        if not self.asked:
            messages.error(request, _("Tick the agencies that you want to remind."))
            return redirect("oversight:situation")
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    @cached_property
    def found(self) -> list[Lacking]:
        """Return what these agencies lack; at most MOST_AT_ONCE agencies."""
        return lacking(self.asked[:MOST_AT_ONCE], self.now, only=self.only)

    @property
    def only(self) -> Requirement | None:
        """Return the requirement that the matrix was narrowed to, or None."""
        if self.request.GET.get("tu") != FROM_MATRIX:
            return None
        shown = MatrixView.of(self.request).shown_requirements
        return shown[0] if len(shown) == 1 else None

    def get_initial(self) -> dict[str, Any]:
        """Propose the opening words, and select the agencies without a recent reminder; none if the
        user has ticked none."""
        ticked = [
            each.agency.pk for each in self.found if not each.reminded_at and not self.is_unticked
        ]
        return {"words": first_words(self.now), "agency": ticked}

    def get_form(self, form_class: Any = None) -> Any:
        """Offer the agencies that lack something."""
        form = super().get_form(form_class)
        form.fields["agency"].choices = [(each.agency.pk, each.agency) for each in self.found]
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the agencies with their points, and those that lack nothing."""
        context = super().get_context_data(**kwargs)
        ticked = {int(pk) for pk in context["form"]["agency"].value() or ()}
        lacks = {each.agency.pk for each in self.found}
        return context | {
            "found": [(each, each.agency.pk in ticked) for each in self.found],
            "fine": Agency.objects.filter(pk__in=set(self.asked[:MOST_AT_ONCE]) - lacks),
            "too_many": max(len(self.asked) - MOST_AT_ONCE, 0),
            "unticked": self.is_unticked,
            "action_url": self.request.get_full_path(),
            "reminded": sum(bool(each.reminded_at) for each in self.found),
        }

    def perform(self, form: forms.Form) -> None:
        """Call the service. Its ValidationError is shown in the form."""
        rows = remind(
            agencies=form.cleaned_data["agency"],
            words=form.cleaned_data["words"],
            user=self.user,
            now=self.now,
            only=self.only,
        )
        self.success_message = ngettext(
            "%d agency is reminded. Its letter stands below.",
            "%d agencies are reminded. Their letters stand below.",
            len(rows),
        ) % len(rows)
