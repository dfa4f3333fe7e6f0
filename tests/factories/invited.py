"""People who accept their invitations."""

from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency, Invitation
from network.agencies.people.invitations import accept_as_existing
from network.agencies.people.tokens import hash_token, make_token


def accept_invitation(person: User, agency: Agency) -> None:
    """Let a person with an account accept the open invitation to `agency` by a fresh link."""
    invitation = Invitation.objects.unanswered().get(agency=agency, email=person.email)
    token = make_token(invitation)
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=hash_token(token))
    accept_as_existing(token=token, user=person, session_key=None, now=timezone.now())
