"""The answers a person gave before: kept where what they judge has not changed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from wagtail.models import Revision

from network.accounts.models import User

from .checklist import PASSING, ItemAnswer
from .models import ChecklistItem, Decision
from .page_parts import PagePart, changed_parts


@dataclass(frozen=True, slots=True)
class EarlierAnswers:
    """What a person last answered about a page: when, what is kept, what is asked again."""

    at: dt.datetime | None = None
    kept: dict[str, ItemAnswer] = field(default_factory=dict)
    asked_again: dict[str, ItemAnswer] = field(default_factory=dict)


def earlier_answers(
    *, user: User, revision: Revision, items: Iterable[ChecklistItem], now: dt.datetime
) -> EarlierAnswers:
    """Return the person's own earlier answers to `items`, sorted by whether they still hold.

    An answer is kept if it let the page pass, if its question and the law behind it read as they
    did, and if nothing that it judges has changed since. Nobody's answer is kept for another.
    Six queries at most.
    """
    last = _last_answered(user, int(revision.object_id))
    if last is None:
        return EarlierAnswers()
    changed = _changed(last, revision, now)
    earlier = EarlierAnswers(at=last.at)
    rows = {row["key"]: row for row in last.checklist}
    for item in items:
        row = rows.get(item.key)
        if row is None or not row["answer"]:
            continue
        stands = row["answer"] in PASSING and _reads_as(item, row) and not _judges(item, changed)
        answers = earlier.kept if stands else earlier.asked_again
        answers[item.key] = ItemAnswer(row["answer"], row["note"])
    return earlier


def _last_answered(user: User, page_id: int) -> Decision | None:
    answered = Decision.objects.filter(page_id=page_id, actor=user).exclude(checklist=[])
    return answered.order_by("-pk").first()


def _changed(last: Decision, revision: Revision, now: dt.datetime) -> frozenset[PagePart]:
    before = Revision.objects.filter(pk=last.revision_id).first()
    if before is None:
        return frozenset(PagePart)
    return changed_parts(before=before, after=revision, decided_at=last.at, now=now)


def _reads_as(item: ChecklistItem, row: dict[str, object]) -> bool:
    bases = [basis.number for basis in item.valid_bases]
    return row["label"] == item.label and row["bases"] == bases


def _judges(item: ChecklistItem, changed: frozenset[PagePart]) -> bool:
    """Return whether something has changed that this question is about.

    One that names no part is about the whole page, but not about the law of the day.
    """
    parts = frozenset(item.parts) or frozenset(PagePart) - {PagePart.LAW}
    return bool(parts & changed)
