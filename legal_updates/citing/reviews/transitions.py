"""What an agency's people may do with a page that cites a document that changed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Role
from network.desks.transitions import Transition

from ...choices import ReviewOutcome
from ...models import PageReview


def _ended(review: PageReview) -> str:
    if review.outcome == ReviewOutcome.OPEN:
        return ""
    by = review.closed_by.get_full_name() if review.closed_by else ""
    ended = ", ".join(filter(None, [str(review.get_outcome_display()), by]))
    return _("This page was dealt with already: %s") % ended


# Who may say that a text is still right: who would have to appraise or approve it if it were
# handed in today, and who answers for the agency's section. Citizens read on with no notice above
# the text, as after an appraisal: its author is not enough for that. An author sees the task and
# hands in a new version. Only today's own memberships count, not an overseer's act.
CONFIRM = Transition[PageReview](
    name="review",
    label=gettext_lazy("Still right"),
    roles=frozenset({Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN}),
    role_refusal=gettext_lazy(
        "Appraisers, approvers and agency admins confirm that a page is still right."
    ),
    conditions=(_ended,),
)
