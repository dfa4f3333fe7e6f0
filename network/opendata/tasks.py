"""The nightly job that makes the catalogue."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.queues import ORDINARY, task

from .services import make_edition


# 1:40 in Vietnam (the queue runs in UTC). Each night, so that what an agency withdraws is in no
# file a day later.
@app.periodic(cron="40 18 * * *")
@task(
    ORDINARY,
    name="opendata.make_edition",
    label=_("Make the open-data catalogue"),
    queueing_lock="opendata.make_edition",
)
def make_catalogue(timestamp: int) -> None:
    make_edition(now=timezone.now())
