"""Form for entering a post."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from network.core.fields import LineField, PastDateField, offer

from ..models import ADDRESS_LENGTH, Channel


class PostForm(forms.Form):
    """Where and when a text was posted."""

    channel = forms.ModelChoiceField(
        label=gettext_lazy("Channel"), queryset=Channel.objects.none(), empty_label=None
    )
    url = LineField(
        label=gettext_lazy("Address of the post"),
        max_length=ADDRESS_LENGTH,
        help_text=gettext_lazy("Open the post itself and copy its address from the browser."),
    )
    posted_on = PastDateField(
        label=gettext_lazy("Posted on"), kind="page", initial=timezone.localdate
    )

    def __init__(self, *args: Any, channels: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "channel", channels)
