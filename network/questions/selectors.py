"""Queries for questions and answers, for citizens and officers."""

import datetime as dt
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Substr
from wagtail.models import Page, WorkflowState

from legal_updates.models import Topic
from network.agencies.models import Agency, AgencyKind
from network.agencies.scope import SECTION_PATH_LENGTH, Scope
from network.core.freshness.dependencies import depends_on
from network.core.sorting import SortKey
from sites.models import AgencyHomePage, ArticleTopic, QuestionPage, SectionIndexPage, SectionKey
from sites.querysets import ArticleQuerySet
from sites.reported_pages import open_agencies

from .codes import CODES
from .models import CLOSED_STATES, WAITING_STATES, Forwarding, ProblemReport, Question

# Kinds of agencies listed in the form; others are asked from their own pages.
_LISTED_KINDS = (
    *(AgencyKind.SO, AgencyKind.BAN, AgencyKind.VAN_PHONG, AgencyKind.THANH_TRA),
    AgencyKind.NGANH_DOC,
)
_MOST_LISTED = 60


def answered_questions(
    *, topic: Topic | None = None, agency: Agency | None = None
) -> ArticleQuerySet:
    """Return the published answers, newest first, with `agency_name`."""
    pages = QuestionPage.objects.published().with_agency()
    if topic:
        pages = pages.filter(article_topics__tag=topic)
    if agency:
        home = AgencyHomePage.objects.filter(agency=agency).first()
        pages = pages.under(home) if home else pages.none()
    return pages.as_links()


def newest_questions(*, number: int = 4) -> list[QuestionPage]:
    """Return the newest answered questions of all agencies. One query.

    Each has `agency_name`. Registers the cache dependencies, so a cached page may use it.
    """
    depends_on("hub", "agencies")
    return list(answered_questions()[:number])


class AgencyCount(NamedTuple):
    """An agency and its number of published answers."""

    slug: str
    short_name: str
    answers: int


def answering_agencies() -> list[AgencyCount]:
    """Return the agencies with published answers, each with its number of answers, by Vietnamese
    name order. Two queries."""
    section = Substr("path", 1, SECTION_PATH_LENGTH)
    counted = QuestionPage.objects.live().order_by().values_list(section)
    counts: dict[str, int] = dict(counted.annotate(answers=Count("pk")))
    homes = AgencyHomePage.objects.filter(path__in=counts).select_related("agency")
    return [
        AgencyCount(home.agency.slug, home.agency.short_name, counts[home.path])
        for home in homes.order_by(SortKey("agency__short_name"))
    ]


def topics_with_answers() -> QuerySet[Topic]:
    """Return the topics with published answers, by name."""
    live = ArticleTopic.objects.filter(
        tag=OuterRef("pk"), content_object__live=True, content_object__questionpage__isnull=False
    )
    return Topic.objects.filter(Exists(live)).order_by(SortKey("name"))


def answering_agency(slug: str) -> Agency | None:
    """Return the agency with this slug if its section is live, or None."""
    return Agency.objects.filter(home_page__live=True, slug=slug).first()


def agency_to_ask(slug: str, day: dt.date) -> Agency | None:
    """Return the agency with this slug if it accepts questions on `day`, or None."""
    return open_agencies(day).filter(slug=slug).first()


def agencies_to_ask(day: dt.date) -> list[Agency]:
    """Return the provincial agencies that accept questions on `day`, by name. One query."""
    listed = open_agencies(day).filter(kind__in=_LISTED_KINDS)
    return list(listed.order_by(SortKey("short_name"))[:_MOST_LISTED])


def question_of(code: str) -> Question | None:
    """Return the question for a typed code, with everything the asker sees; None for a wrong code.
    Two queries."""
    related = Question.objects.select_related("agency", "page")
    return CODES.find(related.prefetch_related("forwardings__to_agency"), code)


def questions_for(scope: Scope) -> QuerySet[Question]:
    """Return the questions `scope` may read, oldest first. Forwarded ones belong to the receiving
    agency."""
    rows: QuerySet[Question] = Question.scoped.of(scope)
    return rows.select_related("agency", "topic", "handler", "page").order_by("asked_at", "pk")


def open_questions_for(scope: Scope) -> QuerySet[Question]:
    """Return the readable questions that still need action."""
    return questions_for(scope).exclude(state__in=CLOSED_STATES)


def own_open_questions(scope: Scope) -> QuerySet[Question]:
    """Return the open questions of the agencies `scope` serves, oldest first.

    Without those whose answer is in review: its reviewers have it in their own list.
    """
    rows: QuerySet[Question] = Question.scoped.of(scope, writing=True)
    in_review = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("page_id"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    open_rows = rows.exclude(state__in=CLOSED_STATES).exclude(Exists(in_review))
    return open_rows.select_related("agency", "topic", "handler").order_by("asked_at", "pk")


def forwardings_for(scope: Scope) -> QuerySet[Forwarding]:
    """Return the forwardings by the agencies of `scope`, newest first, without the questions'
    content."""
    rows: QuerySet[Forwarding] = Forwarding.scoped.of(scope)
    return rows.select_related("agency", "to_agency").order_by("-forwarded_at", "-pk")


def problems_for(scope: Scope) -> QuerySet[ProblemReport]:
    """Return the problem reports `scope` may read, oldest first."""
    rows: QuerySet[ProblemReport] = ProblemReport.scoped.of(scope)
    return rows.select_related("agency", "page", "closed_by").order_by("sent_at", "pk")


def own_open_problems(scope: Scope) -> QuerySet[ProblemReport]:
    """Return the open problem reports of the agencies `scope` serves, oldest first."""
    rows: QuerySet[ProblemReport] = ProblemReport.scoped.of(scope, writing=True)
    return rows.filter(closed_at=None).select_related("page").order_by("sent_at", "pk")


def counts(*, day: dt.date) -> dict[str, Any]:
    """Return the network's counts {"open", "waiting", "overdue"}. One query."""
    return Question.objects.exclude(state__in=CLOSED_STATES).aggregate(
        open=Count("pk"),
        waiting=Count("pk", filter=Q(state__in=WAITING_STATES)),
        overdue=Count("pk", filter=Q(due_on__lt=day)),
    )


def place_of_answers(agency: Agency) -> SectionIndexPage | None:
    """Return the page below which the agency's answers are created, or None."""
    home = AgencyHomePage.objects.filter(agency=agency).first()
    if home is None:
        return None
    keys = (SectionKey.HOI_DAP, SectionKey.HOI_DAP_PHAP_LUAT)
    entries = SectionIndexPage.objects.descendant_of(home).filter(key__in=keys).order_by("path")
    return min(entries, key=lambda entry: keys.index(SectionKey(entry.key)), default=None)
