"""Forms for channels."""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Agency, Membership
from network.core.fields import (
    ContactField,
    LineField,
    PaperNumberField,
    PastDateField,
    PhoneField,
    TextField,
    WebAddressField,
)
from network.media.contents import same_content
from network.media.evidence import PHOTOGRAPHS, EvidenceField

from ...links.addresses import ChannelKind, parse_page
from ...models import (
    CONTROL,
    ENDED_STATES,
    INTRO_LENGTH,
    NAME_LENGTH,
    NUMBER_LENGTH,
    TEXT_LENGTH,
    Attestation,
    Channel,
    ChannelState,
    ControlShare,
    SafetyItem,
)
from ...shared.forms import AddressField
from ...shared.lookups import channel_at
from ..services import ChannelFacts


class ChannelForm(forms.Form):
    """The values of a channel at registration (R16, R17)."""

    url = AddressField()
    name = LineField(label=gettext_lazy("Name of the page"), max_length=NAME_LENGTH, words=1)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ChannelKind.choices)
    platform_number = LineField(
        label=gettext_lazy("Number on the platform"),
        max_length=NUMBER_LENGTH,
        required=False,
        help_text=gettext_lazy(
            "A page keeps its number when it is renamed. On Facebook: About, Page transparency."
        ),
    )
    intro = TextField(
        label=gettext_lazy("What the page is for"),
        max_length=TEXT_LENGTH,
        min_length=INTRO_LENGTH,
        words=5,
        rows=4,
        help_text=gettext_lazy("As its readers find it on the page: tasks and purpose."),
    )
    office = LineField(label=gettext_lazy("Office address"), max_length=NAME_LENGTH, words=2)
    website = WebAddressField(label=gettext_lazy("Website"), assume_scheme="https")
    email = forms.EmailField(label=gettext_lazy("Email"))
    phone = PhoneField(label=gettext_lazy("Phone"), max_length=NUMBER_LENGTH)
    opened_on = PastDateField(label=gettext_lazy("Page opened on"), kind="page", required=False)
    verified_on = PastDateField(
        label=gettext_lazy("Verified mark seen on"),
        kind="page",
        required=False,
        help_text=gettext_lazy(
            "A blue tick proves nothing by itself: fake pages have had it, renamed ones keep it."
        ),
    )
    admins_country = LineField(
        label=gettext_lazy("Country of its admins, as the platform shows it"),
        max_length=NUMBER_LENGTH,
        required=False,
        help_text=gettext_lazy("On Facebook: About, Page transparency."),
    )
    other = LineField(
        label=gettext_lazy("Other information"), max_length=NAME_LENGTH, required=False
    )
    regulation = PaperNumberField(
        label=gettext_lazy("Regulation on its use: number and date"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=gettext_lazy("Who manages, writes, checks and answers. Needed for approval."),
    )

    def arguments(self) -> dict[str, Any]:
        """Return the service's arguments."""
        return {"facts": ChannelFacts(**{k: self.cleaned_data[k] for k in ChannelFacts.__slots__})}


class PeopleField(forms.ModelMultipleChoiceField):
    """Check boxes for people, by their names."""

    def label_from_instance(self, obj: User) -> str:
        """Return the name that the person has chosen to be shown."""
        return obj.shown_name


def people_serving(agency: Agency, day: Any) -> QuerySet[User]:
    """Return the active users who serve the agency on `day`."""
    serving = Membership.objects.valid_on(day).filter(agency=agency, role__in=AGENCY_ROLES)
    return User.objects.filter(pk__in=serving.values("user"), is_active=True)


class RegisterForm(ChannelForm):
    """A new channel of one of the user's agencies."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none())
    admins = PeopleField(
        label=gettext_lazy("Admins with full control, at least two"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Their accounts stand on the email above. You can add them later."),
    )

    field_order = ("agency",)

    def offer_admins(self, agencies: Collection[Agency], day: Any) -> None:
        """Offer the people of the user's only agency; with several agencies, admins are entered
        later."""
        if len(agencies) == 1:
            [agency] = agencies
            cast(Any, self.fields["admins"]).queryset = people_serving(agency, day)
        else:
            del self.fields["admins"]

    def arguments(self) -> dict[str, Any]:
        """Return the service's arguments, with the agency."""
        return {"agency": self.cleaned_data["agency"], **super().arguments()}


class DecideOwnerForm(forms.Form):
    """The reason why a page belongs to one agency and not to the others that submitted it."""

    reason = LineField(
        label=gettext_lazy("Reason, which the other agencies read"),
        max_length=NAME_LENGTH,
        words=2,
        rows=2,
        help_text=gettext_lazy("Do not name the agency that has the page."),
    )


class RenameForm(forms.Form):
    """The channel's new name and address."""

    name = LineField(label=gettext_lazy("Name of the page now"), max_length=NAME_LENGTH, words=1)
    url = AddressField()


class EndChannelForm(forms.Form):
    """How a channel ends, and where its readers find information instead."""

    state = forms.ChoiceField(
        label=gettext_lazy("How it ends"),
        choices=[(each, ChannelState(each).label) for each in ENDED_STATES],
        widget=forms.RadioSelect,
    )
    into = AddressField(
        label=gettext_lazy("Merged into"),
        required=False,
        help_text=gettext_lazy(
            "Only where it is merged: the address of the page that its readers find now."
        ),
    )
    note = LineField(
        label=gettext_lazy("What comes in its place"),
        max_length=NAME_LENGTH,
        words=2,
        required=False,
        help_text=gettext_lazy("Read by citizens: which page or whom they turn to now."),
    )

    def clean_into(self) -> Channel | None:
        """Return the registered channel at this address, or None. Raises ValidationError if it is
        not registered."""
        typed = self.cleaned_data["into"]
        found = channel_at({parse_page(typed).key}) if typed else None
        if typed and found is None:
            raise forms.ValidationError(_("No agency has registered this page."))
        return found


class AdminForm(forms.Form):
    """A channel admin with the extent of control."""

    person = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=User.objects.none())
    share = forms.ChoiceField(
        label=gettext_lazy("Power"), choices=ControlShare.choices, widget=forms.RadioSelect
    )
    contact = ContactField(
        label=gettext_lazy("Email or phone of the agency that the account stands on"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("Never a password, a code or a recovery key."),
    )
    second_factor_on = PastDateField(
        label=gettext_lazy("Second factor seen on"), kind="second_factor", required=False
    )

    def offer(self, agency: Agency, day: Any) -> None:
        """Offer the active users who serve the agency on `day`."""
        field: Any = self.fields["person"]
        field.queryset = people_serving(agency, day)
        field.label_from_instance = User.get_full_name


class HandOverForm(forms.Form):
    """The admin who hands over the keys, and the record of it."""

    admin_id = forms.TypedChoiceField(label=gettext_lazy("Person"), coerce=int)
    handed_over = PaperNumberField(
        label=gettext_lazy("Record of the hand-over: number and date"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("To whom the keys went, and that the account was taken away."),
    )


class PointsField(forms.ModelMultipleChoiceField):
    """Check boxes for points of safety; the label says which ask for a picture."""

    def label_from_instance(self, obj: SafetyItem) -> str:
        """Return the words of the point."""
        return _("%s (with a picture)") % obj.words if obj.asks_picture else obj.words


class AttestForm(forms.Form):
    """The points of the safety checklist that are confirmed."""

    items = PointsField(
        label=gettext_lazy("What you confirm"),
        queryset=SafetyItem.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    note = LineField(
        label=gettext_lazy("What you saw"),
        max_length=NAME_LENGTH,
        words=2,
        help_text=gettext_lazy("Where you looked and what stood there. No password, no code."),
    )
    file = EvidenceField(
        kinds=PHOTOGRAPHS,
        label=gettext_lazy("Picture of the screen"),
        required=False,
        help_text=gettext_lazy(
            "Needed for the points that say so. Read by your agency and the overseer: cover "
            "passwords, codes and the names of citizens first."
        ),
    )

    # Pictures that the agency gave for its points before, other than for the chosen points today.
    earlier: QuerySet[Attestation] = Attestation.objects.none()

    def clean(self) -> dict[str, Any]:
        """Add errors to a picture of the page's code that is to show other points too, and to one
        given before. One picture of the settings may show several points."""
        cleaned: dict[str, Any] = super().clean() or {}
        items, file = cleaned.get("items", ()), cleaned.get("file")
        shown = [item for item in items if item.asks_picture]
        code = next((item for item in shown if item.key == CONTROL), None)
        if code and len(shown) > 1:
            text = _("This point needs a picture of its own: confirm it alone. %s.")
            self.add_error("items", text % code.words)
        if file and any(same_content(file, row.picture) for row in self.earlier):
            self.add_error(
                "file", _("This picture was given for another point or day. Take a new one.")
            )
        return cleaned


def words_of_second_factor(day: Any) -> str:
    """Return whether and when the second factor was confirmed, in words."""
    return _("second factor seen on %s") % day if day else _("second factor not confirmed")
