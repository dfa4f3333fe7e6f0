"""Services of the diary: record, correct and remove activities.

Services that change an activity check the transition first: ValidationError if the user's
role or the state of the row forbids it. Docstrings name only further reasons.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from legal_updates.models import Topic
from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.core.constraints import taken_key
from network.core.dates import FUTURE_DAY
from network.desks.transitions import Transition, held_roles
from network.media.models import AgencyDocument
from sites.models import AgencyHomePage, EventPage

from .actions import ActivityAction
from .models import Activity, ActivityForm, Audience, Reporter
from .selectors import SERVING, available_reporters
from .transitions import EDIT, REMOVE

# Earlier years are typing errors ("0206" for 2026), which no period would count.
_FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFacts:
    """Input for an activity. None means not counted."""

    form: ActivityForm
    held_on: dt.date
    title: str
    topic: Topic | None = None
    audience: Audience | None = None
    attendances: int | None = None
    women: int | None = None
    minority: int | None = None
    quantity: int | None = None
    quantity_minority: int | None = None
    place: str = ""
    commune: str = ""
    in_charge: str = ""
    budget: int | None = None
    other_funds: int | None = None
    note: str = ""
    page: Page | None = None
    document: AgencyDocument | None = None
    link: str = ""
    hosts: Sequence[Agency] = ()
    reporters: Sequence[Reporter] = ()
    # Confirms that it is not the activity a partner has entered for the same day.
    is_another: bool = False


COLUMNS = [
    each.name
    for each in fields(ActivityFacts)
    if each.name not in ("hosts", "reporters", "is_another")
]


@transaction.atomic
def record_activity(
    *,
    agency: Agency,
    facts: ActivityFacts,
    user: User,
    now: dt.datetime,
    event: EventPage | None = None,
) -> Activity:
    """Record an activity.

    Raises PermissionDenied for another agency, ValidationError for invalid data. `event` is its
    announcement on the hub.
    """
    if SERVING.isdisjoint(held_roles(scope_of(user), agency.pk)):
        raise PermissionDenied
    lock_diary(agency)
    activity = Activity(agency=agency, recorded_by=user, event=event)
    if event:
        _require_page(agency, event)
    write_activity(activity, facts, now)
    _record(activity, ActivityAction.RECORDED, user, now)
    return activity


@transaction.atomic
def change_activity(
    *, activity_id: int, facts: ActivityFacts, user: User, now: dt.datetime
) -> Activity:
    """Correct an activity. Raises ValidationError for invalid data."""
    activity = _locked(activity_id, user, EDIT)
    write_activity(activity, facts, now)
    _record(activity, ActivityAction.CHANGED, user, now)
    return activity


@transaction.atomic
def remove_activity(*, activity_id: int, reason: str, user: User, now: dt.datetime) -> None:
    """Remove an activity. The audit log keeps the fact and the reason."""
    activity = _locked(activity_id, user, REMOVE)
    _record(activity, ActivityAction.REMOVED, user, now, reason=reason)
    activity.delete()


def lock_diary(agency: Agency) -> None:
    """Lock the agency, so that of two concurrent entries the second sees the first in the diary."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)


def _locked(activity_id: int, user: User, transition: Transition[Activity]) -> Activity:
    rows = Activity.objects.select_for_update(of=("self",)).select_related("agency")
    activity = rows.get(pk=activity_id)
    transition.check(activity, held_roles(scope_of(user), activity.agency_id))
    return activity


def write_activity(activity: Activity, facts: ActivityFacts, now: dt.datetime) -> None:
    """Validate and save an activity. Raises ValidationError."""
    _check(activity, facts, now)
    is_new = activity.pk is None
    for name in COLUMNS:
        setattr(activity, name, getattr(facts, name))
    activity.changed_at = now
    try:
        with transaction.atomic():
            activity.save()
    except IntegrityError as error:
        if taken_key(error) != "activity_of_event_once":
            raise
        raise ValidationError(_("This event is in the diary already.")) from error
    # Skipped for new rows without hosts, to save queries when importing 2000 lines.
    if facts.hosts or not is_new:
        activity.hosts.set(facts.hosts)
    if facts.reporters or not is_new:
        activity.reporters.set(facts.reporters)


def _check(activity: Activity, facts: ActivityFacts, now: dt.datetime) -> None:
    """Raise ValidationError unless the facts of an activity are possible, its agency's own, and not
    entered already."""
    agency, wrong = activity.agency, how_many(facts)
    if facts.held_on > timezone.localdate(now):
        wrong["held_on"] = str(FUTURE_DAY)
    if facts.held_on.year < _FIRST_YEAR:
        wrong["held_on"] = _("Is the year right?")
    if agency in facts.hosts:
        wrong["hosts"] = _("Name the others: your own agency leads it.")
    if facts.reporters and _unreachable(activity, facts):
        wrong["reporters"] = _("This person is in no list of yours on that day.")
    if wrong:
        raise ValidationError(wrong)
    if facts.page:
        _require_page(agency, facts.page)
    if facts.document and facts.document.collection_id != agency.collection_id:
        raise ValidationError({"document": _("This file is not your agency's.")})
    if not facts.is_another:
        _refuse_twice(activity, facts)


def _unreachable(activity: Activity, facts: ActivityFacts) -> set[Reporter]:
    known = set(activity.reporters.all()) if activity.pk else set()
    return {*facts.reporters} - known - {*available_reporters(activity.agency, facts.held_on)}


def how_many(facts: ActivityFacts) -> dict[str, str]:
    """Return the errors in the numbers, by field."""
    wrong = {}
    if facts.form.counts_people and facts.attendances is None:
        wrong["attendances"] = _("Say how many came, 0 for nobody.")
    if not facts.form.counts_people and facts.attendances is None and facts.quantity is None:
        wrong["quantity"] = _("Say how many.")
    for part, whole in (
        ("women", facts.attendances),
        ("minority", facts.attendances),
        ("quantity_minority", facts.quantity),
    ):
        if (number := getattr(facts, part)) is not None and number > (whole or 0):
            wrong[part] = _("A part cannot be more than the whole.")
    return wrong


def _refuse_twice(activity: Activity, facts: ActivityFacts) -> None:
    """Raise ValidationError if the activity seems to be in a diary already: the agency's or a
    partner's."""
    agency = activity.agency
    same = Activity.objects.filter(held_on=facts.held_on, form=facts.form).exclude(pk=activity.pk)
    led = same.filter(hosts=agency).select_related("agency").first()
    if led:
        words = _("%(agency)s has entered what you held together that day: “%(title)s”.")
        words %= {"agency": led.agency.short_name, "title": led.title}
    elif theirs := same.filter(agency__in=facts.hosts).select_related("agency").first():
        # Its title is not told: the diary of an agency is read by itself and its partners alone.
        words = _(
            "%(agency)s has an activity of this form in its own diary for that day. If you held it "
            "together, ask them to name your agency in it, so that it counts once."
        )
        words %= {"agency": theirs.agency.short_name}
    elif same.filter(agency=agency, title__iexact=facts.title).exists():
        words = _("Your diary has the same for that day.")
    else:
        return
    raise ValidationError([words, _("If it is another one, tick “Another activity” and save.")])


def _require_page(agency: Agency, page: Page) -> None:
    """Raise ValidationError if the page is not in the agency's section."""
    home = AgencyHomePage.objects.filter(agency=agency).first()
    if not (home and page.path.startswith(home.path)):
        raise ValidationError({"page": _("This page is not in your section.")})


def _record(
    activity: Activity, action: ActivityAction, user: User, now: dt.datetime, **detail: str
) -> None:
    record(actor=user, agency=activity.agency, action=action, now=now, about=activity, **detail)
