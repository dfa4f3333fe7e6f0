"""Import the activities of a workbook, all or none."""

import datetime as dt
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from legal_updates.models import Topic
from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.core.text import fold
from network.desks.transitions import held_roles

from .actions import ActivityAction
from .importing import ActivityImportProblem, read_activities
from .models import Activity, ActivityForm, Audience
from .selectors import SERVING, commune_choices
from .services import ActivityFacts, lock_diary, write_activity

# More problems are not read before the first ones are fixed.
_MOST_SHOWN = 50


class Imported(NamedTuple):
    """Numbers of activities imported, and of those already in the diary."""

    entered: int
    known: int


@transaction.atomic
def import_activities(*, agency: Agency, data: bytes, user: User, now: dt.datetime) -> Imported:
    """Import the activities. Raises ValidationError with one sentence per problem, by line.

    Raises PermissionDenied if the user does not serve the agency.
    """
    if SERVING.isdisjoint(held_roles(scope_of(user), agency.pk)):
        raise PermissionDenied
    lock_diary(agency)
    parsed = read_activities(data, known_names(timezone.localdate(now)))
    problems, entered, known = list(parsed.problems), 0, 0
    rows = Activity.objects.filter(agency=agency).values_list("held_on", "form", "title")
    diary = {(day, form, title.casefold()) for day, form, title in rows}
    for line, row in parsed.rows:
        facts = ActivityFacts(**row)
        key = (facts.held_on, facts.form.pk, facts.title.casefold())
        if key in diary:
            known += 1
            continue
        try:
            write_activity(Activity(agency=agency, recorded_by=user), facts, now)
        except ValidationError as error:
            problems += [ActivityImportProblem(line, words) for words in error.messages]
        else:
            entered += 1
            diary.add(key)
    if problems:
        problems.sort(key=lambda problem: problem.line or 0)
        raise ValidationError([str(each) for each in problems[:_MOST_SHOWN]])
    record(
        actor=user,
        agency=agency,
        action=ActivityAction.IMPORTED,
        now=now,
        subject=str(entered),
        known=known,
    )
    return Imported(entered, known)


def known_names(day: dt.date) -> dict[str, dict[str, Any]]:
    """Return {column: {folded name: value}} for the names accepted in a workbook."""
    return {
        "form": {fold(each.name): each for each in ActivityForm.objects.valid_on(day)},
        "audience": {fold(each.name): each for each in Audience.objects.valid_on(day)},
        "topic": {fold(each.name): each for each in Topic.objects.all()},
        "commune": {fold(name): code for code, name in commune_choices()},
    }
