"""Transitions of a page review."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Role
from network.desks.transitions import Transition

from ...models import PageReview
from ...models.choices import ReviewOutcome


def _ended(review: PageReview) -> str:
    if review.outcome == ReviewOutcome.OPEN:
        return ""
    by = review.closed_by.get_full_name() if review.closed_by else ""
    ended = ", ".join(filter(None, [str(review.get_outcome_display()), by]))
    return _("This page was dealt with already: %s") % ended


# Who may confirm that a text is still right: the appraisers and approvers who would decide on a new
# version, and the agency admin. Readers then see no notice above the text, as after an appraisal,
# so its author alone may not confirm it. Authors see the task and submit a new version. Only
# current memberships count, not an overseer's act.
CONFIRM = Transition[PageReview](
    name="review",
    label=gettext_lazy("Still right"),
    roles=frozenset({Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN}),
    role_refusal=gettext_lazy(
        "Appraisers, approvers and agency admins confirm that a page is still right."
    ),
    conditions=(_ended,),
)
