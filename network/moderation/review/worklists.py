"""Work lists: each is one query whose rows give a page and its stage.

Rows are dictionaries with `COLUMNS`. The querysets are ordered and may be sliced, so a panel of ten
rows costs the same in an agency with ten pages as with ten thousand.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Substr, Trim
from wagtail.models import Page, Revision

from network.accounts.models import User
from network.agencies.models import Agency
from network.agencies.scope import SECTION_DEPTH, SECTION_PATH_LENGTH
from network.desks.delegation import delegations_of, held_by
from network.desks.models import Delegation

from ..models import Action, Decision, Submission, UrgentPublication, Withdrawal, WithdrawalReason
from ..stages import WAITING, Stage
from .access import Desks
from .correction_requests import correction_requests

type Rows = QuerySet[Any, dict[str, Any]]
type Agencies = Collection[int] | QuerySet[Any, Any]

# `stands_at` is a Stage or URGENT; `owed_by` is the due date of an owed appraisal.
COLUMNS = (
    "page_number",
    "page_title",
    "agency_key",
    "agency_name",
    "stands_at",
    "stands_since",
    "owed_by",
    "person",
    "remark",
    "reminder_at",
    "reminder_by",
)
URGENT = "urgent"
# How long a decided page stays in the list of submitted pages.
SUBMITTED_SHOWN_FOR = dt.timedelta(days=7)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_NO_TEXT = Value("", output_field=TextField())
_NO_TIME = Value(None, output_field=DateTimeField())
# Whether a submission's last reminder was about its present stage.
_REMINDED = Q(closed_at=None, reminded_at__gte=F("since"))


def waiting_for(user: User, desks: Desks) -> Rows:
    """Return the pages `user` may decide on: urgent publications owing their appraisal first, then
    by age.

    Leaves out texts that the user wrote or, for approval, appraised.
    """
    submitted = (
        Submission.objects.filter(closed_at=None)
        .filter(
            Q(stage=Stage.WAITING_APPRAISAL, agency__in=desks.appraised)
            | Q(stage=Stage.WAITING_APPROVAL, agency__in=desks.approved)
        )
        .exclude(Exists(revisions_by(user, since="page__live_revision__created_at")))
        .exclude(Exists(_appraisals_by(user)), stage=Stage.WAITING_APPROVAL)
    )
    owing = (
        UrgentPublication.objects.filter(settled_at=None, agency__in=desks.appraised)
        .exclude(published_by=user)
        .annotate(last_read=_last_text_read())
        .exclude(Exists(revisions_by(user, since="last_read")))
    )
    # PostgreSQL sorts NULL last, so pages without a due date come after those with one.
    return (
        urgent_rows(owing)
        .union(submission_rows(submitted), all=True)
        .order_by("owed_by", "stands_since")
    )


def submitted_by(user: User, agencies: Agencies, *, now: dt.datetime, whom: Any) -> Rows:
    """Return the pages `user` submitted: waiting ones, then those decided recently, newest first.

    `whom` is an expression of the people on whom a waiting page waits.
    Withdrawn pages stay in the list until published again. `agencies` are those the user serves now
    (also in the functions below), because a former member may no longer read their drafts.
    """
    later = Submission.objects.filter(page_id=OuterRef("page_id"), pk__gt=OuterRef("pk"))
    waiting = Q(closed_at=None, stage__in=WAITING)
    gone = Exists(_withdrawals("page_id"))
    lately = (Q(closed_at__gte=now - SUBMITTED_SHOWN_FOR) | gone) & ~Exists(later)
    own = Submission.objects.filter(waiting | lately, submitted_by=user, agency__in=agencies)
    person = Case(When(closed_at=None, then=whom), default=_NO_TEXT, output_field=TextField())
    return submission_rows(
        own.order_by(F("closed_at").desc(nulls_first=True), "-since", "-pk"), person=person
    )


def returned_to(user: User, agencies: Agencies) -> Rows:
    """Return the pages returned to `user`, or handed to them since, with the comment, longest
    waiting first."""
    returned = Submission.objects.filter(closed_at=None, stage=Stage.RETURNED)
    handed = delegations_of(Page, "page_id", since="since")
    own = returned.filter(held_by(user, handed, Q(submitted_by=user)), agency__in=agencies)
    return submission_rows(own.order_by("since"), person=_NO_TEXT)


def to_correct(user: User, agencies: Agencies) -> Rows:
    """Return the pages returned to `user` and those that a leader asked `user` to correct, longest
    waiting first."""
    asked = Page.objects.filter(pk__in=_requests(user, agencies).values("about_id"))
    rows = _rows(
        asked,
        page_number=F("pk"),
        page_title=F("draft_title"),
        agency_key=Subquery(_agencies_of_path("path").values("pk")[:1]),
        agency_name=_agency_of_path("path"),
        stands_at=Case(
            When(live=True, then=Value(Stage.PUBLISHED.value)),
            When(expired=True, then=Value(Stage.EXPIRED.value)),
            default=Value(Stage.WITHDRAWN.value),
            output_field=CharField(),
        ),
        stands_since=Subquery(
            _requests(user, agencies).filter(about_id=OuterRef("pk")).values("at")[:1]
        ),
        owed_by=_NO_TIME,
        person=_NO_TEXT,
        remark=_NO_TEXT,
    )
    return returned_to(user, agencies).union(rows, all=True).order_by("stands_since")


def _requests(user: User, agencies: Agencies) -> QuerySet[Delegation]:
    return correction_requests().filter(to=user, agency__in=agencies)


def drafts_of(user: User, agencies: Agencies) -> Rows:
    """Return drafts that `user` began and has not submitted, last edited first."""
    pages = (
        Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True), owner=user)
        .filter(Exists(_agencies_of_path("path").filter(pk__in=agencies)))
        .filter(depth__gt=SECTION_DEPTH, expired=False, latest_revision__isnull=False)
        .exclude(Exists(Submission.objects.filter(page_id=OuterRef("pk"), closed_at=None)))
        .exclude(
            # No revision since the withdrawal: the page is in the list of submitted pages instead.
            Exists(
                _withdrawals("pk").filter(withdrawn_at__gte=OuterRef("latest_revision_created_at"))
            )
        )
        .exclude(Exists(_scheduled_revisions("pk")))
        .order_by("-latest_revision_created_at")
    )
    return _rows(
        pages,
        page_number=F("pk"),
        page_title=F("draft_title"),
        agency_key=Subquery(_agencies_of_path("path").values("pk")[:1]),
        agency_name=_agency_of_path("path"),
        stands_at=Case(
            When(Exists(_withdrawals("pk")), live=False, then=Value(Stage.WITHDRAWN.value)),
            default=Value(Stage.DRAFT.value),
            output_field=CharField(),
        ),
        stands_since=F("latest_revision_created_at"),
        owed_by=_NO_TIME,
        person=_NO_TEXT,
        remark=Case(
            When(live=False, then=_reason_of_withdrawal("pk")),
            default=_NO_TEXT,
            output_field=TextField(),
        ),
    )


def submitted_anywhere(
    stages: Collection[str] = tuple(WAITING), *, before: dt.datetime | None = None
) -> QuerySet[Submission]:
    """Return what waits at these stages in the whole network, longest waiting first.

    `before` limits the list to pages waiting since then or longer.
    """
    waiting = Submission.objects.filter(closed_at=None, stage__in=stages)
    if before is not None:
        waiting = waiting.filter(since__lte=before)
    return waiting.order_by("since")


def overdue_anywhere(now: dt.datetime) -> Rows:
    """Return urgent publications with an overdue appraisal, longest overdue first."""
    overdue = UrgentPublication.objects.filter(settled_at=None, due_at__lt=now)
    return urgent_rows(overdue.order_by("due_at"))


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """Number of open pages per stage, and of waiting pages that are late."""

    open: dict[str, int]
    late: int


def counts_anywhere(*, late_since: dt.datetime) -> OpenCounts:
    """Return the numbers of open pages in the whole network. One query."""
    late = Count("pk", filter=Q(stage__in=WAITING, since__lte=late_since))
    rows = Submission.objects.filter(closed_at=None).values("stage").order_by()
    counted = list(
        rows.annotate(number=Count("pk"), late=late).values_list("stage", "number", "late")
    )
    return OpenCounts(
        open={stage: number for stage, number, _late in counted},
        late=sum(late for _stage, _number, late in counted),
    )


def submission_rows(submissions: QuerySet[Submission], *, person: Any = None) -> Rows:
    """Return submissions as list rows. A closed submission shows the current stage of its page.

    `person` is an expression for the name to show; by default the submitter.
    """
    return _rows(
        submissions,
        page_number=F("page_id"),
        page_title=F("page__draft_title"),
        agency_key=F("agency_id"),
        agency_name=F("agency__short_name"),
        stands_at=Case(
            When(closed_at=None, then=F("stage")),
            When(Exists(_scheduled_revisions("page_id")), then=Value(Stage.SCHEDULED.value)),
            When(page__live=True, then=Value(Stage.PUBLISHED.value)),
            When(page__expired=True, then=Value(Stage.EXPIRED.value)),
            When(Exists(_withdrawals("page_id")), then=Value(Stage.WITHDRAWN.value)),
            default=Value(Stage.DRAFT.value),
            output_field=CharField(),
        ),
        stands_since=Case(
            When(closed_at=None, then=F("since")),
            default=Coalesce(
                Subquery(_withdrawals("page_id").values("withdrawn_at")[:1]), "closed_at"
            ),
        ),
        owed_by=_NO_TIME,
        reminder_at=Case(When(_REMINDED, then=F("reminded_at")), default=_NO_TIME),
        reminder_by=Case(
            When(_REMINDED, then=full_name("reminded_by")),
            default=_NO_TEXT,
            output_field=TextField(),
        ),
        person=full_name("submitted_by") if person is None else person,
        remark=Case(
            When(closed_at=None, stage=Stage.RETURNED, then=_comment_of_return()),
            When(page__live=False, page__expired=False, then=_reason_of_withdrawal("page_id")),
            default=_NO_TEXT,
            output_field=TextField(),
        ),
    )


def urgent_rows(urgent: QuerySet[UrgentPublication]) -> Rows:
    return _rows(
        urgent,
        page_number=F("page_id"),
        page_title=F("page__draft_title"),
        agency_key=F("agency_id"),
        agency_name=F("agency__short_name"),
        stands_at=Value(URGENT, output_field=CharField()),
        stands_since=F("published_at"),
        owed_by=F("due_at"),
        person=full_name("published_by"),
        remark=F("reason"),
    )


def _rows(rows: QuerySet[Any], **columns: Any) -> Rows:
    known = {"reminder_at": _NO_TIME, "reminder_by": _NO_TEXT} | columns
    return rows.annotate(**known).values(*COLUMNS)


def revisions_by(user: User, *, since: str) -> QuerySet[Revision]:
    """Return the revisions that `user` saved after the time `since` of an outer row (see
    `selectors.writers_unread`)."""
    begun = Coalesce(OuterRef(since), Value(EPOCH))
    return _revisions_of("page_id").filter(user=user, created_at__gt=begun)


def _last_text_read() -> Subquery:
    """Return a subquery: creation time of the last revision read by others before the urgent
    publication."""
    read = Decision.objects.filter(
        page_id=OuterRef(OuterRef("page_id")),
        deed__in=(Action.APPROVED, Action.APPRAISED_AFTERWARDS),
        at__lt=OuterRef(OuterRef("published_at")),
    ).order_by("-pk")
    last = Revision.objects.filter(pk__in=read.values("revision_id")[:1])
    return Subquery(last.values("created_at")[:1])


def _appraisals_by(user: User) -> QuerySet[Decision]:
    return Decision.objects.filter(
        page_id=OuterRef("page_id"),
        revision_id=OuterRef("revision_id"),
        deed=Action.APPRAISED,
        actor=user,
    )


def _scheduled_revisions(page_id: str) -> QuerySet[Revision]:
    return _revisions_of(page_id).filter(approved_go_live_at__isnull=False)


def _revisions_of(page_id: str) -> QuerySet[Revision]:
    return Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef(page_id), CharField()),
    )


def _withdrawals(page_id: str) -> QuerySet[Withdrawal]:
    return Withdrawal.objects.filter(page_id=OuterRef(page_id), lifted_at=None)


def _reason_of_withdrawal(page_id: str) -> Subquery:
    """Return a subquery: label and comment of the page's withdrawal."""
    reason = Case(
        *(
            When(reason=value, then=Value(str(label), output_field=TextField()))
            for value, label in WithdrawalReason.choices
        ),
        output_field=TextField(),
    )
    told = Concat(reason, Value(". "), "comment", output_field=TextField())
    return Subquery(_withdrawals(page_id).annotate(told=told).values("told")[:1])


def _comment_of_return() -> Subquery:
    returned = Decision.objects.filter(page_id=OuterRef("page_id"), deed=Action.RETURNED)
    return Subquery(returned.order_by("-pk").values("comment")[:1])


def full_name(person: str) -> Any:
    """Return an SQL expression of a person's name, as User.shown_name.

    `person` is the lookup path to the user, e.g. "submitted_by".
    """
    name = Trim(Concat(f"{person}__last_name", Value(" "), f"{person}__first_name"))
    return Cast(Coalesce(NullIf(name, Value("")), f"{person}__username"), TextField())


def _agency_of_path(path: str) -> Subquery:
    return Subquery(_agencies_of_path(path).values("short_name")[:1])


def _agencies_of_path(path: str) -> QuerySet[Agency]:
    return Agency.objects.filter(home_page__path=Substr(OuterRef(path), 1, SECTION_PATH_LENGTH))
