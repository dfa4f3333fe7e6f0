"""Mails about stops to the admins of agencies and of the network."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Role
from network.agencies.recipients import reachable, serving_on
from network.core.dates import format_moment
from network.mailing.kinds import Letter, MailKind

from .models import PlannedStop, StopState


def _letters(stop_id: int, now: dt.datetime, subject: str, *roles: Role) -> Iterable[Letter]:
    stop = PlannedStop.objects.get(pk=stop_id)
    people = reachable(serving_on(now).filter(role__in=roles))
    for user in people:
        yield Letter(
            to=user.email,
            ref=f"user-{user.pk}",
            subject=subject % {"begin": format_moment(stop.begins_at)},
            template="stops/mail/stop",
            context={"stop": stop, "asks": stop.state == StopState.OVERDUE},
            user_id=user.pk,
        )


def announced(*, stop_id: int, now: dt.datetime) -> Iterable[Letter]:
    """Return the mails that announce a stop."""
    subject = _("The system stops at %(begin)s")
    return _letters(stop_id, now, subject, Role.AGENCY_ADMIN, Role.NETWORK_ADMIN)


def extended(*, stop_id: int, now: dt.datetime) -> Iterable[Letter]:
    """Return the mails that tell the new end of a stop."""
    subject = _("The stop of %(begin)s lasts longer")
    return _letters(stop_id, now, subject, Role.AGENCY_ADMIN, Role.NETWORK_ADMIN)


def overdue(*, stop_id: int, now: dt.datetime) -> Iterable[Letter]:
    """Return the mails that ask the network admins for a new time."""
    return _letters(stop_id, now, _("Say when the stop of %(begin)s will end"), Role.NETWORK_ADMIN)


MAILS = {
    "stops.announced": MailKind(gettext_lazy("A stop is announced"), announced),
    "stops.extended": MailKind(gettext_lazy("A stop lasts longer"), extended),
    "stops.overdue": MailKind(gettext_lazy("A stop is overdue"), overdue),
}
