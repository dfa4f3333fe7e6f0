"""Who is told: people of today's memberships, of the page's own agency."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet
from wagtail.models import Page, Revision

from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Agency, Role
from network.agencies.recipients import reachable, serving_on

from ..models import Action, Decision, UrgentPublication
from ..selectors import editorial_rules_of, writers_unread


def appraisers(agency: Agency, *, now: dt.datetime) -> "QuerySet[User]":
    """Return who may appraise for `agency` today, the shared board's people with them."""
    agencies = [agency.pk, editorial_rules_of(agency).board_id]
    return reachable(serving_on(now).filter(agency__in=agencies, role=Role.APPRAISER))


def still_serving(
    agency: Agency, user_ids: Collection[int | None], *, now: dt.datetime
) -> "QuerySet[User]":
    """Return those of `user_ids` who serve `agency` today, or appraise for it from the board.

    A role of the network is held at an agency too, but reads none of its drafts.
    """
    board = editorial_rules_of(agency).board_id
    own = Q(agency=agency, role__in=AGENCY_ROLES)
    serving = serving_on(now).filter(own | Q(agency=board, role=Role.APPRAISER))
    return reachable(serving.filter(user__in=[pk for pk in user_ids if pk]))


def writers(decision: Decision) -> set[int]:
    """Return the ids of everybody who wrote a part of what is being decided; four queries.

    Empty for a page that is gone.
    """
    page = Page.objects.filter(pk=decision.page_id).first()
    urgent = UrgentPublication.objects.filter(page_id=decision.page_id, settled_at=None).first()
    return writers_unread(page, urgent) if page else set()


def submitter_id(decision: Decision) -> int | None:
    """Return who had handed the page in before `decision`."""
    return _actor_of(decision, Action.SUBMITTED)


def appraiser_id(decision: Decision) -> int | None:
    """Return who has passed the appraisal of the very revision that `decision` is about."""
    return _actor_of(decision, Action.APPRAISED, revision_id=decision.revision_id)


def reviser_id(decision: Decision) -> int | None:
    """Return who saved the revision that `decision` is about."""
    rows = Revision.objects.filter(pk=decision.revision_id)
    return rows.values_list("user_id", flat=True).first()


def _actor_of(decision: Decision, deed: Action, **about: int | None) -> int | None:
    rows = Decision.objects.filter(
        page_id=decision.page_id, deed=deed, id__lte=decision.pk, **about
    ).order_by("-id")
    return rows.values_list("actor_id", flat=True).first()
