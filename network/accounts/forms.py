"""Sign-in forms, named by the settings ACCOUNT_FORMS and MFA_FORMS."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.fields import SetPasswordField
from allauth.core import context
from allauth.mfa.adapter import get_adapter as factor_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.core.fields import LineField
from network.core.spam_guard.delays import Turn, give_back

from .attempts import start_attempt, too_early
from .models import User
from .second_factor import matching_step, use_code


class SignInForm(account_forms.LoginForm):
    """User name or email, and password. With `person`, only the password of that user."""

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("User name or email"),
            max_length=254,
            widget=forms.TextInput(
                attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
            ),
        )
        self.fields["password"] = _password(_("Password"), "current-password")
        if person:
            # A disabled field uses its initial value, whatever is posted.
            self.fields["login"].initial = person.get_username()
            self.fields["login"].disabled = True
            self.fields["login"].widget.attrs.pop("autofocus")
            self.fields["password"].widget.attrs["autofocus"] = True


class ForgottenPasswordForm(account_forms.ResetPasswordForm):
    """The email to which the link for a new password is sent."""

    email = forms.EmailField(
        label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email(self) -> str:
        """Return the email as typed, without revealing whether an account has it."""
        return str(self.cleaned_data["email"])


class NewPasswordForm(account_forms.ResetPasswordKeyForm):
    """A new password, entered twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_passwords(self, self.user)


class ChangePasswordForm(account_forms.ChangePasswordForm):
    """The current password, and a new one entered twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = _password(_("Current password"), "current-password")
        _name_new_passwords(self, self.user)


class TwoFactorCodeForm(AuthenticateForm):
    """A code of the authenticator app or a recovery code, at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code(_("Code"))

    def clean_code(self) -> str:
        """Return the code after using it up. Raises ValidationError if it is wrong, or the attempt
        comes too early."""
        code = str(self.cleaned_data["code"])
        turn = _start_attempt(self.user)
        authenticator = use_code(user=self.user, code=code, now=timezone.now())
        if authenticator is None:
            for main in Authenticator.objects.filter(user=self.user)[:1]:
                self._emit_authentication_failed(main)
            raise factor_adapter().validation_error("incorrect_code")
        give_back(turn)
        self.authenticator = authenticator
        return code


class CodeAgainForm(ReauthenticateForm, TwoFactorCodeForm):
    """The same for a signed-in user, before a sensitive action."""


class EnrolAppForm(ActivateTOTPForm):
    """The first code of an app that is being set up. `step` is the code's time step."""

    step: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code(_("Code shown in the app"))

    def clean_code(self) -> str:
        """Return the code. Raises ValidationError if the app does not show it now, or the attempt
        comes too early."""
        code = str(self.cleaned_data["code"])
        turn = _start_attempt(self.user)
        step = matching_step(self.secret, code, timezone.now())
        if step is None:
            raise factor_adapter().validation_error("incorrect_code")
        give_back(turn)
        self.step = step
        return code


class PasskeyForm(AuthenticateWebAuthnForm):
    """The response of a passkey at sign-in."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that made the response. Raises ValidationError if it is none of the
        user's.

        Attempts are not counted: a signature cannot be guessed, and each success would reset
        allauth's count for the whole network address.
        """
        credential = self.cleaned_data["credential"]
        webauthn.parse_authentication_response(credential)
        return webauthn.complete_authentication(self.user, credential)


class PasskeyAgainForm(ReauthenticateWebAuthnForm, PasskeyForm):
    """The same for a signed-in user, before a sensitive action."""


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey and its name."""

    name = LineField(
        label=_("Name of the passkey"),
        max_length=60,
        required=False,
        help_text=_("For example: office computer, my phone."),
    )


def _start_attempt(user: User) -> Turn:
    """Count an attempt at the second factor. Raises ValidationError if it comes too early."""
    turn = start_attempt(
        context.request, purpose="code", of=str(user.pk), user=user, now=timezone.now()
    )
    if turn.wait:
        raise too_early(turn)
    return turn


def _name_new_passwords(form: forms.Form, user: User | None) -> None:
    """Set the two fields for a new password, checked against the user's data."""
    first = SetPasswordField(label=_("New password"))
    first.user = user
    first.widget.attrs.pop("placeholder", None)
    form.fields["password1"] = first
    form.fields["password2"] = _password(_("New password, once more"), "new-password")


def _password(label: Any, autocomplete: str) -> forms.CharField:
    """Return a password field."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, widget=widget)


def _code(label: Any) -> forms.CharField:
    """Return a field for a one-time code."""
    attributes = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "autofocus": True,
        "class": "code",
    }
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=attributes))
