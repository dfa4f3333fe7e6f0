"""How a withdrawn or expired page gets online again, and which person is missing for it."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.models import Agency, Role
from network.agencies.recipients import members
from network.agencies.scope import Scope, cached_scope
from network.agencies.selectors import agency_of_page, memberships_in
from network.core.frame import registered_url

from ..rules import Move, MoveContext, moves_open
from ..selectors import EditorialCase
from ..stages import Stage
from .people import next_people, serving, writers_of

ENDED = frozenset({Stage.WITHDRAWN, Stage.EXPIRED})


@dataclass(frozen=True, slots=True)
class NextStep:
    """What can be done next: a sentence, and a link unless `url` is ""."""

    words: str
    url: str = ""
    label: str = ""


def may_resubmit(situation: MoveContext) -> bool:
    """Return whether the person may submit an ended page unchanged. A page that the overseer took
    down must be corrected in its editor first."""
    is_ended = situation.stage in ENDED and not situation.is_taken_down
    return is_ended and Move.SUBMIT in moves_open(situation)


def resubmission(case: EditorialCase, day: dt.date) -> NextStep | None:
    """Return how an ended page gets online again, with the URL that submits it. None if the person
    may not submit it, or somebody is missing. At most three queries."""
    if not may_resubmit(case.situation):
        return None
    appraisers, approvers = _deciders(case, day)
    if _missing(appraisers, approvers):
        return None
    words = _(
        "To put it online again as it is: hand it in again, %(appraisers)s appraises, then "
        "%(approvers)s approves. Two people decide, so whoever changes the text approves nothing."
    )
    names = {
        "appraisers": " / ".join(user.shown_name for user in appraisers),
        "approvers": " / ".join(user.shown_name for user in approvers),
    }
    url = reverse("moderation:resubmit", args=[case.page.pk])
    return NextStep(words % names, url, _("Hand in again as it is"))


def help_wanted(case: EditorialCase, scope: Scope, day: dt.date) -> NextStep | None:
    """Return who can assign the person whom a page lacks, with a link. None if nobody is missing.

    The link leads agency admins to their people, others to Sở Tư pháp.
    """
    held = scope.agency_roles.get(case.agency.pk, frozenset())
    stage = case.situation.stage
    if not held or stage not in {*ENDED, Stage.WAITING_APPRAISAL, Stage.WAITING_APPROVAL}:
        return None
    role = _missing_for(case, day)
    if role is None:
        return None
    words = _("Two people decide: another person with the role “%s” is needed.") % role.label
    if Role.AGENCY_ADMIN in held:
        return NextStep(words, reverse("agencies_people:invite"), _("Assign a person"))
    admins = members(case.agency, Role.AGENCY_ADMIN, now=timezone.now())
    if names := ", ".join(user.shown_name for user in admins):
        words = f"{words} {_('%s can assign one.') % names}"
    return NextStep(words, registered_url("ask_help"), _("Ask Sở Tư pháp for help"))


def sole_approver_line(page: Page, user: User) -> str:
    """Return the warning above the editor for the only approver of the agency, "" for others.

    It has a button to ask an author instead, unless a version is under way. At most four queries,
    none for users who approve nowhere.
    """
    if Role.APPROVER not in cached_scope(user).roles:
        return ""
    agency = agency_of_page(page)
    if agency is None or not _approves_alone(user, agency):
        return ""
    ask = None if page.current_workflow_state else ask_author(page)
    return format_html(
        '<div class="help-block help-warning"><p>{} <a href="{}">{}</a></p>{}</div>',
        _(
            "Only you approve in this agency. If you change this text yourself, nobody can "
            "approve it."
        ),
        reverse("moderation:desk", args=[page.pk]),
        _("See who can do what"),
        format_html(
            '<p><a class="button button-secondary" href="{}">{}</a></p>', ask.url, ask.label
        )
        if ask
        else "",
    )


def ask_author(page: Page) -> NextStep:
    """Return the link to the form that asks an author of the agency to correct the page."""
    url = reverse("moderation:delegate", args=[page.pk])
    return NextStep("", url, _("Ask an author to correct it"))


def _approves_alone(user: User, agency: Agency) -> bool:
    day = timezone.localdate()
    if Role.APPROVER not in memberships_in(user=user, agency=agency, day=day):
        return False
    return not members(agency, Role.APPROVER, now=timezone.now()).exclude(pk=user.pk).exists()


def _missing_for(case: EditorialCase, day: dt.date) -> Role | None:
    """Return the role for which the page lacks a person at its stage or the one after."""
    if case.situation.stage is Stage.WAITING_APPROVAL:
        people = next_people(case, writers=writers_of(case), day=day)
        return None if people else Role.APPROVER
    return _missing(*_deciders(case, day))


def _deciders(case: EditorialCase, day: dt.date) -> tuple[list[User], list[User]]:
    """Return who may appraise the newest revision, and who may approve it."""
    barred = {user.pk for user in writers_of(case)}
    appraisers = serving(case, role=Role.APPRAISER, day=day, barred=barred)
    return appraisers, serving(case, role=Role.APPROVER, day=day, barred=barred)


def _missing(appraisers: list[User], approvers: list[User]) -> Role | None:
    """Return the role for which a person is missing, as one cannot appraise and approve a text."""
    if not appraisers:
        return Role.APPRAISER
    if not approvers or ({*appraisers} == {*approvers} and len(appraisers) == 1):
        return Role.APPROVER
    return None
