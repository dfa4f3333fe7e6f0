"""Reuse a person's earlier checklist answers for the parts of a page that have not changed."""

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
    """A person's last answers about a page, split into those still valid (`kept`) and those to ask
    again.

    `at` is the time of the decision, None if the person has not answered before.
    """

    at: dt.datetime | None = None
    kept: dict[str, ItemAnswer] = field(default_factory=dict)
    asked_again: dict[str, ItemAnswer] = field(default_factory=dict)


def earlier_answers(
    *, user: User, revision: Revision, items: Iterable[ChecklistItem], now: dt.datetime
) -> EarlierAnswers:
    """Return the person's own earlier answers to `items`, split by whether they are still valid.

    An answer is kept if it was not NO, its question and legal bases are unchanged, and no part of
    the page that it judges has changed since. Answers of other people are never used. At most six
    queries.
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
    """Return whether a part of the page that this question judges has changed.

    A question without parts judges every part except LAW.
    """
    parts = frozenset(item.parts) or frozenset(PagePart) - {PagePart.LAW}
    return bool(parts & changed)
