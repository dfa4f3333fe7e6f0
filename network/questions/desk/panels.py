"""The start page: questions and reports that wait; figures for the overseer."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from network.agencies.models import AGENCY_ROLES, Role
from network.agencies.scope import scope_now
from network.agencies.wagtail_hooks import roles_now
from network.moderation.review.items import Item
from network.moderation.review.panels import ROWS_SHOWN, Figure

from ..models import ProblemReport, Question
from ..selectors import counts, own_open_problems, own_open_questions
from .wording import about, beginning, days_since, due, is_late, shown_day

# Beyond this the head says "more than".
COUNTED = 99


class WaitingPanel(Component):
    """What waits, the oldest first, with its number in the head."""

    template_name = "moderation/review/panel.html"
    name = ""
    order = 0
    empty = ""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    @cached_property
    def number(self) -> int:
        """Return how many rows there are, COUNTED + 1 for more."""
        return self.rows.order_by()[: COUNTED + 1].count()

    @property
    def heading(self) -> str:
        """Return the head with the number."""
        shown = str(self.number) if self.number <= COUNTED else _("more than %d") % COUNTED
        return f"{self.title()} ({shown})"

    @property
    def media(self) -> Media:
        """Return the style of the lists."""
        return Media(css={"all": ["moderation/review.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "panel": self,
            "items": [self.item(row) for row in self.rows[:ROWS_SHOWN]],
            "more": self.number > ROWS_SHOWN,
            "url": reverse(f"{self.name}:index"),
        }

    def title(self) -> str:
        """Return what waits here."""
        raise NotImplementedError

    def item(self, row: Any) -> Item:
        """Return a row as the list shows it."""
        raise NotImplementedError


class QuestionsPanel(WaitingPanel):
    """Open questions of one's agencies."""

    name, order = "question_desk", 136

    def title(self) -> str:
        """Return what waits here."""
        return _("Questions of citizens")

    def item(self, row: Question) -> Item:
        """Return a question."""
        day = timezone.localdate()
        late = is_late(row, day=day)
        facts = (about(row), "" if late else _("due %s") % shown_day(row.due_on))
        return Item(
            url=reverse("question_desk:question", args=[row.pk]),
            title=beginning(row),
            state=row.get_state_display(),
            facts=" · ".join(filter(None, facts)),
            warning=due(row, day=day) if late else "",
        )


class ProblemsPanel(WaitingPanel):
    """Open reports about pages of one's agencies."""

    name, order = "problem_desk", 138

    def title(self) -> str:
        """Return what waits here."""
        return _("Problems that readers report")

    def item(self, row: ProblemReport) -> Item:
        """Return a report."""
        return Item(
            url=reverse("problem_desk:problem", args=[row.pk]),
            title=row.page.title if row.page else row.path,
            state=row.get_kind_display(),
            facts=days_since(row.sent_at, now=timezone.now()),
        )


class NetworkQuestionsPanel(Component):
    """How many questions of the whole network wait."""

    template_name = "questions/desk/network_panel.html"
    order = 158

    @property
    def media(self) -> Media:
        """Return the style of the numbers."""
        return Media(css={"all": ["moderation/review.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the numbers, each leading to the list that it counts; one query."""
        found, address = counts(day=timezone.localdate()), reverse("question_desk:index")
        late = found["overdue"]
        return {
            "figures": [
                Figure(late, _("overdue"), f"{address}?state=late", serious=late > 0),
                Figure(found["open"], _("open questions"), address),
            ]
        }


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panels of this person's start page; none that is empty for an agency."""
    roles = roles_now(request)
    panels: list[Component] = []
    if roles & set(AGENCY_ROLES):
        scope = scope_now(request)
        own = [QuestionsPanel(own_open_questions(scope)), ProblemsPanel(own_open_problems(scope))]
        panels += [panel for panel in own if panel.number]
    if Role.OVERSEER in roles:
        panels.append(NetworkQuestionsPanel())
    return panels
