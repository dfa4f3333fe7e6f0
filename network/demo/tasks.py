"""Background tasks of the first start of the demo."""

from contextlib import suppress

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from network.core.queues import HEAVY, SCANS, task

_CHECK = "oversight.check_agencies"


# The lock of the conversions prevents this job from starting between two of them.
@task(
    HEAVY,
    name="demo.conversions_done",
    label=_("Check the demo's agencies when their files can be read"),
    later=10,
    lock="media.render",
    queueing_lock="demo.conversions_done",
)
def conversions_done() -> None:
    """Queue another check of the agencies, to run after the text recognition of their scans."""
    # An earlier, interrupted start may have queued it already.
    with suppress(AlreadyEnqueued), transaction.atomic():
        check = app.configure_task(
            _CHECK, lock="media.read_scan", queueing_lock=_CHECK, priority=SCANS.priority - 10
        )
        check.defer(timestamp=0)
