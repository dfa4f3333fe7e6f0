"""The officers' question lists, and the page of one question."""

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.tables import LabelledColumn, LinkColumn, TagColumn, TwoLineColumn
from network.core.dates import format_day
from network.desks.delegation import WaitingRow
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowView
from network.desks.wording import days_since, due

from ..models import Forwarding, Question
from ..selectors import forwardings_for, open_questions_for, own_open_questions, questions_for
from .filters import QuestionFilterSet
from .services import hand_to
from .transitions import ANSWER, FORWARD, REFUSE, TAKE_IN
from .wording import about, beginning, is_late


class QuestionsView(DeskList):
    """Questions of the user's agencies, or of all for overseers; oldest first."""

    page_title = gettext_lazy("Questions of citizens")
    action = gettext_lazy("Write a reply")
    header_icon = "help"
    index_url_name = "question_desk:index"
    index_results_url_name = "question_desk:index_results"
    filterset_class = QuestionFilterSet
    verbose_name_plural = Question._meta.verbose_name_plural
    no_results_message = gettext_lazy(
        "No question waits. Citizens ask on the page “Hỏi đáp” of the hub."
    )
    row_url_name = "question_desk:question"
    delegate_url_name = "question_desk:delegate"

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: text with subject and agency, day asked, deadline, state."""
        day = timezone.localdate()
        return [
            LinkColumn(
                "text",
                label=_("Question"),
                accessor=beginning,
                second=lambda row: about(row, agency=True),
                url=self.row_url,
            ),
            TwoLineColumn(
                "asked",
                label=_("Asked"),
                accessor=lambda row: _day(row.asked_at),
                second=lambda row: days_since(row.asked_at, now=self.now),
            ),
            TwoLineColumn(
                "due",
                label=_("Due"),
                accessor=lambda row: format_day(row.due_on) if row.is_open else "–",
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
        """Return the questions the user may read: open ones, unless a state was chosen."""
        rows = questions_for if "state" in self.request.GET else open_questions_for
        return rows(self.scope)

    def panel_rows(self) -> QuerySet[Question]:
        """Return the open questions of the agencies the user serves."""
        return own_open_questions(self.scope)

    def item(self, row: Question) -> PanelRow:
        """Return the start page row of a question."""
        late = is_late(row, day=timezone.localdate())
        facts = (about(row), "" if late else _("due %s") % format_day(row.due_on))
        return PanelRow(
            url=self.row_url(row),
            title=beginning(row),
            state=row.get_state_display(),
            facts=" · ".join(filter(None, facts)),
            warning=due(row.due_on, late=True) if late else "",
            due=row.due_on,
            came_at=row.arrived_at,
            delegable=self.delegable(row, since=row.arrived_at),
        )

    @classmethod
    def waiting_row(cls, row: Question) -> WaitingRow:
        """Return the question, without its words: they may tell who asked."""
        return WaitingRow(
            row=row,
            agency=row.agency,
            title=f"{_('Question of a citizen')} {row}",
            path=cls.row_url(row),
            roles=ANSWER.roles,
            givers=TAKE_IN.roles,
            holder=row.handler_id,
            refusal=ANSWER.refusal_of(row),
            on_delegated=partial(hand_to, row.pk),
        )

    def get_header_buttons(self) -> list[Button]:
        address = reverse("question_desk:forwarded")
        return [HeaderButton(_("Forwarded by us"), address, icon_name="arrow-right")]


class ForwardedView(DeskList):
    """Questions forwarded to other agencies, without their content."""

    page_title = gettext_lazy("Forwarded questions")
    header_icon = "help"
    index_url_name = "question_desk:forwarded"
    index_results_url_name = "question_desk:forwarded_results"
    above = [(reverse_lazy(QuestionsView.index_url_name), QuestionsView.page_title)]
    no_results_message = gettext_lazy("No question was forwarded to another agency yet.")

    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TwoLineColumn(
                "to",
                label=_("Forwarded to"),
                accessor=lambda row: row.to_agency.name,
                second=lambda row: f"#{row.question_id} · {row.agency.short_name}",
            ),
            LabelledColumn("on", label=_("On"), accessor=lambda row: _day(row.forwarded_at)),
            LabelledColumn("reason", label=_("Reason"), accessor=lambda row: row.reason),
        ]

    def get_base_queryset(self) -> QuerySet[Forwarding]:
        return forwardings_for(self.scope)


class QuestionView(RowView):
    """Page of one question: text, history and possible actions."""

    desk = QuestionsView
    transitions = (ANSWER, TAKE_IN, FORWARD, REFUSE)
    template_name = "questions/desk/question.html"
    page_title = gettext_lazy("Question of a citizen")
    header_icon = "help"
    row: Question

    def get_rows(self) -> QuerySet[Question]:
        """Return the questions the user may read."""
        return questions_for(self.scope)

    def facts(self) -> list[tuple[str, str]]:
        """Return (label, value) pairs about the question and its forwarding."""
        row, closed = self.row, self.row.closed_at
        forwardings = row.forwardings.select_related("agency", "to_agency")
        return [
            (_("State"), format_html("<strong>{}</strong>", row.get_state_display())),
            (_("Agency"), row.agency.name),
            (_("Topic"), str(row.topic or "")),
            (_("Commune or ward"), row.place),
            (_("Asked"), f"{_day(row.asked_at)} ({days_since(row.asked_at, now=timezone.now())})"),
            (_("Closed"), _day(closed)) if closed else (_("Due"), self.due()),
            (_("Seen to by"), row.handler.get_full_name() if row.handler else ""),
            (_("Tell the asker"), self.telling()),
            *(
                (
                    _("Forwarded on %(day)s") % {"day": _day(each.forwarded_at)},
                    f"{each.agency.name} → {each.to_agency.name}: {each.reason}",
                )
                for each in forwardings
            ),
            (
                _("Why it is not answered"),
                f"{row.get_refusal_display()}. {row.refusal_note}" if row.refusal else "",
            ),
            (_("Answer"), self.answer()),
        ]

    def due(self) -> str:
        """Return the due date, highlighted if overdue."""
        late = is_late(self.row, day=timezone.localdate())
        shown = due(self.row.due_on, late=late)
        return format_html('<span class="asked__late">{}</span>', shown) if late else shown

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say of a begun answer that it closes the question, not whose step a refusal is."""
        context = super().get_context_data(**kwargs)
        if self.row.page_id and self.row.is_open and not context["buttons"]:
            begun = _("The answer has been begun, and closes the question when it is published.")
            context["left_to_others"] = [begun]
        return context

    def telling(self) -> str:
        """Return how the asker is notified."""
        if self.row.told_at:
            return _("Told by email on %(day)s.") % {"day": _day(self.row.told_at)}
        if self.row.contact:
            return _(
                "An email goes out by itself when the question is closed."
                " The address is shown to nobody."
            )
        return _("No email was given: the asker looks by the code.")

    def answer(self) -> str:
        """Return a link to the published answer, or to its draft for people of the agency."""
        page = self.row.page
        if page is None:
            return ""
        if page.live:
            link = '<a href="{}" target="_blank" rel="noopener">{}</a>'
            return format_html(link, page.url, page.title)
        if self.row.agency_id not in self.scope.agency_roles:
            return page.title
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return format_html('<a href="{}">{}</a>', address, page.title)


def _day(moment: dt.datetime) -> str:
    return format_day(timezone.localdate(moment))
