"""Audit log actions for the results of reviews."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ...models.choices import ReviewOutcome


class ReviewAction(TextChoices):
    """The result of a review, as audit log action."""

    STILL_RIGHT = "review_still_right", _("Page compared with the law: still right")
    UPDATED = "review_updated", _("Page compared with the law: brought up to date")
    WITHDRAWN = "review_withdrawn", _("Page compared with the law: withdrawn")
    ENDED = "review_ended", _("Page compared with the law: no longer valid for use")


ACTION_OF = {
    ReviewOutcome.STILL_RIGHT: ReviewAction.STILL_RIGHT,
    ReviewOutcome.UPDATED: ReviewAction.UPDATED,
    ReviewOutcome.WITHDRAWN: ReviewAction.WITHDRAWN,
    ReviewOutcome.ENDED: ReviewAction.ENDED,
}
