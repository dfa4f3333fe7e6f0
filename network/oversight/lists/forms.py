"""Forms in which the network admin edits standards and their requirements.

Used by the admin lists in `viewsets`.
"""

import datetime as dt
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from network.agencies.models import AgencyKind

from ..models import Requirement
from ..network_checks import NETWORK_CHECKS
from ..outcomes import CHECKS

# The thresholds that each check of agencies reads; checks that are not listed read none.
READ_BY: dict[str, tuple[str, ...]] = {
    "r04": ("days", "working_days"),
    "r08": ("days", "share", "average", "long_share"),
    "r09": ("days", "number"),
    "r10": ("days",),
    "r22": ("working_days",),
    "r23a": ("days",),
}


def thresholds_of(check_key: str) -> tuple[str, ...]:
    """Return the names of the thresholds that a check reads."""
    check = NETWORK_CHECKS.get(check_key)
    return check.thresholds if check else READ_BY.get(check_key, ())


def check_choices() -> list[tuple[str, str]]:
    """Return the registered checks as (key, label), with the title of a requirement that uses
    each."""
    titles = dict(Requirement.objects.exclude(check_key="").values_list("check_key", "title"))
    keys = sorted({*CHECKS, *NETWORK_CHECKS, *titles})
    known = [(key, f"{key}. {titles.get(key, '')}") for key in keys]
    return [("", _("None: the agency declares it")), *known]


class KeyedForm(WagtailAdminModelForm):
    """A form whose row has a code that other data refer to, so the code is fixed once saved."""

    fixed: tuple[str, ...] = ("key",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fixed if self.instance.pk else ():
            self.fields[name].disabled = True


class RequirementForm(KeyedForm):
    """Form of a requirement. Texts are changed in place; changed thresholds create a new row valid
    from tomorrow.

    So earlier findings keep the row with the thresholds by which they were judged.
    """

    fixed = ("standard", "key", "check_key")
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of agency"),
        choices=AgencyKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None ticked: all kinds."),
    )
    check_key = forms.ChoiceField(
        label=gettext_lazy("Check"), choices=check_choices, required=False
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days that are looked back"), min_value=1, max_value=3650, required=False
    )
    working_days = forms.IntegerField(
        label=gettext_lazy("Working days to post it"), min_value=1, max_value=250, required=False
    )
    number = forms.IntegerField(
        label=gettext_lazy("How many at least"), min_value=1, max_value=1000, required=False
    )
    share = forms.FloatField(
        label=gettext_lazy("Share that must be good, from 0 to 1"),
        min_value=0,
        max_value=1,
        required=False,
    )
    average = forms.FloatField(
        label=gettext_lazy("Syllables of a sentence at most, on average"),
        min_value=1,
        max_value=1000,
        required=False,
    )
    long_share = forms.FloatField(
        label=gettext_lazy("Share of long sentences at most, from 0 to 1"),
        min_value=0,
        max_value=1,
        required=False,
    )
    threshold_names = ("days", "working_days", "number", "share", "average", "long_share")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()
        row = self.instance
        self.begun = row.pk is not None and row.valid_from <= self.today
        self.fields["valid_from"].disabled = self.begun
        for name in self.threshold_names:
            if row.pk and name not in thresholds_of(row.check_key):
                del self.fields[name]
            else:
                self.initial[name] = row.thresholds.get(name)

    def clean(self) -> dict[str, Any]:
        """Validate that exactly the thresholds are given that the check reads, and that no other
        row covers the same days."""
        cleaned: dict[str, Any] = super().clean()
        read = thresholds_of(cleaned.get("check_key", ""))
        for name in self.fields.keys() & {*self.threshold_names} - self.errors.keys():
            if (cleaned[name] is not None) != (name in read):
                said = (
                    _("The check needs it.") if name in read else _("The check has no use of it.")
                )
                self.add_error(name, said)
        self.thresholds = {name: cleaned.get(name) for name in read}
        self.renewed = self.begun and self.thresholds != self.instance.thresholds
        self._clean_days(cleaned)
        return cleaned

    def _clean_days(self, cleaned: dict[str, Any]) -> None:
        """Add form errors for an end in the past, or days that another row of the requirement
        covers."""
        ends, since = cleaned.get("valid_to"), cleaned.get("valid_from")
        if ends and ends < self.today and "valid_to" in self.changed_data:
            self.add_error("valid_to", _("This day is over."))
        elif self.renewed and ends and ends <= self.today:
            self.add_error("valid_to", _("Other thresholds begin tomorrow; it ends before."))
        if since is None or "standard" not in cleaned or "key" not in cleaned:
            return
        others = Requirement.objects.filter(
            standard=cleaned["standard"], key=cleaned["key"]
        ).exclude(pk=self.instance.pk)
        if any(_meet((since, ends), (other.valid_from, other.valid_to)) for other in others):
            self.add_error("valid_from", _("Another row of this code holds on some of these days."))

    @transaction.atomic
    def save(self, commit: bool = True) -> Requirement:
        """Save the row. If thresholds changed, end it today and insert a new row valid from
        tomorrow."""
        row: Requirement = self.instance
        if self.renewed:
            Requirement.objects.filter(pk=row.pk).update(valid_to=self.today)
            row.pk, row._state.adding = None, True
            row.valid_from = self.today + dt.timedelta(days=1)
        row.thresholds = self.thresholds
        saved: Requirement = super().save(commit)
        return saved


def _meet(one: tuple[dt.date, dt.date | None], other: tuple[dt.date, dt.date | None]) -> bool:
    """Return whether two periods overlap. An end of None means open-ended."""
    return (other[1] is None or one[0] <= other[1]) and (one[1] is None or other[0] <= one[1])
