"""Form with which citizens report a page."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.fields import LineField, TextField
from network.core.spam_guard.forms import GuardedForm

from ...links.address_errors import AddressError
from ...links.addresses import ChannelAddress, channel_of, link_in, post_address
from ...links.pasted_links import written_plainly
from ...models import ADDRESS_LENGTH, NAME_LENGTH, REPORT_LENGTH
from ...shared.forms import PICTURES


class ReportForm(GuardedForm):
    """A link, what the page did, and a picture. Does not ask who reports it."""

    purpose = "channels.report"
    # Address of the post that the link leads to, "" for a page. Set when the form is cleaned.
    post_url = ""

    link = LineField(
        label=gettext_lazy("Link of the page"),
        max_length=ADDRESS_LENGTH,
        help_text=gettext_lazy("Copy the address of the page. You need not open it again."),
    )
    name = LineField(
        label=gettext_lazy("What the page calls itself (you may leave it empty)"),
        max_length=NAME_LENGTH,
        required=False,
    )
    text = TextField(
        label=gettext_lazy("What the page did"),
        min_length=10,
        max_length=REPORT_LENGTH,
        rows=5,
        help_text=gettext_lazy("What it asks for, since when. Write nothing about yourself."),
    )
    file = forms.FileField(
        label=gettext_lazy("Picture of the screen (you may leave it empty)"),
        required=False,
        validators=[PICTURES],
        help_text=gettext_lazy("JPG, PNG or WebP. Cover names and telephone numbers first."),
    )
    consent = forms.BooleanField()

    field_order = ("link", "name", "text", "file", "consent", "website", "stamp")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wording = _(
            "I agree that officers read this report; its words and its picture are erased {days}"
            " days after the answer."
        )
        self.fields["consent"].label = wording.format(days=settings.QUESTION_KEEP_DAYS)
        self.fields["consent"].error_messages["required"] = _(
            "Without your consent the report may not be kept."
        )

    def clean_link(self) -> ChannelAddress:
        """Return the page that the link names, also if it is disguised as "hxxp://evil[.]top".

        Raises ValidationError if it names none.
        """
        try:
            link = link_in(written_plainly(self.cleaned_data["link"]))
            address = channel_of(link)
            self.post_url = post_address(link)
        except AddressError as error:
            raise forms.ValidationError(str(error.reason)) from error
        return address
