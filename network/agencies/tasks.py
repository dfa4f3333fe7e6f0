"""Work around agencies that runs in the background."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

MAIL_RETRY = RetryStrategy(max_attempts=5, exponential_wait=5)


@app.task(name="agencies.send_invitation", retry=MAIL_RETRY)
def send_invitation(invitation_id: int) -> None:
    """Mail the link of an invitation; nothing if it was answered or withdrawn meanwhile."""
    # The services defer this task: importing them at the top would go round in a circle.
    from .people.invitations import deliver_invitation

    deliver_invitation(invitation_id=invitation_id, now=timezone.now())
