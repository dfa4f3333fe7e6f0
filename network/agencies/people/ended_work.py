"""What people read who have no role any more because their agency has ended."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Lower
from django.utils import timezone

from network.accounts.models import User
from network.accounts.names import canonical_name

from ..models import AGENCY_ROLES, Agency, Invitation, Membership
from ..succession import sole_successor, successors_of

# So many successors of a divided agency are named.
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class EndedWork:
    """An agency that has ended, the first day after it, who goes on with its work, and the places
    to which the person is invited."""

    agency: Agency
    since: dt.date
    heirs: list[str]
    invited_to: list[str]


def ended_work_of(user: User, *, now: dt.datetime) -> EndedWork | None:
    """Return the agency whose end has ended the last role of `user`, or None if they hold a role
    today or lost theirs for another reason."""
    today = timezone.localdate(now)
    held = Membership.objects.filter(user=user)
    if held.valid_on(today).exists():
        return None
    ended = held.filter(role__in=AGENCY_ROLES, agency__valid_to__lt=today)
    # Who had left before the agency ended has not lost the role by its end.
    lost = ended.exclude(valid_to__lt=F("agency__valid_to")).select_related("agency")
    last = lost.order_by("-agency__valid_to", "-pk").first()
    if last is None or last.agency is None:
        return None
    since = last.agency.gone_since(today)
    assert since  # noqa: S101  # the query asks for agencies that have ended
    return EndedWork(last.agency, since, _heirs(last.agency, today), _places(user, now))


def _heirs(agency: Agency, today: dt.date) -> list[str]:
    if sole := sole_successor(agency, today):
        return [sole.name]
    return list(successors_of(agency).values_list("name", flat=True)[:_MOST_NAMED])


def _places(user: User, now: dt.datetime) -> list[str]:
    """Return the names of the places to which open invitations wait for the person."""
    if not user.email:
        return []
    rows = Invitation.objects.unanswered().filter(expires_at__gt=now)
    # As the index of open invitations has it.
    mine = rows.alias(address=Lower("email")).filter(address=canonical_name(user.email))
    return list(dict.fromkeys(each.place for each in mine.select_related("agency").order_by("pk")))
