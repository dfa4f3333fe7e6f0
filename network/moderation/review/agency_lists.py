"""Lists for an agency's people of pages that wait for somebody else. Rows as in `worklists`."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from network.accounts.models import User
from network.agencies.models import Membership, Role

from ..models import Action, Decision, Submission
from ..models.submissions import OPEN_STAGES
from ..stages import Stage
from .access import Desks
from .worklists import EPOCH, Rows, full_name, revisions_by, submission_rows


def waiting_in(agencies: Collection[int], *, day: dt.date) -> Rows:
    """Return the open pages of these agencies, longest waiting first, each with whom it waits
    for."""
    open_ones = Submission.objects.filter(
        agency__in=agencies, closed_at=None, stage__in=OPEN_STAGES
    )
    return submission_rows(open_ones.order_by("since"), person=whom_for(day))


def may_be_urgent(user: User, desks: Desks) -> Rows:
    """Return the pages waiting for appraisal that `user` may publish urgently, longest waiting
    first."""
    waiting = Submission.objects.filter(
        closed_at=None,
        stage=Stage.WAITING_APPRAISAL,
        agency__in=desks.approved,
        agency__editorial_rules__urgent_allowed=True,
    )
    others = waiting.exclude(Exists(revisions_by(user, since="page__live_revision__created_at")))
    return submission_rows(others.exclude(Exists(_standing_takedowns())).order_by("since"))


def _standing_takedowns() -> QuerySet[Decision]:
    """Return the takedowns still in effect for the page of an outer query. See
    DecisionQuerySet.standing_takedown."""
    approved = Decision.objects.filter(
        page_id=OuterRef("page_id"), deed=Action.APPROVED, pk__gt=OuterRef("pk")
    )
    downs = Decision.objects.filter(page_id=OuterRef("page_id"), deed=Action.TAKEN_DOWN)
    return downs.exclude(Exists(approved))


def whom_for(day: dt.date) -> Any:
    """Return an expression "(waits for NAMES)": the people who decide next, or the submitter of a
    returned page."""
    nobody = Value(_("nobody may decide: name somebody else"), output_field=TextField())
    return Case(
        When(stage=Stage.RETURNED, then=_waits_for(full_name("submitted_by"))),
        When(
            stage=Stage.WAITING_APPRAISAL,
            then=Coalesce(_waits_for(_names(Role.APPRAISER, day)), nobody),
        ),
        default=Coalesce(_waits_for(_names(Role.APPROVER, day)), nobody),
        output_field=TextField(),
    )


def _waits_for(names: Any) -> Any:
    """Return an SQL expression "waits for NAMES", or NULL if there are no names.

    Django's Concat would turn NULL into an empty text.
    """
    words = Value(f"{_('waits for')} ", output_field=TextField())
    named = NullIf(names, Value(""), output_field=TextField())
    return Func(
        words, named, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField()
    )


def _names(role: Role, day: dt.date) -> Any:
    """Return an expression with the names of the people in `role` who may decide on the page.

    Includes the shared board; leaves out those who wrote the text and, for approval, appraised it.
    """
    agency, board = "agency_id", "agency__editorial_rules__board_id"
    places = Q(agency=OuterRef(agency))
    if role == Role.APPRAISER:
        places |= Q(agency=OuterRef(board))
    serving = Membership.objects.valid_on(day).filter(places, role=role, user__is_active=True)
    people = serving.exclude(Exists(_written_by_member())).annotate(name=full_name("user"))
    if role == Role.APPROVER:
        people = people.exclude(Exists(_appraised_by_member()))
    names = ArraySubquery(people.order_by("name").values("name").distinct())
    return Func(names, Value(", "), function="array_to_string", output_field=TextField())


def _written_by_member() -> QuerySet[Revision]:
    page, live = "page_id", "page__live_revision__created_at"
    begun = Coalesce(OuterRef(OuterRef(live)), Value(EPOCH))
    return Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef(OuterRef(page)), CharField()),
        user=OuterRef("user"),
        created_at__gt=begun,
    )


def _appraised_by_member() -> QuerySet[Decision]:
    return Decision.objects.filter(
        page_id=OuterRef(OuterRef("page_id")),
        revision_id=OuterRef(OuterRef("revision_id")),
        deed=Action.APPRAISED,
        actor=OuterRef("user"),
    )
