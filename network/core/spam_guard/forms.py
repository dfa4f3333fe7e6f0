"""A form with a trap for machines, and a stamp that says when it was opened."""

import datetime as dt
import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

# Nobody reads and fills a form faster.
MIN_FORM_AGE = dt.timedelta(seconds=2)
MAX_FORM_AGE = dt.timedelta(hours=24)


class GuardedForm(forms.Form):
    """A citizen's form. Rendered with components/form_guard.html inside its <form>.

    A filled trap is no error: `is_trapped` says so after validation, and the view answers as if
    all were well while it does nothing, so that a machine learns nothing. Too fast, too old, or
    without a stamp of this form is an error that a person mends by sending again.
    """

    # Salt of the stamp: a stamp of another form is not valid here.
    purpose = ""
    is_trapped = False

    website = forms.CharField(label=_("Leave this field empty"), required=False)
    stamp = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    @property
    def next_stamp(self) -> str:
        """Return the stamp to send along: that which was sent, while it is good."""
        sent = self.data.get(self.add_prefix("stamp"), "") if self.is_bound else ""
        opened = self._opened(sent)
        if opened is not None and self.now - opened <= MAX_FORM_AGE:
            return str(sent)
        return make_stamp(self.purpose, now=self.now)

    @property
    def nonce(self) -> str:
        """Return the random part of a good stamp: the same when a form is sent twice."""
        return _read(self.purpose, self.cleaned_data["stamp"])[1]

    def clean(self) -> dict[str, Any]:
        """Look at the trap and the stamp."""
        cleaned = super().clean() or {}
        self.is_trapped = bool(cleaned.get("website"))
        opened = self._opened(cleaned.get("stamp", ""))
        if opened is None or self.now - opened > MAX_FORM_AGE:
            raise ValidationError(
                _("This form was open for too long. Check what you wrote and send it again."),
                code="too_old",
            )
        if self.now - opened < MIN_FORM_AGE:
            raise ValidationError(
                _("That was very fast. Wait a few seconds and send it again."), code="too_fast"
            )
        return cleaned

    def _opened(self, stamp: str) -> dt.datetime | None:
        try:
            seconds, _nonce = _read(self.purpose, stamp)
        except (BadSignature, ValueError):
            return None
        return dt.datetime.fromtimestamp(seconds, dt.UTC)


def make_stamp(purpose: str, *, now: dt.datetime) -> str:
    """Return the stamp of a form of this purpose that is opened at `now`."""
    return _signer(purpose).sign(f"{int(now.timestamp())}.{secrets.token_urlsafe(12)}")


def _read(purpose: str, stamp: str) -> tuple[int, str]:
    """Return when a form was opened and the random part; BadSignature for no stamp of ours."""
    seconds, _dot, nonce = _signer(purpose).unsign(stamp).partition(".")
    return int(seconds), nonce


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"spam-guard:{purpose}")
