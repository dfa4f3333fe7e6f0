"""Background work of directives: the next period of a task that comes again."""

from django.utils import timezone
from procrastinate.contrib.django import app

from network.core.cron import daily

from .task_services import assign_next_periods


# 6:40 in Việt Nam, before the daily mail.
@app.periodic(cron=daily(6, 40))
@app.task(name="directives.next_periods", queueing_lock="directives.next_periods")
def give_next_periods(timestamp: int) -> None:
    """Give the tasks of a rhythm anew where another period has begun."""
    assign_next_periods(now=timezone.now())
