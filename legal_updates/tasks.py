"""Background work of the register."""

from django.utils import timezone
from procrastinate.contrib.django import app

from . import clock_services


# The queue's clock is UTC: midnight in Việt Nam is a full hour there, and the other hours catch up
# with what a standstill at midnight left.
@app.periodic(cron="2 * * * *")
@app.task(
    name="legal_updates.turn_the_day",
    queueing_lock="legal_updates.turn_the_day",
    lock="legal_updates.turn_the_day",
)
def turn_the_day(timestamp: int) -> None:
    """Let documents come into force, end, and replace others on their day."""
    clock_services.turn_the_day(now=timezone.now())
