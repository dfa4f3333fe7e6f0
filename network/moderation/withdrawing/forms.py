"""Form of a withdrawal: the reason, and the note or replacement for readers."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from network.agencies.scope import SECTION_PATH_LENGTH
from network.core.fields import LineField, TextField

from ..models import Withdrawal, WithdrawalReason


class AddressOfPage(LineField):
    """Field for a pasted URL. Cleans to the live page of the same section at that address, or None
    if empty."""

    def __init__(self, *, page: Page, **kwargs: Any) -> None:
        label = _("Address of the page that replaces it")
        super().__init__(label=label, required=False, max_length=500, **kwargs)
        self.page = page

    def clean(self, value: Any) -> Page | None:
        """Return the page at the address. Raises ValidationError if there is none, or it is the
        withdrawn page itself."""
        address = urlsplit(super().clean(value)).path
        if not address:
            return None
        slugs = [slug for slug in address.split("/") if slug]
        section = Page.objects.get(path=self.page.path[:SECTION_PATH_LENGTH])
        url_path = "/".join([section.url_path.rstrip("/"), *slugs[1:], ""])
        found = Page.objects.live().filter(url_path=url_path).exclude(pk=self.page.pk).first()
        if found is None or slugs[:1] != [section.slug]:
            raise forms.ValidationError(
                _("No published page of this section has this address. Copy it from the browser.")
            )
        return found


class WithdrawalForm(forms.Form):
    """The reason for the log, and a note or replacement page for citizens."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=WithdrawalReason.choices, widget=forms.RadioSelect
    )
    comment = TextField(
        label=_("Reason in detail"),
        max_length=2000,
        rows=3,
        help_text=_("For the decision log, not for citizens."),
    )
    public_note = TextField(
        label=_("Note for citizens"),
        required=False,
        max_length=Withdrawal._meta.get_field("public_note").max_length,
        rows=2,
        help_text=_("One sentence shown at the old address, beside the reason."),
    )

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replacement"] = AddressOfPage(
            page=page,
            help_text=_(
                "Paste the address of a published page of this section; readers are led there."
            ),
        )
