"""Form with a honeypot field and a signed stamp of the time when it was opened."""

import datetime as dt
import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

# Nobody can read and fill in a form faster.
MIN_FORM_AGE = dt.timedelta(seconds=2)
MAX_FORM_AGE = dt.timedelta(hours=24)


class GuardedForm(forms.Form):
    """A public form. Render it with components/form_guard.html inside its <form>.

    A filled honeypot is no form error: `is_trapped` is set after validation, and the view responds
    as usual but stores nothing, so that bots learn nothing. A form sent too fast or too late, or
    without a valid stamp, has an error that the user can correct by sending it again.
    """

    # Salt of the stamp, so that stamps of other forms are invalid.
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
        """Return the stamp for the rendered form: the one that was sent while it is valid, else a
        new one."""
        sent = self.data.get(self.add_prefix("stamp"), "") if self.is_bound else ""
        opened = self._opened(sent)
        if opened is not None and self.now - opened <= MAX_FORM_AGE:
            return str(sent)
        return make_stamp(self.purpose, now=self.now)

    @property
    def nonce(self) -> str:
        """Return the random part of the stamp, which is the same if a form is sent twice."""
        return _read(self.purpose, self.cleaned_data["stamp"])[1]

    def clean(self) -> dict[str, Any]:
        """Validate honeypot and stamp."""
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
    """Return the stamp of a form opened at `now`."""
    return _signer(purpose).sign(f"{int(now.timestamp())}.{secrets.token_urlsafe(12)}")


def _read(purpose: str, stamp: str) -> tuple[int, str]:
    """Return opening time and random part of a stamp. Raises BadSignature if it is invalid."""
    seconds, _dot, nonce = _signer(purpose).unsign(stamp).partition(".")
    return int(seconds), nonce


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"spam-guard:{purpose}")
