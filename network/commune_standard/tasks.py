"""Background task of the commune standard: the nightly computation."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import ORDINARY, task

from .computing import compute_communes


@app.periodic(cron=daily(2, 20))
@task(
    ORDINARY,
    name="commune_standard.compute_communes",
    label=_("Compute the communes' results by the commune standard"),
    later=2,
    queueing_lock="commune_standard.compute_communes",
    lock="commune_standard.compute_communes",
)
def compute_all_communes(timestamp: int) -> None:
    """Compute all communes for the year of today."""
    compute_communes(now=timezone.now(), day=timezone.localdate())
