"""Following what one sent by its code: the form, and what is found; guessing has a limit."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .limits import count_wrong_code, may_guess


class CodeForm(forms.Form):
    """The code that came with what was sent."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("Three groups of four letters and digits, as K7FX-3MQP-CT9R."),
    )


@dataclass(frozen=True, slots=True)
class Found[Row]:
    """The form as it was sent, and the row of its code; `is_guessing` after too many wrong ones."""

    form: CodeForm
    row: Row | None = None
    is_guessing: bool = False


def find_by_code[Row](
    data: Any,
    find: Callable[[str], Row | None],
    *,
    address: str | None,
    now: dt.datetime,
) -> Found[Row]:
    """Return what belongs to the code in `data`, which may be nothing sent yet."""
    form = CodeForm(data or None, label_suffix="")
    if not form.is_valid():
        return Found(form)
    if not may_guess(address=address, now=now):
        return Found(form, is_guessing=True)
    row = find(form.cleaned_data["code"])
    if row is None:
        count_wrong_code(address=address, now=now)
        form.add_error("code", _("Nothing has this code. Look at each letter again."))
    return Found(form, row)
