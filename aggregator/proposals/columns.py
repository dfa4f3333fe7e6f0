"""Columns of the lists of proposals."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button

from network.accounts.models import User
from network.agencies.tables import (
    ActionsColumn,
    LabelledColumn,
    TagColumn,
    TwoLineColumn,
)
from network.core.outside import outside_link
from network.desks.deciders import refusal_for

from ..models import Proposal, ProposalStatus
from ..wording import format_moment
from .accepting import form_of
from .transitions import ACCEPT, DECLINE


def _by(proposal: Proposal) -> str:
    """Return who proposed it and when."""
    person = proposal.proposed_by
    who = (person.get_full_name() or person.username) if person else _("Somebody who left")
    return f"{who}, {format_moment(proposal.proposed_at)}"


def _address(proposal: Proposal) -> str:
    return outside_link(proposal.url, rel="noopener noreferrer nofollow")


def _answered(proposal: Proposal) -> str:
    """Return when the proposal was answered, "" if it was not."""
    return format_moment(proposal.decided_at) if proposal.decided_at else ""


def _answer_or_who_decides(proposal: Proposal, user: User) -> str:
    """Return the answer or, for a user who may not answer this proposal, who may."""
    return proposal.answer or refusal_for(DECLINE, proposal, user, DECLINE.roles)


def _actions(proposal: Proposal, user: User) -> list[Button]:
    """Return the buttons to accept and decline, [] if it is answered or the user proposed it."""
    if DECLINE.refusal_of(proposal) or DECLINE.own_refusal(proposal, user):
        return []
    decline = reverse("aggregator_proposals:decline", args=[proposal.pk])
    return [Button(ACCEPT.label, form_of(proposal)), Button(DECLINE.label, decline)]


_WHAT = TwoLineColumn(
    "url", label=gettext_lazy("Address"), accessor=_address, second=lambda row: row.why
)
_KIND = LabelledColumn(
    "kind", label=gettext_lazy("What"), accessor=lambda row: row.get_kind_display()
)
_STATUS = TagColumn(
    "status",
    label=gettext_lazy("Status"),
    accessor=lambda row: row.get_status_display(),
    primary=lambda row: row.status == ProposalStatus.ACCEPTED,
)
_ANSWER = TwoLineColumn(
    "answer", label=gettext_lazy("Answer of the network"), second=_answered, accessor="answer"
)
OWN: list[BaseColumn] = [
    _WHAT,
    _KIND,
    LabelledColumn("by", label=gettext_lazy("Proposed by"), accessor=_by),
    _STATUS,
    _ANSWER,
]


def columns_for_network(user: User) -> list[BaseColumn]:
    """Return the columns of the list in which network admins answer proposals; they cannot answer
    their own."""
    return [
        _WHAT,
        _KIND,
        TwoLineColumn(
            "agency", label=gettext_lazy("Agency"), accessor=lambda row: row.agency.name, second=_by
        ),
        TwoLineColumn(
            "answer",
            label=gettext_lazy("Answer of the network"),
            accessor=lambda row: _answer_or_who_decides(row, user),
            second=_answered,
        ),
        ActionsColumn(
            "actions", label=gettext_lazy("Actions"), actions=lambda row: _actions(row, user)
        ),
    ]
