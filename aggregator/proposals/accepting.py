"""Accept a proposal by adding what it names: the add form carries the proposal's id until it is
saved."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User

from ..models import Proposal, ProposalKind
from .services import accept_proposal

_FORMS = {
    ProposalKind.SOURCE: "aggregator_source_modeladmin_create",
    ProposalKind.LINK: "aggregator_libraryitem_modeladmin_link",
}
_NAME = "de-nghi"


def form_of(proposal: Proposal) -> str:
    """Return the URL of the form that adds the proposed source or link, with its address
    prefilled."""
    query = QueryDict(mutable=True)
    query.update({"url": proposal.url, _NAME: str(proposal.pk)})
    return f"{reverse(_FORMS[ProposalKind(proposal.kind)])}?{query.urlencode()}"


def accept_what_was_added(request: HttpRequest) -> None:
    """Accept the proposal whose id the request's form carries, if any.

    Shows a warning if the service refuses, for example because it was answered meanwhile.
    """
    asked = request.GET.get(_NAME, "")
    proposal = Proposal.objects.filter(pk=asked).first() if asked.isdecimal() else None
    if proposal is None:
        return
    try:
        accept_proposal(
            proposal_id=proposal.pk,
            decider=cast(User, request.user),
            now=timezone.now(),
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
