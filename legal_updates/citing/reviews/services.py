"""How a review ends: the page is still right, was updated, or was withdrawn."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.selectors import memberships_in

from ...choices import ReviewOutcome
from ...models import PageReview
from .transitions import CONFIRM


@transaction.atomic
def confirm_still_right(
    *, review_id: int, seen_change_id: int, user: User, note: str, now: dt.datetime
) -> PageReview:
    """Close a review: the page is right although the document changed.

    `seen_change_id` is the change that the person looked at. Raises ValidationError where somebody
    was faster, the document changed once more meanwhile, or the person may not.
    """
    review = (
        PageReview.objects.select_for_update(of=("self",))
        .select_related("agency", "closed_by")
        .get(pk=review_id)
    )
    day = timezone.localdate(now)
    CONFIRM.check(review, memberships_in(user=user, agency=review.agency, day=day))
    if review.change_id != seen_change_id:
        raise ValidationError(_("The document has changed once more. Look at the page again."))
    review.outcome, review.note = ReviewOutcome.STILL_RIGHT, note
    review.closed_by, review.closed_at = user, now
    review.save(update_fields=["outcome", "note", "closed_by", "closed_at"])
    return review


def close_updated(
    *, page: Page, written_at: dt.datetime, user_id: int | None, now: dt.datetime
) -> int:
    """Close the reviews of a page whose published text was written after the change.

    A text that was on its way when the document changed does not count. Returns how many.
    """
    return (
        _open_of(page)
        .filter(change__at__lte=written_at)
        .update(outcome=ReviewOutcome.UPDATED, closed_by=user_id, closed_at=now)
    )


def close_withdrawn(*, page: Page, now: dt.datetime) -> int:
    """Close the reviews of a page that citizens read no more; return how many."""
    return _open_of(page).update(outcome=ReviewOutcome.WITHDRAWN, closed_at=now)


def _open_of(page: Page) -> QuerySet[PageReview]:
    return PageReview.objects.filter(page=page, outcome=ReviewOutcome.OPEN)
