"""The answer to a proposal, mailed to whoever made it."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.models import AGENCY_ROLES
from network.moderation.mailing.delivery import Letter, absolute, deliver
from network.moderation.mailing.recipients import members

from ..models import Proposal, ProposalStatus


def tell_proposer(*, proposal_id: int, now: dt.datetime) -> int:
    """Mail the answer once, unless the person has left the agency; return how many mails went out.

    Raises MailsUndelivered.
    """
    proposal = Proposal.objects.select_related("agency").get(pk=proposal_id)
    serving = members(proposal.agency, *AGENCY_ROLES, now=now)
    person = serving.filter(pk=proposal.proposed_by_id or 0).first()
    if person is None:
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
