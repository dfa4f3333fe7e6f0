"""Work around sign-in that runs in the background: mails and the daily purge."""

import datetime as dt

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from network.core.cron import daily

from . import notifications, services
from .models import SignIn, User

MAIL_RETRY = RetryStrategy(max_attempts=5, exponential_wait=5)


@app.task(name="accounts.send_password_reset", retry=MAIL_RETRY)
def send_password_reset(user_id: int | None) -> None:
    """Mail the link to choose a new password; nothing for nobody."""
    if user_id is None:
        return
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user:
        notifications.mail_password_reset(user)


@app.task(name="accounts.send_new_device_notice", retry=MAIL_RETRY)
def send_new_device_notice(sign_in_id: int) -> None:
    """Mail the person that somebody signed in from a new device."""
    sign_in = SignIn.objects.select_related("user").filter(pk=sign_in_id).first()
    if sign_in and sign_in.user:
        notifications.mail_new_device(sign_in)


@app.task(name="accounts.send_reset_notice", retry=MAIL_RETRY)
def send_reset_notice(user_id: int, actor: str, at: str) -> None:
    """Mail the person that `actor` took away their second factor at `at` (ISO 8601)."""
    user = User.objects.filter(pk=user_id).first()
    if user:
        notifications.mail_second_factor_reset(user, actor=actor, at=dt.datetime.fromisoformat(at))


@app.periodic(cron=daily(3, 25))
@app.task(name="accounts.purge_sign_ins", queueing_lock="accounts.purge_sign_ins")
def purge_sign_ins(timestamp: int) -> None:
    """Forget old sign-ins and dead sessions, once a night."""
    services.purge_sign_ins(now=timezone.now())
