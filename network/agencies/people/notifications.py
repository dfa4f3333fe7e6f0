"""The invitation mail."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.mailing.kinds import Letter, MailKind, absolute

from ..models import Invitation, Succession
from .invitations import offers_of
from .tokens import hash_token, make_token


def invitation_letters(*, invitation_id: int, now: dt.datetime) -> list[Letter]:
    """Return the invitation mail with all roles of the letter, or [] if the invitation was
    answered, withdrawn or has expired."""
    waiting = Invitation.objects.unanswered().select_related("agency", "invited_by")
    invitation = waiting.filter(pk=invitation_id, expires_at__gt=now).first()
    if invitation is None:
        return []
    offers = offers_of(invitation, now=now)

    def context() -> dict[str, Any]:
        """Create the link at sending time and store its hash. Earlier links become invalid."""
        token = make_token(invitation)
        Invitation.objects.filter(pk=invitation_id).update(token_hash=hash_token(token))
        return {
            "invitation": invitation,
            "offers": offers,
            "successions": _successions_behind(offers),
            "inviter": invitation.invited_by.shown_name,
            "address": absolute(reverse("agencies_acceptance:accept", args=[token])),
        }

    place = invitation.agency.short_name if invitation.agency else invitation.place
    subject = _("Invitation to work for %(agency)s") % {"agency": place}
    about = f"{subject}: {invitation.email}"
    if agencies := {each.agency_id for each in offers} - {invitation.agency_id}:
        subject = _("Invitation to work for %(number)d agencies") % {"number": len(agencies) + 1}
    letter = Letter(
        to=invitation.email,
        ref="invited",
        subject=subject,
        # Read by the agency's admin, so it names no other agency.
        about=about,
        template="agencies/mail/invitation",
        context=context,
        agency_id=invitation.agency_id,
        has_html=True,
    )
    return [letter]


def _successions_behind(offers: Sequence[Invitation]) -> QuerySet[Succession]:
    """Return the successions by which the invited person's agencies have ended and those of the
    letter go on with the work. One query."""
    return (
        Succession.objects.filter(
            successor__in=[each.agency_id for each in offers],
            predecessor__memberships__user__email__iexact=offers[0].email,
            predecessor__memberships__role__in=[each.role for each in offers],
            predecessor__memberships__valid_to=F("date") - dt.timedelta(days=1),
        )
        .select_related("predecessor", "successor")
        .distinct()
        .order_by("date", "pk")
    )


MAILS = {"agencies.invitation": MailKind(gettext_lazy("Invitation"), invitation_letters)}
