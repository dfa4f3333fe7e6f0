"""Forms for scans."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Agency
from network.core.fields import LineField, TextField
from network.core.outside import outside_link

from ...models import NAME_LENGTH, TEXT_LENGTH, LookResult
from ...shared.forms import AddressField
from .selectors import Search


class OpenScanForm(forms.Form):
    """The agency whose scan is opened."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none())


class LookForm(forms.Form):
    """One prepared search with its link, and what it showed. Nothing is selected in advance."""

    def __init__(self, *args: Any, search: Search, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.search = search
        self.fields[search.field] = forms.ChoiceField(
            label=f"{search.name} – {search.link}",
            choices=LookResult.choices,
            widget=forms.RadioSelect,
            initial=search.look.result if search.look else None,
            help_text=outside_link(search.url, _("Open the search")),
        )

    def arguments(self) -> dict[str, Any]:
        """Return the service's arguments."""
        return {"search": self.search.key, "result": self.cleaned_data[self.search.field]}


class FindForm(forms.Form):
    """A page that a search showed."""

    name = LineField(label=gettext_lazy("Name of the page"), max_length=NAME_LENGTH, words=1)
    url = AddressField()
    note = LineField(
        label=gettext_lazy("What was seen"),
        max_length=NAME_LENGTH,
        words=2,
        required=False,
        help_text=gettext_lazy("What the page does and since when. Name no person."),
    )


class FinishForm(forms.Form):
    """The conclusion of the month's scan."""

    note = TextField(label=gettext_lazy("Conclusion"), max_length=TEXT_LENGTH, words=2, rows=3)
