"""How a review ends: the page is still right, was updated, was withdrawn, or is used no more."""

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

from ...choices import ReviewOutcome
from ...models import PageReview
from ..unknown_changes import changes_unknown_to
from .actions import ACTION_OF
from .transitions import CONFIRM


class UsedUntilEnded(Protocol):
    """A page that may end and stays at its address, which says so."""

    def end_use(self, *, replacement: Page | None, now: dt.datetime) -> None:
        """Take it out of what is in use; raise ValidationError for a wrong replacement."""


def may_end(page: Page) -> bool:
    """Return whether pages of its kind end and stay at their address."""
    return hasattr(page.specific_class, "end_use")


@transaction.atomic
def confirm_still_right(
    *, review_id: int, seen_change_id: int | None, user: User, note: str, now: dt.datetime
) -> PageReview:
    """Close a review: the page is right although the document changed, or its time has come.

    `seen_change_id` is the change that the person looked at. Raises ValidationError where somebody
    was faster, the document changed once more meanwhile, or the person may not.
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
    """Close all reviews of a page that may be used no more: it leaves the lists at once.

    `replacement` is a live page of the same section. Raises as above.
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
    """Close the reviews of a page whose published text now knows of the change.

    The rule of the notice decides, so that a page without a notice leaves no task behind. A text
    that was on its way when the time for the regular comparison came does not count for that.
    Returns how many were closed.
    """
    rows = _open_of(page)
    day = timezone.localdate(now)
    ignored = [change.document_id for change in changes_unknown_to(page) if change.is_due(day)]
    changed = rows.filter(change__isnull=False).exclude(document__in=ignored)
    regular = rows.filter(change=None, opened_at__lte=written_at)
    return _close(changed | regular, ReviewOutcome.UPDATED, user=user, now=now)


def close_withdrawn(*, page: Page, now: dt.datetime) -> int:
    """Close the reviews of a page that citizens read no more; return how many."""
    withdrawals = Withdrawal.objects.filter(page=page, lifted_at=None)
    found = withdrawals.select_related("withdrawn_by").first()
    user = found.withdrawn_by if found else None
    return _close(_open_of(page), ReviewOutcome.WITHDRAWN, user=user, now=now)


def close_ended(*, pages: QuerySet[Page], now: dt.datetime) -> int:
    """Close the reviews of pages that ended by their own last day; return how many."""
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
