"""Dismiss the welcome panel of the start page."""

import datetime as dt

from network.accounts.models import User


def dismiss_welcome(*, user: User, now: dt.datetime) -> None:
    """Store when the user dismissed the first-day guide. Keeps an earlier time."""
    User.objects.filter(pk=user.pk, guide_put_away_at=None).update(guide_put_away_at=now)
