"""Reuse a person's earlier checklist answers for the parts of a page that have not changed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from wagtail.models import Revision

from network.accounts.models import User

from .checklist import PASSING, ItemAnswer
from .models import ChecklistItem, Decision
from .page_parts import PagePart, changed_parts

_WHOLE_PAGE = frozenset(PagePart) - {PagePart.LAW}
# Changes that the reader sees whole in the comparison.
_CONFIRMED_TOGETHER = frozenset({PagePart.TEXT, PagePart.CITATIONS, PagePart.LAW})


@dataclass(frozen=True, slots=True)
class EarlierAnswers:
    """A person's last answers about a page, split into those still valid (`kept`) and those to ask
    again.

    `at` is the time of the decision, None if the person has not answered before. `reasons` has the
    changed parts because of which a question is asked again; none if its own words have changed or
    its answer was NO.
    """

    at: dt.datetime | None = None
    kept: dict[str, ItemAnswer] = field(default_factory=dict)
    asked_again: dict[str, ItemAnswer] = field(default_factory=dict)
    reasons: dict[str, frozenset[PagePart]] = field(default_factory=dict)

    @property
    def confirmable(self) -> frozenset[str]:
        """Return the questions that one press may answer as before, because only words changed.

        Each question about a changed picture, file, link, table or source is answered by itself.
        """
        return frozenset(
            key for key, parts in self.reasons.items() if parts and parts <= _CONFIRMED_TOGETHER
        )


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
        is_same = row["answer"] in PASSING and _reads_as(item, row)
        affected = _judged(item) & changed
        answers = earlier.kept if is_same and not affected else earlier.asked_again
        answers[item.key] = ItemAnswer(row["answer"], row["note"])
        if affected:
            earlier.reasons[item.key] = affected if is_same else frozenset()
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


def _judged(item: ChecklistItem) -> frozenset[PagePart]:
    """Return the parts of the page that this question judges.

    A question without parts judges every part except LAW.
    """
    return frozenset(PagePart(part) for part in item.parts) or _WHOLE_PAGE
