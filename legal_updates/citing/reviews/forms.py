"""Forms for the result of a review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.fields import TextField
from network.moderation.withdrawing.forms import AddressOfPage

from ...models import PageReview
from ...models.choices import ReviewOutcome


class StillRightForm(forms.Form):
    """The reason why the page is still right, and the id of the change the person looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = TextField(
        label=_("Why the page is still right"),
        max_length=PageReview._meta.get_field("note").max_length,
        rows=3,
        help_text=_("For your colleagues, not for citizens: which articles you compared."),
    )

    def __init__(self, *args: Any, review: PageReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = review.change_id


class OutcomeForm(StillRightForm):
    """Adds the choice to end the page, for pages that can end and stay at their URL."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            (each.value, each.label) for each in (ReviewOutcome.STILL_RIGHT, ReviewOutcome.ENDED)
        ],
        widget=forms.RadioSelect,
    )
    field_order = ["seen", "outcome", "note"]

    def __init__(self, *args: Any, review: PageReview, **kwargs: Any) -> None:
        super().__init__(*args, review=review, **kwargs)
        self.fields["note"].label = _("Reason")
        self.fields["replacement"] = AddressOfPage(
            page=review.page,
            help_text=_(
                "Only where it ends: paste the address of a published page of this section."
            ),
        )
