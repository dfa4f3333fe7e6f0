"""Channels as citizens read of them."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy

from ..models import Channel
from ..selectors import Standing, lacks_of, standing_of

WORDS = {
    Standing.OFFICIAL: gettext_lazy("Official"),
    Standing.TO_CONFIRM: gettext_lazy("To be confirmed again"),
    Standing.PAUSED: gettext_lazy("Paused for now"),
    Standing.ENDED: gettext_lazy("Official no more"),
    Standing.NOT_LISTED: gettext_lazy("Not in the list"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A channel as the register shows it."""

    channel: Channel
    standing: Standing
    confirmed_on: dt.date | None

    @property
    def words(self) -> str:
        """Return where it stands."""
        return str(WORDS[self.standing])


def listed_now(channels: list[Channel]) -> list[Listed]:
    """Return where channels stand today."""
    lacks = lacks_of(channels, timezone.localdate()) if channels else {}
    return [
        Listed(each, standing_of(each, lacks[each.pk]), lacks[each.pk].confirmed_on)
        for each in channels
    ]
