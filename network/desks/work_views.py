"""Worklist of the user, and its panel on the start page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from network.agencies.guard.menu import roles_now

from .panels import ROWS_SHOWN
from .worklist import WORKING, PersonalWork


class PersonalWorkView(WagtailAdminTemplateMixin, TemplateView):
    """All tasks of the user, grouped by urgency."""

    template_name = "desks/work.html"
    page_title = gettext_lazy("What is to be done")
    header_icon = "tasks"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tasks, grouped by urgency."""
        work = PersonalWork(self.request)
        first = [task for task in work.tasks if task.item.goes_first]
        others = [task for task in work.tasks if not task.item.goes_first]
        groups = [
            (_("To do first"), first),
            (_("Overdue"), [task for task in others if task.is_late]),
            (_("With a deadline"), [t for t in others if t.item.due and not t.is_late]),
            (_("Without a deadline"), [task for task in others if not task.item.due]),
        ]
        return super().get_context_data(**kwargs) | {
            "shares": work.shares,
            "groups": [(heading, tasks) for heading, tasks in groups if tasks],
        }


class PersonalWorkPanel(Component):
    """Panel with the user's most urgent tasks."""

    name, order = "work", 100
    template_name = "desks/work_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.work = PersonalWork(request, most=ROWS_SHOWN)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the first rows."""
        tasks = self.work.tasks
        shown = {task.kind for task in tasks[:ROWS_SHOWN]}
        return {
            "heading": f"{PersonalWorkView.page_title} ({self.work.total})"
            if tasks
            else PersonalWorkView.page_title,
            "tasks": tasks[:ROWS_SHOWN],
            # Kinds of work without a due date would otherwise stay out of sight for weeks.
            "shares": [share for share in self.work.shares if share.kind not in shown],
            "url": reverse("work:index") if tasks else "",
        }


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel for users with a role that can have tasks."""
    return [] if roles_now(request).isdisjoint(WORKING) else [PersonalWorkPanel(request)]
