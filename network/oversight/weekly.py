"""The weekly summary in the daily mail of the week's first working day.

Shows what grew, what is overdue and what waits: of the whole network for overseers, of their agency
for approvers. It is part of the daily mail, so that a person gets one mail a day.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.accounts.models import User
from network.agencies.models import Agency, Role
from network.agencies.recipients import serving_on
from network.core.working_days import is_working_day
from network.directives.models import Assignment, Recipient
from network.directives.selectors import asking, directive_counts, to_be_looked_at
from network.mailing.digests import DigestPart
from network.mailing.kinds import Context, absolute
from network.moderation.models import Submission
from network.moderation.stages import Stage
from network.questions.models import CLOSED_STATES, Question

from .models import EvidenceVerdict, HelpRequest, Status
from .outcomes import Participants
from .running import participating_agencies
from .sections import live_articles
from .selectors import findings_at, open_disputes, scores, standard_of, whole
from .verdicts.selectors import waiting_for_decision
from .wanting import WANTING, count_wanting

MOST_LINES = 5
_WEEK = dt.timedelta(days=7)
_READERS = (Role.OVERSEER, Role.APPROVER)

# A sentence, and the path of the screen that shows the details.
type Line = tuple[str, str]


def begins_week(day: dt.date) -> bool:
    """Return whether `day` is the first working day of its week: Monday unless it is a holiday."""
    before = (day - dt.timedelta(days=1 + each) for each in range(day.weekday()))
    return is_working_day(day) and not any(map(is_working_day, before))


def concerned(now: dt.datetime) -> Iterable[int]:
    """Return the ids of overseers and approvers on the first working day of a week, else none."""
    return _readers(now).values_list("pk", flat=True)


def _readers(now: dt.datetime) -> QuerySet[User]:
    """Return the overseers and approvers who get the summary today; none except on a week's first
    working day."""
    if not begins_week(timezone.localdate(now)):
        return User.objects.none()
    serving = serving_on(now).filter(role__in=_READERS)
    people = User.objects.filter(pk__in=serving.values("user"))
    return people.exclude(mail_preference__digest=False)


def week_of(user: User, now: dt.datetime) -> Context | None:
    """Return the context of a user's summary, five lines per agency; None if the user gets none."""
    if not _readers(now).filter(pk=user.pk).exists():
        return None
    serving = serving_on(now).filter(user=user, role__in=_READERS).select_related("agency")
    held = serving.order_by("agency__name", "pk")
    parts = []
    if any(each.role == Role.OVERSEER for each in held):
        parts.append((_("The network"), list(_of_network(now))))
    # Restricted to the user's own agencies, because every approver gets this mail.
    participating = participating_agencies(timezone.localdate(now)).order_by()
    own = participating.filter(pk__in=[each.agency_id for each in held if each.agency_id])
    open_ones = set(own.values_list("pk", flat=True))
    parts += [
        (each.agency.name, list(_of_agency(each.agency, now)))
        for each in held
        if each.role == Role.APPROVER and each.agency and each.agency_id in open_ones
    ]
    written = [
        (name, [(text, absolute(path)) for text, path in lines[:MOST_LINES]])
        for name, lines in parts
    ]
    return {"parts": written} if written else None


def _of_network(now: dt.datetime) -> Iterator[Line]:
    """Yield the lines about the whole network."""
    day, address = timezone.localdate(now), reverse("oversight:situation")
    yield _growth(list(participating_agencies(day)), now), address
    counts = count_wanting(day)
    red = [
        (counts[name], str(want.label), f"{address}?loc={name}") for name, want in WANTING.items()
    ]
    for number, label, path in sorted(red, reverse=True)[:3]:
        if number:
            yield _("Red: %(number)d agencies: %(what)s") % {"number": number, "what": label}, path
    waiting = (
        open_disputes().count()
        + to_be_looked_at(Assignment.objects.all()).count()
        + asking(Recipient.objects.all()).count()
        + HelpRequest.objects.filter(answered_at=None).count()
        + EvidenceVerdict.objects.filter(waiting_for_decision()).count()
    )
    if waiting:
        yield _("Waits for Sở Tư pháp: %d") % waiting, reverse("work:index")


def _of_agency(agency: Agency, now: dt.datetime) -> Iterator[Line]:
    """Yield the lines about one agency."""
    day, own = timezone.localdate(now), reverse("oversight:agency", args=[agency.pk])
    yield _growth([agency], now), own
    missed = findings_at().filter(agency=agency, status=Status.NOT_MET)
    if number := missed.filter(requirement__standard=standard_of("", day)).count():
        yield (
            ngettext("Red: %d requirement not met", "Red: %d requirements not met", number)
            % number,
            own,
        )
    late = Question.objects.filter(agency=agency, due_on__lt=day).exclude(state__in=CLOSED_STATES)
    if number := late.count():
        said = ngettext("Red: %d question overdue", "Red: %d questions overdue", number)
        yield said % number, reverse("question_desk:index")
    owed = directive_counts([agency.pk], day=day)[agency.pk]
    if number := owed.late + owed.unreceived:
        said = ngettext(
            "Red: %d task overdue or dispatch not received",
            "Red: %d tasks overdue or dispatches not received",
            number,
        )
        yield said % number, reverse("work:index")
    waiting = Submission.objects.filter(
        agency=agency, closed_at=None, stage=Stage.WAITING_APPROVAL
    ).count()
    if waiting:
        yield _("Waits for approval: %d") % waiting, reverse("moderation:waiting")


def _growth(agencies: list[Agency], now: dt.datetime) -> str:
    """Return what grew within a week: posts and met requirements."""
    day, keys = timezone.localdate(now), {agency.pk for agency in agencies}
    week, before = Q(first_published_at__gt=now - _WEEK), Q(first_published_at__gt=now - 2 * _WEEK)
    posts = live_articles(Participants(agencies, day)).aggregate(
        week=Count("pk", filter=week), before=Count("pk", filter=before & ~week)
    )
    standard = standard_of("", day)
    # For a single agency, query only its findings.
    only = [agencies[0].pk] if len(agencies) == 1 else None
    today, then = (
        whole(score for pk, score in scores(standard, at=at, agencies=only).items() if pk in keys)
        for at in (None, now - _WEEK)
    )
    return _(
        "Posts this week: %(week)d, the week before: %(before)d; requirements met: %(met)d "
        "(%(change)+d)"
    ) % {**posts, "met": today.met, "change": today.met - then.met}


DIGEST = DigestPart(concerned, week_of, "oversight/mail/week.txt")
