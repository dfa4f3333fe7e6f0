"""What the lists of people and of invitations show."""

import datetime as dt
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from network.accounts.models import User

from ..models import Invitation, InvitationState, Membership
from ..tables import ActionsColumn, LabelledColumn, PostButton, TagColumn, TwoLineColumn


def _day(day: dt.date | None) -> str:
    return date_format(day, "d/m/Y") if day else ""


def _time(at: dt.datetime | None) -> str:
    return date_format(timezone.localtime(at), "H:i d/m/Y") if at else ""


def _period(row: Membership | Invitation) -> str:
    begins, ends = _day(row.valid_from), _day(row.valid_to)
    if ends:
        return _("%(begins)s to %(ends)s") % {"begins": begins, "ends": ends}
    return _("since %(begins)s") % {"begins": begins}


def _substitute(membership: Membership) -> str:
    person = membership.substitute
    if person is None:
        return ""
    return _("Substitute: %(name)s") % {"name": person.get_full_name() or person.username}


def _place(membership: Membership) -> str:
    return membership.agency.short_name if membership.agency else ""


def _in_force(membership: Membership) -> bool:
    today = timezone.localdate()
    return membership.valid_from <= today and not _over(membership)


def _over(membership: Membership) -> bool:
    return bool(membership.valid_to and membership.valid_to < timezone.localdate())


def _membership_actions(membership: Membership) -> list[Button]:
    if _over(membership):
        return []
    return [
        Button(label, reverse(f"agencies_people:{name}", args=[membership.pk]), classname=style)
        for name, label, style in (
            ("change", _("Change role"), "button button-small button-secondary"),
            ("end", _("End role"), "button button-small button-secondary no"),
            ("reset_factor", _("Reset the second factor"), "button button-small button-secondary"),
        )
    ]


def _network_actions(membership: Membership, *, user: User) -> list[Button]:
    screens = [("end_network_role", _("End role"), "button button-small button-secondary no")]
    if membership.user_id != user.pk and _in_force(membership):
        label = _("Reset the second factor")
        screens.append(("reset_network_factor", label, "button button-small button-secondary"))
    return [
        Button(label, reverse(f"agencies_people:{name}", args=[membership.pk]), classname=style)
        for name, label, style in screens
    ]


def _invitation_actions(
    invitation: Invitation, *, resend: str = "resend", withdraw: str = "withdraw"
) -> list[Button]:
    return [
        PostButton(label, reverse(f"agencies_people:{name}", args=[invitation.pk]), classname=style)
        for name, label, style in (
            (resend, _("Send again"), "button button-small button-secondary"),
            (withdraw, _("Withdraw"), "button button-small button-secondary no"),
        )
    ]


MEMBERSHIPS = [
    TwoLineColumn(
        "person",
        label=gettext_lazy("Person"),
        accessor=lambda row: row.user.get_full_name() or row.user.username,
        second=lambda row: row.user.email,
    ),
    TagColumn("role", label=gettext_lazy("Role"), accessor="get_role_display", primary=_in_force),
    TwoLineColumn("period", label=gettext_lazy("Period"), accessor=_period, second=lambda row: ""),
    TwoLineColumn(
        "decision",
        label=gettext_lazy("Decision number"),
        accessor="decision_number",
        second=_substitute,
    ),
    LabelledColumn(
        "last_login",
        label=gettext_lazy("Last sign-in"),
        accessor=lambda row: _time(row.user.last_login) or _("never"),
    ),
    ActionsColumn("actions", label=gettext_lazy("Actions"), actions=_membership_actions),
]

INVITATIONS = [
    TwoLineColumn(
        "email",
        label=gettext_lazy("Email"),
        second=lambda row: (
            _("invited by %(name)s")
            % {"name": row.invited_by.get_full_name() or row.invited_by.username}
        ),
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
        accessor=lambda row: _time(row.expires_at),
    ),
    ActionsColumn("actions", label=gettext_lazy("Actions"), actions=_invitation_actions),
]

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


def network_columns(user: User) -> list[Column]:
    """Return the columns of the roles of the network; nobody resets their own second factor."""
    return [
        *MEMBERSHIPS[:3],
        LabelledColumn("agency", label=gettext_lazy("Agency"), accessor=_place),
        LabelledColumn("decision_number", label=gettext_lazy("Decision number")),
        *MEMBERSHIPS[4:-1],
        ActionsColumn(
            "actions",
            label=gettext_lazy("Actions"),
            actions=partial(_network_actions, user=user),
        ),
    ]
