"""The people involved in a page, and those who decide next."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q

from network.accounts.models import User
from network.agencies.models import Membership, Role
from network.core.sorting import person_order

from ..models import Decision
from ..selectors import EditorialCase, writers_unread
from ..stages import Stage

_NEXT_ROLE = {Stage.WAITING_APPRAISAL: Role.APPRAISER, Stage.WAITING_APPROVAL: Role.APPROVER}


def writers_of(case: EditorialCase) -> list[User]:
    """Return the people who wrote part of the text to be decided on, ordered by name."""
    keys = writers_unread(case.page, case.urgent)
    return list(User.objects.filter(pk__in=keys).order_by(person_order(), "pk"))


def appraisal_of(case: EditorialCase) -> Decision | None:
    """Return the valid appraisal of the newest revision, or None."""
    passed = Decision.objects.standing_appraisals(
        page_id=case.page.pk, revision_id=case.revision.pk, digest=case.digest
    )
    return passed.order_by("-pk").first()


def next_people(case: EditorialCase, *, writers: Collection[User], day: dt.date) -> list[User]:
    """Return the people who may decide on the page at its stage, by name; [] if it is not
    waiting."""
    role = _NEXT_ROLE.get(case.situation.stage)
    if role is None:
        return []
    barred = {user.pk for user in writers}
    appraisal = appraisal_of(case) if role == Role.APPROVER else None
    if appraisal is not None and appraisal.actor_id:
        barred.add(appraisal.actor_id)
    return serving(case, role=role, day=day, barred=barred)


def serving(
    case: EditorialCase, *, role: Role, day: dt.date, barred: Collection[int]
) -> list[User]:
    """Return the people serving the page's agency in `role`, including appraisers of the shared
    board."""
    places = Q(agency=case.agency)
    if role == Role.APPRAISER and case.rules.board_id:
        places |= Q(agency_id=case.rules.board_id)
    held = Membership.objects.filter(places, role=role).valid_on(day)
    people = User.objects.filter(pk__in=held.values("user_id"), is_active=True)
    return list(people.exclude(pk__in=barred).order_by(person_order(), "pk"))
