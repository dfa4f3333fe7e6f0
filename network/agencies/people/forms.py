"""Forms about people, for agency admins and for invited people."""

import datetime as dt
from operator import attrgetter
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.accounts.models import User
from network.accounts.names import canonical_name
from network.core.fields import DayField, LineField

from ..models import AGENCY_ROLES, NETWORK_ROLES, Agency, Membership
from ..naming import agency_called
from .selectors import colleagues

ROLE_CHOICES = [(role.value, role.label) for role in AGENCY_ROLES]


class RolePeriodForm(forms.Form):
    """Base form of a membership: role, period and decision number (R2)."""

    # Subclasses set None if the role cannot be chosen.
    role: Any = forms.ChoiceField(
        label=_("Role"),
        choices=ROLE_CHOICES,
        help_text=_("One role at a time; invite again for a second one."),
    )
    decision_number = LineField(
        label=_("Decision number"),
        max_length=60,
        help_text=_("Of the decision that assigns the person, for example 12/QĐ-STP."),
    )
    valid_from = DayField(label=_("Valid from"))
    valid_to = DayField(
        label=_("Valid to"),
        required=False,
        help_text=_("The last day. Leave it empty if the decision names none."),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["valid_from"].initial = today

    def clean_valid_from(self) -> dt.date:
        """Refuse a first day in the past, because rights are never given retroactively."""
        day: dt.date = self.cleaned_data["valid_from"]
        if day < self.today:
            raise ValidationError(_("The role cannot begin in the past."))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", _("The end date lies before the start date."))
        return cleaned


class InviteForm(RolePeriodForm):
    """Invitation to one of the user's agencies."""

    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), empty_label=None
    )
    email = forms.EmailField(
        label=_("Email"),
        help_text=_("A link to accept is mailed to this address. It is good for a few days."),
    )
    field_order = ["agency", "email", "role", "decision_number", "valid_from", "valid_to"]

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["agency"]
        choice.queryset = Agency.objects.filter(pk__in=[agency.pk for agency in agencies])
        if len(agencies) == 1:
            choice.initial = agencies[0].pk
            choice.widget = forms.HiddenInput()


class FirstAdminForm(RolePeriodForm):
    """Invitation for the first admin of an agency."""

    role = None
    email = forms.EmailField(
        label=_("Email"),
        help_text=_("A link to accept is mailed to this address. It is good for a few days."),
    )
    field_order = ["email", "decision_number", "valid_from", "valid_to"]


class NetworkRoleForm(RolePeriodForm):
    """Invitation to a network role."""

    # Subclasses set None if the role cannot be chosen.
    role: Any = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, role.label) for role in NETWORK_ROLES]
    )
    email = forms.EmailField(
        label=_("Email"),
        help_text=_("A link to accept is mailed to this address. It is good for a few days."),
    )
    agency = LineField(
        label=_("Agency"),
        max_length=255,
        required=False,
        help_text=_(
            "Where the person works, by name or code; accents may be left out. Questions that "
            "name no agency go to the agency of the overseer."
        ),
    )
    field_order = ["email", "role", "agency", "decision_number", "valid_from", "valid_to"]

    def clean_agency(self) -> Agency | None:
        """Return the agency matching the typed name, or None if empty."""
        words = self.cleaned_data["agency"]
        return agency_called(words, Agency.objects.order_by("name", "pk")) if words else None


class ChangeForm(RolePeriodForm):
    """New role for an existing member of the agency."""

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = membership.role
        self.fields["valid_to"].initial = membership.valid_to


class SubstituteForm(RolePeriodForm):
    """Substitute for a member: a colleague, or somebody to invite."""

    role = None
    substitute = forms.ModelChoiceField(
        label=_("Substitute"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("somebody else, invited by email"),
    )
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_("For who does not serve the agency yet: a link to accept is mailed there."),
    )
    field_order = ["substitute", "email", "decision_number", "valid_from", "valid_to"]

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = colleagues(membership.agency_id, today=self.today).exclude(pk=membership.user_id)
        substitute: Any = self.fields["substitute"]
        substitute.queryset = people
        substitute.label_from_instance = attrgetter("shown_name")
        self.fields["decision_number"].help_text = _("Of the decision that names the substitute.")
        self.fields["valid_to"].required = True
        self.fields["valid_to"].help_text = _("The last day. The rights end when it is over.")

    def clean(self) -> dict[str, Any]:
        """Require either a colleague or an email, not both."""
        cleaned = super().clean()
        if bool(cleaned.get("substitute")) == bool(cleaned.get("email")):
            self.add_error("substitute", _("Choose a colleague, or give an email: one of the two."))
        return cleaned


class EndRoleForm(forms.Form):
    """Last day of a role."""

    last_day = DayField(
        label=_("Last day"),
        help_text=_("The rights end when this day is over. Yesterday ends them at once."),
    )


class EndNetworkRoleForm(EndRoleForm):
    """Last day of a network role, and the decision that ends it."""

    decision_number = LineField(
        label=_("Decision number"),
        max_length=60,
        help_text=_("Of the decision that ends the role, for example 12/QĐ-STP."),
    )


class NewPersonForm(forms.Form):
    """Account data of an invited person without an account."""

    last_name = LineField(
        label=_("Family and middle name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    first_name = LineField(
        label=_("Given name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        help_text=_("Letters, digits and @ . + - _ alone. You can also sign in with your email."),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters, not a common word and not your name."),
    )
    password_again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["username"].initial = proposed_username(email)

    def clean_username(self) -> str:
        """Refuse a user name taken in any spelling, or equal to another person's email."""
        username = User.normalize_username(self.cleaned_data["username"])
        taken = User.objects.filter(username__iexact=canonical_name(username)).exists()
        foreign_email = "@" in username and canonical_name(username) != canonical_name(self.email)
        if taken or foreign_email:
            raise ValidationError(_("This user name is taken. Choose another one."))
        return username

    def clean(self) -> dict[str, Any]:
        """Refuse different passwords and weak ones; similarity to the person's names is checked
        too."""
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password and password != cleaned.get("password_again"):
            self.add_error("password_again", _("The two passwords differ."))
        elif password:
            names = {key: cleaned.get(key, "") for key in ("username", "first_name", "last_name")}
            try:
                password_validation.validate_password(password, User(email=self.email, **names))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


def proposed_username(email: str) -> str:
    """Return a free user name from the part of the email before the @, with a number if needed."""
    stem = canonical_name(email).partition("@")[0][:140]
    taken = User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    names = {canonical_name(name) for name in taken}
    proposals = (f"{stem}{number or ''}" for number in (0, *range(2, len(names) + 3)))
    return next(name for name in proposals if name not in names)
