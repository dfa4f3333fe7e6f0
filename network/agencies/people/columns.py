"""Columns of the lists of people and invitations."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button

from network.accounts.models import User
from network.core.dates import format_day, format_moment
from network.core.export import ExportColumn, RowValue

from ..models import Invitation, InvitationState, Membership
from ..tables import ActionsColumn, LabelledColumn, PostButton, TagColumn, TwoLineColumn
from .substitution import SUBSTITUTED

SMALL = "button button-small"


def _period(row: Membership | Invitation) -> str:
    begins, ends = format_day(row.valid_from), format_day(row.valid_to)
    if ends:
        return _("%(begins)s to %(ends)s") % {"begins": begins, "ends": ends}
    return _("since %(begins)s") % {"begins": begins}


def _person(membership: Membership) -> str:
    return membership.user.shown_name


# Rows come from `selectors.with_substitutes`.
def _substitute(membership: Any) -> str:
    replaced, until = membership.stands_in_for, membership.substitute_until
    if replaced:
        return _("Stands in for: %(name)s") % {"name": replaced.user.shown_name}
    if until is None or until < timezone.localdate():
        return ""
    return _("Substitute: %(name)s, until %(day)s") % {
        "name": membership.substitute.shown_name if membership.substitute else "",
        "day": format_day(until),
    }


def _place(membership: Membership) -> str:
    return membership.agency.short_name if membership.agency else ""


def _in_force(membership: Membership) -> bool:
    today = timezone.localdate()
    return membership.valid_from <= today and not _over(membership)


def _over(membership: Membership) -> bool:
    return bool(membership.valid_to and membership.valid_to < timezone.localdate())


# Rows come from `factors.with_factors`, here and below.
def _factor(membership: Any) -> str:
    return _("Has one") if membership.has_factor else _("Has none yet")


def _factor_in_words(membership: Any) -> str:
    """Return whether the person has a second factor, and a note if only the network admin can reset
    it."""
    words = f"{_('Second factor')}: {_factor(membership).lower()}"
    shared = _is_shared(membership) and not _over(membership)
    return f"{words}. {_('Only the network admin can reset it')}" if shared else words


def _is_shared(membership: Any) -> bool:
    return membership.is_shared or membership.user.is_superuser


def _membership_actions(membership: Any, *, user: User) -> list[Button]:
    if _over(membership):
        return []
    actions = [
        ("change", _("Change role"), f"{SMALL} button-secondary"),
        ("end", _("End role"), f"{SMALL} button-secondary no"),
    ]
    if membership.role in SUBSTITUTED and not membership.stands_in_for:
        actions.insert(1, ("substitute", _("Name a substitute"), f"{SMALL} button-secondary"))
    if membership.user_id != user.pk and not _is_shared(membership):
        actions.append(("reset_factor", _("Reset the second factor"), f"{SMALL} button-secondary"))
    return _buttons(membership, actions)


def _network_actions(membership: Membership, *, user: User) -> list[Button]:
    screens = [("end_network_role", _("End role"), f"{SMALL} button-secondary no")]
    return [*_buttons(membership, screens), *_reset_by_network(membership, user=user)]


def _overview_actions(membership: Any, *, user: User) -> list[Button]:
    return _reset_by_network(membership, user=user) if membership.network_resets else []


def _reset_by_network(membership: Membership, *, user: User) -> list[Button]:
    if membership.user_id == user.pk or not _in_force(membership) or membership.user.is_superuser:
        return []
    label = _("Reset the second factor")
    return _buttons(membership, [("reset_network_factor", label, f"{SMALL} button-secondary")])


def _buttons(membership: Membership, screens: list[tuple[str, str, str]]) -> list[Button]:
    return [
        Button(label, reverse(f"agencies_people:{name}", args=[membership.pk]), classname=style)
        for name, label, style in screens
    ]


def _invited(invitation: Invitation) -> str:
    """Return the name from the imported file, if there is one, and who invited the person."""
    by = _("invited by %(name)s") % {"name": invitation.invited_by.shown_name}
    return " · ".join(filter(None, (invitation.full_name, by)))


def _invitation_actions(
    invitation: Invitation, *, resend: str = "resend", withdraw: str = "withdraw"
) -> list[Button]:
    return [
        PostButton(label, reverse(f"agencies_people:{name}", args=[invitation.pk]), classname=style)
        for name, label, style in (
            (resend, _("Send again"), f"{SMALL} button-secondary"),
            (withdraw, _("Withdraw"), f"{SMALL} button-secondary no"),
        )
    ]


_NAME = RowValue(gettext_lazy("Person"), _person)
_EMAIL = RowValue(gettext_lazy("Email"), lambda row: row.user.email)
_ROLE = RowValue(gettext_lazy("Role"), lambda row: row.get_role_display())
_NUMBER = RowValue(gettext_lazy("Decision number"), lambda row: row.decision_number)
_SUBSTITUTE = RowValue(gettext_lazy("Substitute"), _substitute)
_FACTOR = RowValue(gettext_lazy("Second factor"), _factor)

PERSON = TwoLineColumn("person", shows=_NAME, second=_EMAIL)
ROLE = TagColumn("role", shows=_ROLE, primary=_in_force)
PERIOD = TwoLineColumn("period", label=gettext_lazy("Period"), accessor=_period)
DECISION = TwoLineColumn("decision", shows=_NUMBER, second=_SUBSTITUTE)
AGENCY = LabelledColumn("agency", label=gettext_lazy("Agency"), accessor=_place)
LAST_LOGIN = LabelledColumn(
    "last_login",
    label=gettext_lazy("Last sign-in"),
    accessor=lambda row: format_moment(row.user.last_login) or _("never"),
)
# One column for both values: a seventh column would push the buttons off a laptop's screen.
SIGN_IN = TwoLineColumn(
    "last_login",
    label=gettext_lazy("Last sign-in"),
    accessor=lambda row: format_moment(row.user.last_login) or _("never"),
    second=_factor_in_words,
)
FACTOR = LabelledColumn("factor", shows=_FACTOR)

# The columns of the exported file.
CELLS: list[ExportColumn] = [
    *(_NAME, _EMAIL),
    (gettext_lazy("Agency"), lambda row: row.agency.name if row.agency else ""),
    _ROLE,
    (gettext_lazy("Valid from"), lambda row: format_day(row.valid_from)),
    (gettext_lazy("Valid to"), lambda row: format_day(row.valid_to)),
    *(_NUMBER, _SUBSTITUTE),
    (gettext_lazy("Last sign-in"), lambda row: format_moment(row.user.last_login)),
    _FACTOR,
]

INVITATIONS = [
    TwoLineColumn(
        "email",
        label=gettext_lazy("Email"),
        second=_invited,
    ),
    LabelledColumn("role", label=gettext_lazy("Role"), accessor="get_role_display"),
    LabelledColumn("period", label=gettext_lazy("Period"), accessor=_period),
    LabelledColumn("decision_number", label=gettext_lazy("Decision number")),
    TagColumn(
        "state",
        label=gettext_lazy("State"),
        accessor=lambda row: row.state(timezone.now()).label,
        primary=lambda row: row.state(timezone.now()) == InvitationState.WAITING,
    ),
    LabelledColumn(
        "expires_at",
        label=gettext_lazy("Link good until"),
        accessor=lambda row: format_moment(row.expires_at),
    ),
    ActionsColumn("actions", label=gettext_lazy("Actions"), actions=_invitation_actions),
]

# For readers of all agencies, who neither send nor withdraw them.
OPEN_INVITATIONS = [INVITATIONS[0], AGENCY, *INVITATIONS[1:-1]]

NETWORK_INVITATIONS = [
    *INVITATIONS[:-1],
    ActionsColumn(
        "actions",
        label=gettext_lazy("Actions"),
        actions=partial(
            _invitation_actions, resend="resend_to_network", withdraw="withdraw_from_network"
        ),
    ),
]


def membership_columns(user: User) -> list[BaseColumn]:
    """Return the columns of an agency's people, with buttons for its admin `user`."""
    actions = partial(_membership_actions, user=user)
    return [PERSON, ROLE, PERIOD, DECISION, SIGN_IN, _actions(actions)]


def network_columns(user: User) -> list[BaseColumn]:
    """Return the columns of the network roles. Nobody can reset their own second factor."""
    actions = partial(_network_actions, user=user)
    number = LabelledColumn("decision_number", shows=_NUMBER)
    return [PERSON, ROLE, PERIOD, AGENCY, number, LAST_LOGIN, FACTOR, _actions(actions)]


def overview_columns(user: User, *, acting: bool) -> list[BaseColumn]:
    """Return the columns of the list of all roles. Buttons appear only if `acting`."""
    columns: list[BaseColumn] = [PERSON, AGENCY, ROLE, PERIOD, DECISION, LAST_LOGIN, FACTOR]
    return [*columns, _actions(partial(_overview_actions, user=user))] if acting else columns


def _actions(actions: Callable[[Any], list[Button]]) -> ActionsColumn:
    return ActionsColumn("actions", label=gettext_lazy("Actions"), actions=actions)
