"""Mail with the answer to a proposal."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import AGENCY_ROLES
from network.agencies.recipients import members
from network.mailing.kinds import Letter, MailKind, absolute, letters_to

from ..models import Proposal, ProposalStatus


def answer_letters(*, proposal_id: int, now: dt.datetime) -> list[Letter]:
    """Return the letter with the answer to the proposer, or [] if that person no longer serves the
    agency."""
    proposal = Proposal.objects.select_related("agency").get(pk=proposal_id)
    serving = members(proposal.agency, *AGENCY_ROLES, now=now)
    accepted = proposal.status == ProposalStatus.ACCEPTED
    subject = _("Your proposal is accepted") if accepted else _("Your proposal is declined")
    context = {
        "proposal": proposal,
        "accepted": accepted,
        "address": absolute(reverse("aggregator_proposals:own")),
    }
    people = serving.filter(pk=proposal.proposed_by_id or 0)
    template = "aggregator/mail/proposal_answered"
    return letters_to(people, subject, template, context, agency_id=proposal.agency_id)


MAILS = {
    "aggregator.proposal_answered": MailKind(gettext_lazy("Answer to a proposal"), answer_letters),
}
