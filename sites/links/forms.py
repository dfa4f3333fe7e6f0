"""Forms for the required links and the banners kept by the network."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aggregator.forms import clean_public_address
from network.agencies.models import AgencyKind
from network.agencies.services import shared_collection
from network.core.fields import LineField, TextField
from network.media.models import AgencyImage

from ..models import Pano, RequiredLink
from ..models.superior_hosts import SuperiorHosts

_MOST = 20
_MOST_PANOS = 100


class RequiredLinkForm(forms.ModelForm):
    """A required link, and the kinds of agencies whose sections show it."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds of agency"), choices=AgencyKind.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = RequiredLink
        fields = [
            *("title", "url", "hosts", "kinds", "by_agency", "agency_name", "basis"),
            *("valid_from", "valid_to"),
        ]
        field_classes = {
            **dict.fromkeys(("title", "agency_name", "basis"), LineField),
            "hosts": TextField,
        }
        help_texts = {
            "title": _("The words of the link, as citizens read them."),
            "hosts": _(
                "Only without an address: one a line, as gov.vn, or for some agencies "
                "Sở Y tế = moh.gov.vn. A link to another website does not count."
            ),
            "url": _(
                "The whole address, beginning with https://. Empty: of each agency's own superior."
            ),
            "by_agency": _("The agency adds the link or a pano itself; it is told while it lacks."),
            "agency_name": _("Only for agencies whose name begins so, for example Sở Tư pháp."),
        }
        widgets = {
            name: forms.DateInput(attrs={"placeholder": _("dd/mm/yyyy")}, format="%d/%m/%Y")
            for name in ("valid_from", "valid_to")
        } | {"hosts": forms.Textarea(attrs={"rows": 3})}

    def clean_hosts(self) -> str:
        """Return the lines. Raises ValidationError for a line without a host."""
        lines = str(self.cleaned_data["hosts"])
        SuperiorHosts.parse(lines)
        return lines

    def clean_url(self) -> str:
        """Return the URL. Raises ValidationError unless it is a public web address."""
        url = str(self.cleaned_data["url"] or "")
        return clean_web_address(url) if url else ""


class PanoForm(forms.ModelForm):
    """A banner; its picture is from the shared collection."""

    image: "forms.ModelChoiceField[AgencyImage]" = forms.ModelChoiceField(
        label=_("Picture"),
        queryset=AgencyImage.objects.none(),
        help_text=_("Upload it under Images into the shared collection first."),
    )

    class Meta:
        model = Pano
        fields = ["title", "image", "alt_text", "url", "starts_on", "ends_on"]
        field_classes = dict.fromkeys(("title", "alt_text"), LineField)
        help_texts = {
            "title": _("By which agencies choose it."),
            "url": _("Where the pano leads, beginning with https://."),
            "starts_on": _("The first day it is shown."),
            "ends_on": _("The last day. Leave it empty to show it until it is deleted."),
        }
        widgets = {
            name: forms.DateInput(attrs={"placeholder": _("dd/mm/yyyy")}, format="%d/%m/%Y")
            for name in ("starts_on", "ends_on")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["image"]
        field.queryset = AgencyImage.objects.filter(collection=shared_collection())

    def clean_url(self) -> str:
        """Return the URL. Raises ValidationError unless it is a public web address."""
        return clean_web_address(str(self.cleaned_data["url"]))


def clean_web_address(url: str) -> str:
    """Return a public web address. Raises ValidationError with a message for any website."""
    try:
        return clean_public_address(url)
    except ValidationError as error:
        text = _("This is not a public web address: enter one like https://gialai.gov.vn/.")
        raise ValidationError(text) from error


RequiredLinkFormSet: Any = forms.modelformset_factory(
    RequiredLink,
    form=RequiredLinkForm,
    extra=1,
    can_delete=True,
    max_num=_MOST,
    validate_max=True,
    absolute_max=_MOST,
)
PanoFormSet: Any = forms.modelformset_factory(
    Pano, form=PanoForm, extra=1, can_delete=True, max_num=_MOST_PANOS, validate_max=True
)
