"""The screen that starts a plan: what follows, every warning, or why it cannot begin yet."""

import datetime as dt
from typing import Any

from django.forms import Form
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.requests import AdminRequest
from network.core.dates import format_day

from . import execution, tasks
from .consequences import consequences_of, warnings_of
from .parts import unanswered_parts
from .planning import AgencyChange
from .views import PlanFormView, changes_in, with_list

# So many agencies whose objection waits for an answer are named.
_MOST_NAMED = 10


class StartView(PlanFormView):
    """Starts the execution."""

    request: AdminRequest
    template_name = "provisioning/reorganisation_start.html"
    page_title = submit_label = gettext_lazy("Carry out")

    @cached_property
    def changes(self) -> list[AgencyChange]:
        """Return the change of each agency."""
        return changes_in(self.plan)

    @cached_property
    def obstacle(self) -> str:
        """Return why the plan cannot be started now, or ""."""
        return execution.obstacle_to(self.plan, self.changes, self.day)

    @property
    def explanation(self) -> str:
        """Return what happens to each agency, and how long it can be undone."""
        if self.obstacle:
            return ""
        head = _("Press the button, and this happens, in force from %(day)s:") % {
            "day": format_day(self.plan.effective_on)
        }
        undo = _(
            "It can be undone within 30 days. What people edit until then stays. Only a name, last "
            "day, superior, successor or address that the plan has set must still be as it was set."
        )
        return with_list(head, self.changes, undo)

    @property
    def day(self) -> dt.date:
        """Return today."""
        return timezone.localdate(self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = unanswered_parts(self.plan).select_related("agency").order_by("pk")
        return super().get_context_data(**kwargs) | {
            "obstacle": self.obstacle,
            "plan_url": self.success_url,
            "unanswered": waiting[:_MOST_NAMED] if self.obstacle else (),
            "warnings": warnings_of(self.plan, self.changes, self.day),
            "consequences": consequences_of(self.changes, self.day, self.user),
        }

    def perform(self, form: Form) -> None:
        execution.start(plan=self.plan, actor=self.user, now=self.now)
        tasks.carry_on_soon()
