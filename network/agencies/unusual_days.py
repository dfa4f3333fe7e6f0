"""Days in forms that may be meant but are unusual: the officer gives a reason, which is logged.

`ServiceForm` asks for it; the fields say which days are unusual (`network.core.fields.DayField`).
"""

from collections.abc import Iterator
from typing import Any

from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _

from network.core.dates import format_day
from network.core.day_rules import day_rules
from network.core.fields import DayField, LineField

from .models import Agency

# Name of the field that is added to a form with an unusual day.
REASON, REASON_LENGTH = "reason_of_unusual_day", 255


def add_reason_field(form: Form) -> None:
    """Add the field for the reason to a form."""
    form.fields[REASON] = LineField(
        label=_("Why this day is right"), max_length=REASON_LENGTH, words=2, required=False
    )


def unusual_days(form: Form, agency: Agency | None) -> Iterator[tuple[str, str]]:
    """Yield (field name, sentence) for the changed days of a valid form that are unusual: a deed of
    the agency before it existed or, if nobody entered since when it exists, before its kind of deed
    was usual; a deadline that has passed."""
    begins = agency.valid_from if agency else None
    for name in form.changed_data:
        field: Any = form.fields.get(name)
        day = form.cleaned_data.get(name)
        if not isinstance(field, DayField) or day is None:
            continue
        if field.is_of_agency and begins and day < begins:
            said = _("The agency exists since %s: check the day, or say below why it is right.")
            yield name, said % format_day(begins)
        elif not begins and (usual := day_rules()[field.kind].asked_before) and day < usual:
            said = _("A day before %s is unusual here: check it, or say below why it is right.")
            yield name, said % format_day(usual)
        elif field.is_deadline and day < timezone.localdate():
            yield name, _("This day is over: check it, or say below why it is right.")


def concerned_agency(view: Any, form: Form) -> Agency | None:
    """Return the agency that a form view is about: its own, its row's, or the chosen one."""
    for owner in (view, *(getattr(view, name, None) for name in ("row", "membership"))):
        if isinstance(agency := getattr(owner, "agency", None), Agency):
            return agency
    chosen = form.cleaned_data.get("agency")
    return chosen if isinstance(chosen, Agency) else None
