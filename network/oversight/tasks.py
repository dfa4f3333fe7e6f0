"""Background tasks of oversight: the nightly check of all agencies."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import ORDINARY, task

from .audits.drawing import draw_audit
from .running import check_agencies, close_others
from .selectors import standard_of


# 2:00 in Vietnam.
@app.periodic(cron=daily(2, 0))
@task(
    ORDINARY,
    name="oversight.check_agencies",
    label=_("Check the agencies against the requirements"),
    later=2,
    queueing_lock="oversight.check_agencies",
    lock="oversight.check_agencies",
)
def check_all_agencies(timestamp: int) -> None:
    """Check all agencies by the requirements of the day, end the findings of agencies that no
    longer participate, and draw the sample audit of the month unless it is drawn."""
    now, day = timezone.now(), timezone.localdate()
    check_agencies(now=now, day=day)
    close_others(now=now, day=day)
    if standard := standard_of("", day):
        draw_audit(standard=standard, now=timezone.now())
