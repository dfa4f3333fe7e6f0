"""Access to the review desk of a page, and the desks that a person serves."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.corrections import correctors_of, with_corrected
from network.agencies.guard.rules import CLOSED, needs_write_access, rule_of
from network.agencies.models import Agency, Membership, Role
from network.agencies.scope import Scope, scope_now
from network.agencies.selectors import agency_of_page

from ..models import Decision, EditorialRules, Submission, UrgentPublication
from ..revisions import newest_revision, revisions_of


@dataclass(frozen=True, slots=True)
class Desks:
    """Ids of the agencies in which a person may appraise and may approve."""

    appraised: frozenset[int] = frozenset()
    approved: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.appraised or self.approved)


def desks_of(user: User, day: dt.date) -> Desks:
    """Return the desks that `user` serves on `day`, including those of agencies with a shared
    board and of ended agencies whose sections they correct. Two queries, and a few for the ended
    ones."""
    held = Membership.objects.filter(user=user, role__in=(Role.APPRAISER, Role.APPROVER))
    rows = list(held.valid_on(day).giving_rights().values_list("agency_id", "role"))
    own = {agency for agency, role in rows if role == Role.APPRAISER}
    boarded = EditorialRules.objects.filter(board__in=own).values_list("agency_id", flat=True)
    appraised = own | set(boarded if own else ())
    approved = {agency for agency, role in rows if role == Role.APPROVER}
    return Desks(
        appraised=frozenset(with_corrected(appraised, day)),
        approved=frozenset(with_corrected(approved, day)),
    )


def desks_now(request: HttpRequest) -> Desks:
    """Return the signed-in user's desks. Cached on the request."""
    known: Desks | None = getattr(request, "review_desks", None)
    if known is None:
        serves = not {Role.APPRAISER, Role.APPROVER}.isdisjoint(scope_now(request).roles)
        known = desks_of(cast(User, request.user), timezone.localdate()) if serves else Desks()
        request.review_desks = known  # type: ignore[attr-defined]
    return known


def corrected_too(scope: Scope, agencies: Collection[int], day: dt.date) -> set[int]:
    """Return `agencies` and the ended agencies whose sections their people correct. No query for
    users who may change pages in their own sections only."""
    if set(scope.writable_pages) <= set(scope.own_sections.values()):
        return {*agencies}
    return with_corrected(agencies, day)


def administered(request: HttpRequest) -> list[int]:
    """Return the ids of the agencies where the user is agency admin now."""
    held = scope_now(request).agency_roles.items()
    return [agency for agency, roles in held if Role.AGENCY_ADMIN in roles]


def reaches_desk(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether `user` may read (or, if `writing`, act on) the review desk of page `pk`.

    Allowed for people of the page's agency, or of its successors once it has ended; for overseers
    (reading only); and for appraisers of the shared board while the page is on their desk. The
    guard prescribes the signature.
    """
    page = Page.objects.filter(pk=pk).first()
    agency = agency_of_page(page) if page else None
    if agency is None:
        return False
    acting = {agency.pk, *correctors_of(agency, timezone.localdate())}
    if not acting.isdisjoint(scope.agency_roles) or (not writing and Role.OVERSEER in scope.roles):
        return True
    return _serves_on_board(user, agency) and _is_on_board(pk, user)


def may_reach_desk(request: HttpRequest, pk: int) -> bool:
    """Return whether this request may open the desk of page `pk`. Superusers always may."""
    user, match = cast(User, request.user), request.resolver_match
    rule = rule_of(match.view_name) if match else None
    writing = needs_write_access(rule or CLOSED, request)
    return user.is_superuser or reaches_desk(pk, user, scope_now(request), writing)


def _serves_on_board(user: User, agency: Agency) -> bool:
    day = timezone.localdate()
    acting = correctors_of(agency, day) or {agency.pk}
    held = Membership.objects.filter(
        user=user, role=Role.APPRAISER, agency__boarded_rules__agency__in=acting
    )
    return held.valid_on(day).giving_rights().exists()


def _is_on_board(pk: int, user: User) -> bool:
    """Return whether the page is waiting, owes its appraisal, or is unchanged since this user's
    last decision."""
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
