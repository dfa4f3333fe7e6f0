"""The timeline of a document."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import LegalDocument, ValidityChange
from ..models.choices import Validity


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event. `by` is the document that caused it; `ahead` means it is in the future.

    `is_today` marks the present state, which no event changes.
    """

    day: dt.date
    words: str
    ahead: bool
    note: str = ""
    by: LegalDocument | None = None
    is_today: bool = False


def timeline_events(
    document: LegalDocument, changes: Iterable[ValidityChange], *, day: dt.date
) -> list[TimelineEvent]:
    """Return the events with a known day and the state on `day`, in order; [] without events.

    For an unconfirmed record only its dates are included, not status changes.
    """
    told = [change for change in changes if document.confirmed_at and _tells(change)]
    steps = [_step(change, change.day, day) for change in told if change.day]
    ended = any(change.became == Validity.EXPIRED for change in told)
    dated = [
        (document.issued_on, _("Issued")),
        (document.gazette_on, _gazette(document)),
        (document.effective_on, _("Comes into force")),
        (None if ended else document.expires_on, _("No longer in force")),
    ]
    steps += [TimelineEvent(when, words, when > day) for when, words in dated if when]
    if steps:
        steps.append(_today(document, day))
    return sorted(steps, key=lambda step: step.day)


def _today(document: LegalDocument, day: dt.date) -> TimelineEvent:
    label = str(document.shown_validity(day).label)
    words = _("Today: %s") % (label[:1].lower() + label[1:])
    return TimelineEvent(day, words, ahead=False, is_today=True)


def _tells(change: ValidityChange) -> bool:
    """Return whether a change adds something to the document's dates.

    A status that somebody looked up is no event of the document, and taking effect is already given
    by its date.
    """
    if change.amended or change.relation is not None:
        return True
    came_into_force = change.became == Validity.IN_FORCE and change.was == Validity.NOT_YET
    return change.was != Validity.UNDETERMINED and not came_into_force


def _step(change: ValidityChange, since: dt.date, day: dt.date) -> TimelineEvent:
    relation = change.relation
    by = relation.document if relation else None
    words = _("Amended") if change.amended else str(Validity(change.became).label)
    note = "" if by else change.reason
    return TimelineEvent(since, words, since > day, note=note, by=by)


def _gazette(document: LegalDocument) -> str:
    if document.gazette_number:
        return _("Published in the gazette, number %s") % document.gazette_number
    return _("Published in the gazette")
