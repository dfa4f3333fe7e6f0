"""Questions and answers as citizens and officers find them; never writes."""

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from legal_updates.models import Topic
from network.agencies.models import Agency, AgencyKind
from network.agencies.scope import SECTION_PATH_LENGTH, Scope
from network.core.freshness.dependencies import depends_on
from network.core.sorting import SortKey
from sites.models import AgencyHomePage, ArticleTopic, QuestionPage, SectionIndexPage, SectionKey
from sites.querysets import ArticleQuerySet
from sites.reported_pages import open_agencies

from .codes import digests_of
from .models import CLOSED_STATES, WAITING_STATES, Forwarding, ProblemReport, Question

# Whom citizens find in the form's list; others are asked from their own pages.
_LISTED_KINDS = (
    *(AgencyKind.SO, AgencyKind.BAN, AgencyKind.VAN_PHONG, AgencyKind.THANH_TRA),
    AgencyKind.NGANH_DOC,
)
_MOST_LISTED = 60


def answered_questions(
    *, topic: Topic | None = None, agency: Agency | None = None
) -> ArticleQuerySet:
    """Return the live questions with their answers, newest first, with `agency_name`."""
    pages = QuestionPage.objects.published().with_agency()
    if topic:
        pages = pages.filter(article_topics__tag=topic)
    if agency:
        home = AgencyHomePage.objects.filter(agency=agency).first()
        pages = pages.under(home) if home else pages.none()
    return pages.select_related("cover").defer("body")


def newest_questions(*, number: int = 4) -> list[QuestionPage]:
    """Return the newest answered questions of all agencies for a list; one query.

    Each has `agency_name`. Says what they depend on, so a kept page may list them.
    """
    depends_on("hub", "agencies")
    return list(answered_questions()[:number])


class AgencyCount(NamedTuple):
    """An agency and how many questions it has answered."""

    slug: str
    short_name: str
    answers: int


def answering_agencies() -> list[AgencyCount]:
    """Return the agencies with published answers, by name in Vietnamese order; two queries."""
    section = Substr("path", 1, SECTION_PATH_LENGTH)
    counted = QuestionPage.objects.live().order_by().values_list(section)
    counts: dict[str, int] = dict(counted.annotate(answers=Count("pk")))
    homes = AgencyHomePage.objects.filter(path__in=counts).select_related("agency")
    return [
        AgencyCount(home.agency.slug, home.agency.short_name, counts[home.path])
        for home in homes.order_by(SortKey("agency__short_name"))
    ]


def topics_with_answers() -> QuerySet[Topic]:
    """Return the topics that a published answer is about, by name."""
    live = ArticleTopic.objects.filter(
        tag=OuterRef("pk"), content_object__live=True, content_object__questionpage__isnull=False
    )
    return Topic.objects.filter(Exists(live)).order_by(SortKey("name"))


def answering_agency(slug: str) -> Agency | None:
    """Return the agency with an open section of this path, None for any other."""
    return Agency.objects.filter(home_page__live=True, slug=slug).first()


def agency_to_ask(slug: str, day: dt.date) -> Agency | None:
    """Return the agency of this path if it may be asked on `day`, None for any other."""
    return open_agencies(day).filter(slug=slug).first()


def agencies_to_ask(day: dt.date) -> list[Agency]:
    """Return the agencies of the province that may be asked on `day`, by name; one query."""
    listed = open_agencies(day).filter(kind__in=_LISTED_KINDS)
    return list(listed.order_by(SortKey("short_name"))[:_MOST_LISTED])


def question_of(code: str) -> Question | None:
    """Return the question of a typed code with all that its asker reads, None for a wrong one.

    Two queries.
    """
    found = Question.objects.filter(code_digest__in=digests_of(code))
    related = found.select_related("agency", "page").prefetch_related("forwardings__to_agency")
    return related.first()


def questions_for(scope: Scope) -> QuerySet[Question]:
    """Return what `scope` may read, the longest waiting first; what was forwarded is not there."""
    rows: QuerySet[Question] = Question.scoped.of(scope)
    return rows.select_related("agency", "topic", "handler", "page").order_by("asked_at", "pk")


def open_questions_for(scope: Scope) -> QuerySet[Question]:
    """Return those of `questions_for` on which somebody still has to act."""
    return questions_for(scope).exclude(state__in=CLOSED_STATES)


def own_open_questions(scope: Scope) -> QuerySet[Question]:
    """Return the open questions of the agencies that `scope` serves, the longest waiting first."""
    rows: QuerySet[Question] = Question.scoped.of(scope, writing=True)
    open_rows = rows.exclude(state__in=CLOSED_STATES).select_related("agency", "topic")
    return open_rows.order_by("asked_at", "pk")


def forwardings_for(scope: Scope) -> QuerySet[Forwarding]:
    """Return what the agencies of `scope` gave away, the newest first, without the questions."""
    rows: QuerySet[Forwarding] = Forwarding.scoped.of(scope)
    return rows.select_related("agency", "to_agency").order_by("-forwarded_at", "-pk")


def problems_for(scope: Scope) -> QuerySet[ProblemReport]:
    """Return the reported problems that `scope` may read: open ones first, the oldest of them."""
    rows: QuerySet[ProblemReport] = ProblemReport.scoped.of(scope)
    return rows.select_related("agency", "page", "closed_by").order_by("sent_at", "pk")


def own_open_problems(scope: Scope) -> QuerySet[ProblemReport]:
    """Return the open problems of the agencies that `scope` serves, the oldest first."""
    rows: QuerySet[ProblemReport] = ProblemReport.scoped.of(scope, writing=True)
    return rows.filter(closed_at=None).select_related("page").order_by("sent_at", "pk")


def counts(*, day: dt.date) -> dict[str, Any]:
    """Return how many questions of the network wait, are being answered and are late; one query."""
    return Question.objects.exclude(state__in=CLOSED_STATES).aggregate(
        open=Count("pk"),
        waiting=Count("pk", filter=Q(state__in=WAITING_STATES)),
        overdue=Count("pk", filter=Q(due_on__lt=day)),
    )


def place_of_answers(agency: Agency) -> SectionIndexPage | None:
    """Return the entry of the agency's menu where its answers stand; None where it has none."""
    home = AgencyHomePage.objects.filter(agency=agency).first()
    if home is None:
        return None
    keys = (SectionKey.HOI_DAP, SectionKey.HOI_DAP_PHAP_LUAT)
    entries = SectionIndexPage.objects.descendant_of(home).filter(key__in=keys).order_by("path")
    return min(entries, key=lambda entry: keys.index(SectionKey(entry.key)), default=None)
