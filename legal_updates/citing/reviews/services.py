"""Close reviews: page still right, updated, withdrawn, or ended."""

import datetime as dt
from typing import Protocol, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.selectors import memberships_in
from network.moderation.models import Withdrawal

from ...models import PageReview
from ...models.choices import ReviewOutcome
from ..unknown_changes import changes_unknown_to
from .actions import ACTION_OF
from .transitions import CONFIRM


class UsedUntilEnded(Protocol):
    """A page that can end: it leaves the lists but stays at its URL with a note."""

    def end_use(self, *, replacement: Page | None, now: dt.datetime) -> None:
        """End the page's use. Raises ValidationError for an invalid replacement."""


def may_end(page: Page) -> bool:
    """Return whether pages of this type can end and stay at their URL."""
    return hasattr(page.specific_class, "end_use")


@transaction.atomic
def confirm_still_right(
    *, review_id: int, seen_change_id: int | None, user: User, note: str, now: dt.datetime
) -> PageReview:
    """Close a review because the page is still right.

    `seen_change_id` is the change the person looked at. Raises ValidationError if somebody else
    closed it, the document changed again meanwhile, or the person may not.
    """
    review = _open_review(review_id, seen_change_id, user, now)
    _close([review], ReviewOutcome.STILL_RIGHT, user=user, now=now, note=note)
    return review


@transaction.atomic
def end_use(
    *,
    review_id: int,
    seen_change_id: int | None,
    user: User,
    note: str,
    replacement: Page | None,
    now: dt.datetime,
) -> PageReview:
    """End a page's use and close all its reviews. The page leaves the lists at once.

    `replacement` is a live page of the same section. Raises ValidationError as
    `confirm_still_right`, and for a page type that cannot end.
    """
    review = _open_review(review_id, seen_change_id, user, now)
    if not may_end(review.page):
        raise ValidationError(_("Pages of this kind are brought up to date, or withdrawn."))
    page = cast(UsedUntilEnded, review.page.specific)
    page.end_use(replacement=replacement, now=now)
    _close(_open_of(review.page), ReviewOutcome.ENDED, user=user, now=now, note=note)
    review.refresh_from_db()
    return review


def _open_review(
    review_id: int, seen_change_id: int | None, user: User, now: dt.datetime
) -> PageReview:
    review = (
        PageReview.objects.select_for_update(of=("self",))
        .select_related("agency", "page", "closed_by")
        .get(pk=review_id)
    )
    day = timezone.localdate(now)
    CONFIRM.check(review, memberships_in(user=user, agency=review.agency, day=day))
    if review.change_id != seen_change_id:
        raise ValidationError(_("The document has changed once more. Look at the page again."))
    return review


def close_updated(
    *, page: Page, written_at: dt.datetime, user: User | None, now: dt.datetime
) -> int:
    """Close the reviews of a page whose newly published text accounts for the change.

    Returns their number. Uses the same rule as the notices, so a page without notice has no review.
    A regular comparison is closed only if the text was written after it became due.
    """
    rows = _open_of(page)
    day = timezone.localdate(now)
    ignored = [change.document_id for change in changes_unknown_to(page) if change.is_due(day)]
    changed = rows.filter(change__isnull=False).exclude(document__in=ignored)
    regular = rows.filter(change=None, opened_at__lte=written_at)
    return _close(changed | regular, ReviewOutcome.UPDATED, user=user, now=now)


def close_withdrawn(*, page: Page, now: dt.datetime) -> int:
    """Close the reviews of an unpublished page. Returns their number."""
    withdrawals = Withdrawal.objects.filter(page=page, lifted_at=None)
    found = withdrawals.select_related("withdrawn_by").first()
    user = found.withdrawn_by if found else None
    return _close(_open_of(page), ReviewOutcome.WITHDRAWN, user=user, now=now)


def close_ended(*, pages: QuerySet[Page], now: dt.datetime) -> int:
    """Close the reviews of pages that reached their own last day. Returns their number."""
    rows = PageReview.objects.filter(page__in=pages.values("pk"), outcome=ReviewOutcome.OPEN)
    return _close(rows, ReviewOutcome.ENDED, user=None, now=now)


def _close(
    rows: QuerySet[PageReview] | list[PageReview],
    outcome: ReviewOutcome,
    *,
    user: User | None,
    now: dt.datetime,
    note: str = "",
) -> int:
    """Close reviews with an outcome and a journal entry each. Returns their number."""
    if not isinstance(rows, list):
        rows = list(rows.select_related("agency", "page"))
    for row in rows:
        row.outcome, row.note, row.closed_by, row.closed_at = outcome, note, user, now
        row.save(update_fields=["outcome", "note", "closed_by", "closed_at"])
        record(
            actor=user,
            agency=row.agency,
            action=ACTION_OF[outcome],
            now=now,
            subject=row.page.title,
            about=row,
            reason=note,
        )
    return len(rows)


def _open_of(page: Page) -> QuerySet[PageReview]:
    return PageReview.objects.filter(page=page, outcome=ReviewOutcome.OPEN)
