"""The situation of all agencies today, one row each, with a fixed number of queries."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from network.accounts.selectors import with_second_factor
from network.agencies.models import Agency, Membership, Role
from network.agencies.scope import SECTION_PATH_LENGTH, Scope
from network.moderation.models import Submission
from network.moderation.stages import Stage
from network.questions.models import CLOSED_STATES, Question
from sites.links.selectors import dead_links

from .old_law import citations_of_old_law
from .outcomes import Participants
from .past import Past
from .running import participating_agencies
from .sections import live_articles
from .selectors import Score, month_before, scores, standard_of

SILENT_DAYS = 30
WAITING = (Stage.WAITING_APPRAISAL, Stage.WAITING_APPROVAL)
# Without one of these roles an agency cannot post.
NEEDED = (Role.AUTHOR, Role.APPRAISER, Role.APPROVER)


@dataclass(frozen=True, slots=True)
class Standing:
    """Situation of one agency. Days and counts are None if there is nothing to count from."""

    agency: Agency
    last_post: dt.date | None
    silent_days: int | None
    posts: int
    longest_wait: int | None
    overdue_questions: int
    dead_links: int
    old_law: int
    missing: tuple[Role, ...]
    safe: int
    people: int
    score: Score
    before: Score

    @property
    def is_silent(self) -> bool:
        """Return whether nothing was posted for longer than SILENT_DAYS."""
        return self.silent_days is None or self.silent_days > SILENT_DAYS

    @property
    def change(self) -> int:
        """Return how many more requirements are met than at the end of last month."""
        return self.score.met - self.before.met if self.before.total else 0


def standings(now: dt.datetime) -> list[Standing]:
    """Return the situation of every participating agency. About a dozen queries for any number."""
    local = timezone.localtime(now)
    day = local.date()
    participants = Participants(list(participating_agencies(day)), day)
    standard = standard_of("", day)
    today = scores(standard)
    keys = [agency.pk for agency in participants.agencies]
    before = Past.since(month_before(local), day, keys).scores(standard)
    posts = _posts(participants, now)
    waits, questions = _waits(), _overdue_questions(day)
    links, old_law = _dead_links(participants), _old_law(participants, day)
    roles, people = _roles(day), _people(day)

    def standing(agency: Agency) -> Standing:
        """Return the row of one agency from the facts loaded for all. No query."""
        last, number = posts.get(agency.pk, (None, 0))
        last_post = timezone.localdate(last) if last else None
        since = waits.get(agency.pk)
        safe, serving = people.get(agency.pk, (0, 0))
        return Standing(
            agency=agency,
            last_post=last_post,
            silent_days=(day - last_post).days if last_post else None,
            posts=number,
            longest_wait=(day - timezone.localdate(since)).days if since else None,
            overdue_questions=questions.get(agency.pk, 0),
            dead_links=links[agency.pk],
            old_law=old_law[agency.pk],
            missing=tuple(
                role
                for role in NEEDED
                if (agency.pk, role) not in roles and not agency.gone_since(day)
            ),
            safe=safe,
            people=serving,
            score=today.get(agency.pk, Score()),
            before=before.get(agency.pk, Score()),
        )

    return [standing(agency) for agency in participants.agencies]


def _posts(
    participants: Participants, now: dt.datetime
) -> dict[int, tuple[dt.datetime | None, int]]:
    """Return {agency id: (last publication, number of recent posts)}. One query."""
    recent = Q(first_published_at__gte=now - dt.timedelta(days=SILENT_DAYS))
    rows = (
        live_articles(participants)
        .values_list("section")
        .annotate(last=Max("first_published_at"), number=Count("pk", filter=recent))
    )
    return {participants.by_section[section]: (last, number) for section, last, number in rows}


def _waits() -> dict[int, dt.datetime]:
    """Return {agency id: start of its longest wait for appraisal or approval}. One query."""
    open_ones = Submission.objects.filter(closed_at=None, stage__in=WAITING).order_by()
    return dict(open_ones.values_list("agency_id").annotate(Min("since")))


def _overdue_questions(day: dt.date) -> dict[int, int]:
    """Return {agency id: number of overdue questions}. One query."""
    late = Question.objects.filter(due_on__lt=day).exclude(state__in=CLOSED_STATES).order_by()
    return dict(late.values_list("agency_id").annotate(Count("pk")))


def _dead_links(participants: Participants) -> Counter[int | None]:
    """Return the number of dead links per agency; None is the key of pages outside the
    participants' sections."""
    rows = dead_links(Scope(roles=frozenset({Role.OVERSEER})))
    return _by_section(participants, (row[0] for row in rows))


def _old_law(participants: Participants, day: dt.date) -> Counter[int | None]:
    """Return the number of pages per agency that cite law no longer in force; None is the key of
    pages outside the participants' sections."""
    rows = citations_of_old_law(day).order_by().values_list("page_id", "section").distinct()
    return _by_section(participants, (section for _page, section in rows))


def _by_section(participants: Participants, paths: Any) -> Counter[int | None]:
    """Count tree paths by the agency of their section, None for other sections."""
    sections = (path[:SECTION_PATH_LENGTH] for path in paths)
    return Counter(participants.by_section.get(section) for section in sections)


def _roles(day: dt.date) -> set[tuple[int | None, str]]:
    """Return the (agency id, role) pairs that active members hold on `day`. One query."""
    serving = Membership.objects.valid_on(day).filter(user__is_active=True)
    return set(serving.values_list("agency_id", "role"))


def _people(day: dt.date) -> Mapping[int | None, tuple[int, int]]:
    """Return {agency id: (members with a second factor, all members)}. One query."""
    serving = Membership.objects.valid_on(day).filter(user__is_active=True).order_by()
    safe = Count("user", distinct=True, filter=Q(user__in=with_second_factor()))
    rows = serving.values_list("agency_id").annotate(safe=safe, number=Count("user", distinct=True))
    return {agency: (good, number) for agency, good, number in rows}
