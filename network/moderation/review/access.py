"""Who may open the review desk of a page, and who serves which desk."""

import datetime as dt
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.guard.rules import CLOSED, needs_write_access, rule_of
from network.agencies.models import Agency, Membership, Role
from network.agencies.scope import Scope, scope_now
from network.agencies.selectors import agency_of_page

from ..models import Decision, EditorialRules, Submission, UrgentPublication
from ..revisions import newest_revision, revisions_of


@dataclass(frozen=True, slots=True)
class Desks:
    """The agencies, by key, in which a person appraises and approves on a day."""

    appraised: frozenset[int] = frozenset()
    approved: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.appraised or self.approved)


def desks_of(user: User, day: dt.date) -> Desks:
    """Return the desks `user` serves on `day`, those of shared boards too; two queries."""
    held = Membership.objects.filter(user=user, role__in=(Role.APPRAISER, Role.APPROVER))
    rows = list(held.valid_on(day).giving_rights().values_list("agency_id", "role"))
    own = {agency for agency, role in rows if role == Role.APPRAISER}
    boarded = EditorialRules.objects.filter(board__in=own).values_list("agency_id", flat=True)
    return Desks(
        appraised=frozenset(own | set(boarded if own else ())),
        approved=frozenset(agency for agency, role in rows if role == Role.APPROVER),
    )


def desks_now(request: HttpRequest) -> Desks:
    """Return the desks of who is signed in, asked once for all of the screen."""
    known: Desks | None = getattr(request, "review_desks", None)
    if known is None:
        known = desks_of(cast(User, request.user), timezone.localdate())
        request.review_desks = known  # type: ignore[attr-defined]
    return known


def administered(request: HttpRequest) -> list[int]:
    """Return the keys of the agencies whose admin the person is now."""
    held = scope_now(request).agency_roles.items()
    return [agency for agency, roles in held if Role.AGENCY_ADMIN in roles]


def reaches_desk(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether `user` may read the page `pk` on its review desk, or act there.

    The page's agency and the overseer, who only reads; the shared board's appraisers as long as
    the page is on their desk. The signature is the guard's.
    """
    page = Page.objects.filter(pk=pk).first()
    agency = agency_of_page(page) if page else None
    if agency is None:
        return False
    if agency.pk in scope.agency_roles or (not writing and Role.OVERSEER in scope.roles):
        return True
    return _serves_on_board(user, agency) and _is_on_board(pk, user)


def may_reach_desk(request: HttpRequest, pk: int) -> bool:
    """Return what `reaches_desk` says of this request; the superuser looks everywhere."""
    user, match = cast(User, request.user), request.resolver_match
    rule = rule_of(match.view_name) if match else None
    writing = needs_write_access(rule or CLOSED, request)
    return user.is_superuser or reaches_desk(pk, user, scope_now(request), writing)


def _serves_on_board(user: User, agency: Agency) -> bool:
    day = timezone.localdate()
    held = Membership.objects.filter(
        user=user, role=Role.APPRAISER, agency__boarded_rules__agency=agency
    )
    return held.valid_on(day).giving_rights().exists()


def _is_on_board(pk: int, user: User) -> bool:
    """Return whether the page waits, owes its appraisal, or stands as this very person left it."""
    if Submission.objects.filter(page_id=pk, closed_at=None).exists():
        return True
    if UrgentPublication.objects.filter(page_id=pk, settled_at=None).exists():
        return True
    last = Decision.objects.filter(page_id=pk).order_by("-pk").first()
    return (
        last is not None
        and last.actor_id == user.pk
        and revisions_of(pk).exists()
        and newest_revision(pk).pk == last.revision_id
    )
