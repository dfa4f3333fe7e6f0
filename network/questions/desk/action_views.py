"""What officers do with a question: a form for each deed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Role
from network.agencies.people.service_forms import ServiceForm, StrOrPromise
from network.agencies.scope import scope_now

from ..models import Question, Refusal
from ..permissions import HANDLING, REFUSING, WRITING
from . import services
from .forms import ForwardForm, RefuseForm
from .views import INDEX


class DeedView(ServiceForm):
    """The frame: the question, and a deed that one's role allows."""

    form_class: type[Form] = Form
    template_name = "questions/desk/deed.html"
    header_icon = "help"
    success_url: StrOrPromise = INDEX
    roles: frozenset[Role] = HANDLING

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the question among those of the person's agencies; refuse the wrong role."""
        scope = scope_now(request)
        rows = Question.scoped.of(scope, writing=True).select_related("agency")
        self.question = get_object_or_404(rows, pk=kwargs["question_id"])
        if self.roles.isdisjoint(scope.agency_roles[self.question.agency_id]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand below the question."""
        way = super().get_breadcrumbs_items()
        one = reverse("question_desk:question", args=[self.question.pk])
        above: list[dict[str, Any]] = [
            {"url": INDEX, "label": _("Questions of citizens")},
            {"url": one, "label": str(self.question)},
        ]
        return [*way[:-1], *above, way[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what it is about: nobody decides on the beginning of a question alone."""
        return super().get_context_data(**kwargs) | {"question": self.question}

    def doer(self) -> dict[str, Any]:
        """Return what every service wants to know."""
        return {"question_id": self.question.pk, "user": self.request.user, "now": self.now}


class TakeInView(DeedView):
    """See to a question."""

    page_title = gettext_lazy("Take in")
    success_message = gettext_lazy(
        "You see to this question now. Its asker reads that it is being answered."
    )
    submit_label = gettext_lazy("Take in")
    explanation = gettext_lazy("Your colleagues see that you see to this question.")

    def perform(self, form: Form) -> None:
        """Take it in; go on with it."""
        services.take_in(**self.doer())
        self.success_url = reverse("question_desk:question", args=[self.question.pk])


class ForwardView(DeedView):
    """Give a question to another agency."""

    form_class = ForwardForm
    page_title = gettext_lazy("Forward")
    success_message = gettext_lazy("The question is forwarded. You see only that it went.")
    submit_label = gettext_lazy("Forward")
    explanation = gettext_lazy(
        "The question leaves your list. Its asker reads to which agency it went."
    )

    def perform(self, form: Form) -> None:
        """Forward it."""
        to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
        services.forward(to=to, reason=reason, **self.doer())


class RefuseView(DeedView):
    """Close a question without an answer."""

    form_class = RefuseForm
    page_title = gettext_lazy("Do not answer")
    success_message = gettext_lazy("The question is closed. Its asker reads the reason.")
    submit_label = gettext_lazy("Close without an answer")
    explanation = gettext_lazy(
        "Its asker reads the reason by the code, and by email if one was given."
    )
    roles = REFUSING

    def perform(self, form: Form) -> None:
        """Refuse it."""
        refusal, note = Refusal(form.cleaned_data["refusal"]), form.cleaned_data["note"]
        services.refuse(refusal=refusal, note=note, **self.doer())


class AnswerView(DeedView):
    """Begin the answer."""

    page_title = gettext_lazy("Write the answer")
    success_message = gettext_lazy(
        "The draft is made. First look at the question: nothing may be left that tells who asked."
    )
    submit_label = gettext_lazy("Make the draft")
    explanation = gettext_lazy(
        "A draft with the question is made in your section. Names, telephones, numbers of identity"
        " cards, houses and land parcels are replaced by […]. The answer goes the usual way:"
        " appraisal, approval, publication."
    )
    roles = WRITING

    def perform(self, form: Form) -> None:
        """Make the draft; the editor opens."""
        page = services.begin_answer(**self.doer())
        self.success_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
