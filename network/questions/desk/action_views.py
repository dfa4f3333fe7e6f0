"""Officers' actions on a question: one form per transition."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext_lazy

from network.desks.delegation_views import RowDelegateForm
from network.desks.rows import TransitionForm

from ..models import Question, QuestionRefusal
from . import services
from .forms import ForwardForm, RefuseQuestionForm
from .transitions import ANSWER, FORWARD, REFUSE, TAKE_IN
from .views import QuestionsView


class QuestionForm(TransitionForm):
    """Base view that shows the whole question above the form."""

    desk = QuestionsView
    template_name = "questions/desk/transition.html"
    row_class = "row-page row-page--above-form"
    header_icon = "help"

    def get_rows(self) -> QuerySet[Question]:
        """Return the questions of the agencies the user serves."""
        rows: QuerySet[Question] = Question.scoped.of(self.scope, writing=True)
        return rows.select_related("agency")

    def doer(self) -> dict[str, Any]:
        """Return the keyword arguments that every service takes."""
        return {"question_id": self.row.pk, "user": self.user, "now": self.now}


class TakeInView(QuestionForm):
    """Take in a question."""

    transition = TAKE_IN
    page_title = gettext_lazy("Take it on")
    success_message = gettext_lazy(
        "You see to this question now. Its asker reads that it is being answered."
    )
    submit_label = gettext_lazy("Take it on")
    explanation = gettext_lazy("Your colleagues see that you see to this question.")

    def perform(self, form: Form) -> None:
        """Take it in, and continue on the question's page."""
        services.take_in(**self.doer())
        self.success_url = self.desk.row_url(self.row)


class DelegateQuestionView(RowDelegateForm):
    """Hand a question to a colleague who may write the answer."""

    desk = QuestionsView
    header_icon = "help"

    def get_rows(self) -> QuerySet[Question]:
        """Return the questions of the agencies the user serves."""
        rows: QuerySet[Question] = Question.scoped.of(self.scope, writing=True)
        return rows.select_related("agency")


class ForwardView(QuestionForm):
    """Forward a question to another agency."""

    transition = FORWARD
    form_class = ForwardForm
    page_title = gettext_lazy("Forward")
    success_message = gettext_lazy("The question is forwarded. You see only that it went.")
    submit_label = gettext_lazy("Forward")
    explanation = gettext_lazy(
        "The question leaves your list. Its asker reads to which agency it went."
    )

    def perform(self, form: Form) -> None:
        to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
        services.forward(to=to, reason=reason, **self.doer())


class RefuseView(QuestionForm):
    """Close a question without an answer."""

    transition = REFUSE
    form_class = RefuseQuestionForm
    page_title = gettext_lazy("Do not answer")
    success_message = gettext_lazy("The question is closed. Its asker reads the reason.")
    submit_label = gettext_lazy("Close without an answer")
    explanation = gettext_lazy(
        "Its asker reads the reason by the code, and by email if one was given."
    )

    def perform(self, form: Form) -> None:
        refusal, note = QuestionRefusal(form.cleaned_data["refusal"]), form.cleaned_data["note"]
        services.refuse(refusal=refusal, note=note, **self.doer())


class AnswerView(QuestionForm):
    """Start writing the answer."""

    transition = ANSWER
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

    def perform(self, form: Form) -> None:
        """Create the draft and open it in the editor."""
        page = services.begin_answer(**self.doer())
        self.success_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
