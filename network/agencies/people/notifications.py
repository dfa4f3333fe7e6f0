"""The invitation mail."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.mailing.kinds import Letter, MailKind, absolute

from ..models import Invitation
from .tokens import hash_token, make_token


def invitation_letters(*, invitation_id: int, now: dt.datetime) -> list[Letter]:
    """Return the invitation mail, or [] if the invitation was answered, withdrawn or has
    expired."""
    waiting = Invitation.objects.unanswered().select_related("agency", "invited_by")
    invitation = waiting.filter(pk=invitation_id, expires_at__gt=now).first()
    if invitation is None:
        return []

    def context() -> dict[str, Any]:
        """Create the link at sending time and store its hash. Earlier links become invalid."""
        token = make_token(invitation)
        Invitation.objects.filter(pk=invitation_id).update(token_hash=hash_token(token))
        return {
            "invitation": invitation,
            "inviter": invitation.invited_by.shown_name,
            "address": absolute(reverse("agencies_acceptance:accept", args=[token])),
        }

    place = invitation.agency.short_name if invitation.agency else invitation.place
    subject = _("Invitation to work for %(agency)s") % {"agency": place}
    letter = Letter(
        to=invitation.email,
        ref="invited",
        subject=subject,
        about=f"{subject}: {invitation.email}",
        template="agencies/mail/invitation",
        context=context,
        agency_id=invitation.agency_id,
        has_html=True,
    )
    return [letter]


MAILS = {"agencies.invitation": MailKind(gettext_lazy("Invitation"), invitation_letters)}
