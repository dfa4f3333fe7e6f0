"""Forms for scans."""

from collections.abc import Iterable
from typing import Any
from zlib import crc32

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
    """The prepared searches with their links; a result that is left empty stays open."""

    def __init__(self, *args: Any, searches: Iterable[Search], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Keyed by platform and name, so that a name registered meanwhile does not shift other
        # searches.
        self.searches = {
            f"look-{each.link.pk}-{crc32(each.name.encode()):08x}": each for each in searches
        }
        for name, search in self.searches.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{search.name} – {search.link}",
                choices=LookResult.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=search.look.result if search.look else None,
                help_text=outside_link(search.url, _("Open the search")),
            )

    def arguments(self) -> dict[str, Any]:
        """Return the service's arguments: the chosen results."""
        chosen = {
            self.searches[name].key: value for name, value in self.cleaned_data.items() if value
        }
        return {"results": chosen}


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
