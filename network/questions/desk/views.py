"""The officers' lists of questions, and one question with what can be done with it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.scope import scope_now
from network.agencies.tables import LabelledColumn, LinkColumn, TagColumn, TwoLineColumn

from ..models import Forwarding, Question
from ..permissions import HANDLING, REFUSING, WRITING
from ..selectors import forwardings_for, open_questions_for, questions_for
from .filters import QuestionFilterSet
from .lists import DeskList
from .wording import about, beginning, days_since, due, is_late, shown_day

INDEX = reverse_lazy("question_desk:index")


class QuestionsView(DeskList):
    """The questions of one's agencies, for the overseer those of all; the oldest first."""

    page_title = gettext_lazy("Questions of citizens")
    header_icon = "help"
    index_url_name = "question_desk:index"
    index_results_url_name = "question_desk:index_results"
    filterset_class = QuestionFilterSet
    verbose_name_plural = Question._meta.verbose_name_plural
    nothing = gettext_lazy("No question waits. Citizens ask on the page “Hỏi đáp” of the hub.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns."""
        now, day = timezone.now(), timezone.localdate()
        return [
            LinkColumn(
                "text",
                label=_("Question"),
                accessor=beginning,
                second=lambda row: about(row, agency=True),
                url=lambda row: reverse("question_desk:question", args=[row.pk]),
            ),
            TwoLineColumn(
                "asked",
                label=_("Asked"),
                accessor=lambda row: shown_day(timezone.localdate(row.asked_at)),
                second=lambda row: days_since(row.asked_at, now=now),
            ),
            TwoLineColumn(
                "due",
                label=_("Due"),
                accessor=lambda row: shown_day(row.due_on) if row.is_open else "–",
                second=lambda row: _("overdue") if is_late(row, day=day) else "",
            ),
            TagColumn(
                "state",
                label=_("State"),
                accessor=lambda row: row.get_state_display(),
                primary=lambda row: row.is_open,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Question]:
        """Return what the person may read: what is open, unless a state was asked for."""
        rows = questions_for if "state" in self.request.GET else open_questions_for
        return rows(self.scope)

    def get_header_buttons(self) -> list[Button]:
        """Lead to what was given away."""
        address = reverse("question_desk:forwarded")
        return [HeaderButton(_("Forwarded by us"), address, icon_name="arrow-right")]


class ForwardedView(DeskList):
    """What one's agencies have given to others: that it went, and no more."""

    page_title = gettext_lazy("Forwarded questions")
    header_icon = "help"
    index_url_name = "question_desk:forwarded"
    index_results_url_name = "question_desk:forwarded_results"
    nothing = gettext_lazy("No question was forwarded to another agency yet.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns."""
        return [
            TwoLineColumn(
                "to",
                label=_("Forwarded to"),
                accessor=lambda row: row.to_agency.name,
                second=lambda row: f"#{row.question_id} · {row.agency.short_name}",
            ),
            LabelledColumn(
                "on",
                label=_("On"),
                accessor=lambda row: shown_day(timezone.localdate(row.forwarded_at)),
            ),
            LabelledColumn("reason", label=_("Reason"), accessor=lambda row: row.reason),
        ]

    def get_base_queryset(self) -> QuerySet[Forwarding]:
        """Return what the person may read."""
        return forwardings_for(self.scope)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand below the questions."""
        way = super().get_breadcrumbs_items()
        return [*way[:-1], {"url": INDEX, "label": _("Questions of citizens")}, way[-1]]


class QuestionView(WagtailAdminTemplateMixin, TemplateView):
    """One question: what was asked, how it came here, and what this person may do."""

    template_name = "questions/desk/question.html"
    page_title = gettext_lazy("Question of a citizen")
    header_icon = "help"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the question among those that the person may read."""
        self.scope = scope_now(request)
        self.question = get_object_or_404(questions_for(self.scope), pk=kwargs["question_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Name the question by its number."""
        return str(self.question)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand below the list."""
        own = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        list_of_all = {"url": INDEX, "label": _("Questions of citizens")}
        return [*super().get_breadcrumbs_items(), list_of_all, own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what there is to see and to do."""
        question = self.question
        held = self.scope.agency_roles.get(question.agency_id, frozenset())
        forwardings = question.forwardings.select_related("agency", "to_agency")
        return super().get_context_data(**kwargs) | {
            "question": question,
            "due": due(question, day=timezone.localdate()),
            "late": is_late(question, day=timezone.localdate()),
            "age": days_since(question.asked_at, now=timezone.now()),
            "forwardings": forwardings,
            "actions": actions_for(question, held),
            "draft_url": self.draft_url(held),
        }

    def draft_url(self, held: frozenset[str]) -> str:
        """Return where this person looks at the answer's draft, "" where that is not theirs."""
        if self.question.page is None or not held:
            return ""
        return reverse("wagtailadmin_pages:edit", args=[self.question.page_id])


def actions_for(question: Question, held: frozenset[str]) -> list[Button]:
    """Return what whoever holds these roles may do with an open question, the usual way first."""
    if not question.is_open:
        return []
    begun = question.page_id is not None
    taken = question.handler_id is not None
    offered = [
        ("answer", _("Write the answer"), not begun and held & WRITING),
        ("take_in", _("Take in"), not taken and held & HANDLING),
        ("forward", _("Forward"), not begun and held & HANDLING),
        ("refuse", _("Do not answer"), held & REFUSING),
    ]
    return [
        Button(label, reverse(f"question_desk:{name}", args=[question.pk]))
        for name, label, offers in offered
        if offers
    ]
