"""Select the recipients of workflow mails: people with a current membership in the page's
agency."""

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
    """Return the reachable appraisers of `agency` today, including those of its shared board."""
    agencies = [agency.pk, editorial_rules_of(agency).board_id]
    return reachable(serving_on(now).filter(agency__in=agencies, role=Role.APPRAISER))


def still_serving(
    agency: Agency, user_ids: Collection[int | None], *, now: dt.datetime
) -> "QuerySet[User]":
    """Return the users among `user_ids` who serve `agency` today, or are appraisers of its shared
    board.

    Network roles do not count: they are attached to an agency too, but may not read its drafts.
    """
    board = editorial_rules_of(agency).board_id
    own = Q(agency=agency, role__in=AGENCY_ROLES)
    serving = serving_on(now).filter(own | Q(agency=board, role=Role.APPRAISER))
    return reachable(serving.filter(user__in=[pk for pk in user_ids if pk]))


def writers(decision: Decision) -> set[int]:
    """Return the ids of everybody who wrote part of the text to be decided on. Four queries.

    Empty if the page is gone.
    """
    page = Page.objects.filter(pk=decision.page_id).first()
    urgent = UrgentPublication.objects.filter(page_id=decision.page_id, settled_at=None).first()
    return writers_unread(page, urgent) if page else set()


def submitter_id(decision: Decision) -> int | None:
    """Return the id of the last person who submitted the page before `decision`, or None."""
    return _actor_of(decision, Action.SUBMITTED)


def appraiser_id(decision: Decision) -> int | None:
    """Return the id of the person who appraised the revision of `decision`, or None."""
    return _actor_of(decision, Action.APPRAISED, revision_id=decision.revision_id)


def reviser_id(decision: Decision) -> int | None:
    """Return the id of the person who saved the revision of `decision`, or None."""
    rows = Revision.objects.filter(pk=decision.revision_id)
    return rows.values_list("user_id", flat=True).first()


def _actor_of(decision: Decision, deed: Action, **about: int | None) -> int | None:
    rows = Decision.objects.filter(
        page_id=decision.page_id, deed=deed, id__lte=decision.pk, **about
    ).order_by("-id")
    return rows.values_list("actor_id", flat=True).first()
