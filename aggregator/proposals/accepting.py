"""A proposal is accepted by adding what it names: the form carries its number until it is saved."""

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
    """Return the address of the form that adds what is proposed, its address filled in."""
    query = QueryDict(mutable=True)
    query.update({"url": proposal.url, _NAME: str(proposal.pk)})
    return f"{reverse(_FORMS[ProposalKind(proposal.kind)])}?{query.urlencode()}"


def accept_what_was_added(request: HttpRequest) -> None:
    """Accept the proposal whose form this was; one answered meanwhile says so on the screen."""
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
