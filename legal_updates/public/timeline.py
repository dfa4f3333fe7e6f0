"""The life of a document, day by day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..choices import Validity
from ..models import LegalDocument, ValidityChange

# States that a document starts from; coming into force is told by its date.
_BEFORE = frozenset({Validity.UNDETERMINED, Validity.NOT_YET})


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `by` is the document that caused it, `ahead` says that it is still to come."""

    day: dt.date
    words: str
    ahead: bool
    note: str = ""
    by: LegalDocument | None = None


def steps_of(
    document: LegalDocument, changes: Iterable[ValidityChange], *, day: dt.date
) -> list[Step]:
    """Return the steps in order of their days, seen from `day`.

    Of a record that nobody has confirmed only the dates are told, not what became of it.
    """
    told = [change for change in changes if document.confirmed_at and _tells(change)]
    steps = [_step(change, day) for change in told]
    ended = any(change.became == Validity.EXPIRED for change in told)
    dated = [
        (document.issued_on, _("Issued")),
        (document.gazette_on, _gazette(document)),
        (document.effective_on, _("Comes into force")),
        (None if ended else document.expires_on, _("No longer in force")),
    ]
    steps += [Step(when, words, when > day) for when, words in dated if when]
    return sorted(steps, key=lambda step: step.day)


def _tells(change: ValidityChange) -> bool:
    """Return whether a change says more than the dates of the document do."""
    if change.amended:
        return True
    starts = change.was in _BEFORE and change.became in {*_BEFORE, Validity.IN_FORCE}
    return change.was != change.became and not starts


def _step(change: ValidityChange, day: dt.date) -> Step:
    relation = change.relation
    by = relation.document if relation else None
    words = _("Amended") if change.amended else str(Validity(change.became).label)
    return Step(change.day, words, change.day > day, note=change.reason, by=by)


def _gazette(document: LegalDocument) -> str:
    if document.gazette_number:
        return _("Published in the gazette, number %s") % document.gazette_number
    return _("Published in the gazette")
