"""Worklist of the user."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .worklist import PersonalWork


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
