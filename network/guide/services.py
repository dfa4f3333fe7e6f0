"""Putting the welcome of the start page away."""

import datetime as dt

from network.accounts.models import User


def dismiss_welcome(*, user: User, now: dt.datetime) -> None:
    """Keep on the person that the first-day guide need not be offered any more."""
    User.objects.filter(pk=user.pk, guide_put_away_at=None).update(guide_put_away_at=now)
