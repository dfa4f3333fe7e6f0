"""Why a page is still right although a document that it cites has changed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...models import PageReview


class StillRightForm(forms.Form):
    """The reason, and which change the person has looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Why the page is still right"),
        max_length=PageReview._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For your colleagues, not for citizens: which articles you compared."),
    )

    def __init__(self, *args: Any, review: PageReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = review.change_id
