"""Background work of the requests: forgetting."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .services import erase_old


@app.periodic(cron="33 * * * *")
@app.task(name="rights_requests.forget", queueing_lock="rights_requests.forget")
def forget(timestamp: int) -> None:
    """Erase what was kept long enough."""
    erase_old(now=timezone.now())
