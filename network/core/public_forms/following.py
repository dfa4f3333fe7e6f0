"""Form and search to find a submission by its code.

A correct code is always accepted, however many wrong ones came from the same network: thousands of
people may share an IP address, and a 50-bit code cannot be guessed at the rate of a web server
(docs/adr/0059-delays-in-place-of-lockouts.md).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .limits import count_wrong_code


class CodeForm(forms.Form):
    """Form for the code of a submission."""

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
    """The form and the row found. `is_guessing` is set after too many wrong codes."""

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
    """Find the row of the code in `data`. Empty data gives an unbound form."""
    form = CodeForm(data or None, label_suffix="")
    if not form.is_valid():
        return Found(form)
    row = find(form.cleaned_data["code"])
    if row is None:
        if not count_wrong_code(address=address, now=now):
            return Found(form, is_guessing=True)
        form.add_error("code", _("Nothing has this code. Look at each letter again."))
    return Found(form, row)
