"""The answer to a proposal, mailed to whoever made it."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from network.moderation.mailing.delivery import Letter, absolute, deliver

from ..models import Proposal, ProposalStatus


def tell_proposer(*, proposal_id: int, now: dt.datetime) -> int:
    """Mail the answer once, unless the person has left; return how many mails went out.

    Raises MailsUndelivered.
    """
    proposal = Proposal.objects.select_related("proposed_by").get(pk=proposal_id)
    person = proposal.proposed_by
    if person is None or not person.is_active or not person.email:
        return 0
    accepted = proposal.status == ProposalStatus.ACCEPTED
    subject = _("Your proposal is accepted") if accepted else _("Your proposal is declined")
    context = {
        "proposal": proposal,
        "accepted": accepted,
        "address": absolute(reverse("aggregator_proposals:own")),
    }
    letter = Letter(person, subject, "proposal_answered", context)
    return deliver([letter], key=f"proposal:{proposal.pk}", now=now)
