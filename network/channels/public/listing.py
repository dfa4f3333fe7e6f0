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
SIGNS = {
    Standing.OFFICIAL: "circle-check",
    Standing.TO_CONFIRM: "clock",
    Standing.PAUSED: "clock",
    Standing.ENDED: "info-circle",
    Standing.NOT_LISTED: "info-circle",
}
MEANINGS = {
    Standing.OFFICIAL: gettext_lazy("Approved by the agency, which has confirmed its safety."),
    Standing.TO_CONFIRM: gettext_lazy(
        "The agency's, but not confirmed in time, or short of an admin. Ask before you act on it."
    ),
    Standing.PAUSED: gettext_lazy("The agency does not use it for the time being."),
    Standing.ENDED: gettext_lazy("No agency answers there any more."),
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

    @property
    def sign(self) -> str:
        """Return the sign beside the words."""
        return SIGNS[self.standing]


def listed_now(channels: list[Channel]) -> list[Listed]:
    """Return where channels stand today."""
    lacks = lacks_of(channels, timezone.localdate()) if channels else {}
    return [
        Listed(each, standing_of(each, lacks[each.pk]), lacks[each.pk].confirmed_on)
        for each in channels
    ]
