"""Form of a year's resources."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.core.fields import LineField, TextField

from .models import EQUIPMENT_LENGTH, BudgetLine, Resource
from .resource_services import ResourceFacts

_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d+")
MOST_DONG = 10**12


def in_dong(amount: int) -> str:
    """Return an amount with dots between thousands: 1.500.000."""
    return f"{amount:,}".replace(",", ".")


class DongField(forms.IntegerField):
    """An amount in đồng, typed with or without dots between thousands."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric"})
        super().__init__(required=False, min_value=0, max_value=MOST_DONG, widget=widget, **kwargs)

    def to_python(self, value: Any) -> int:
        """Return the amount, 0 if empty. Raises ValidationError for other text, such as "1.5"."""
        text = str(value or "").strip()
        if not text:
            return 0
        if not _GROUPED.fullmatch(text):
            raise ValidationError(_("Write whole đồng, for example 1.500.000."))
        return int(re.sub(r"[. ]", "", text))

    def prepare_value(self, value: Any) -> Any:
        """Return the amount with dots, "" for 0."""
        return (in_dong(value) if value else "") if isinstance(value, int) else value


class ResourceForm(forms.Form):
    """Budget per line, people, equipment and plan."""

    plan_number = LineField(
        label=_("Number of the plan"),
        max_length=60,
        required=False,
        help_text=_("Of the plan or decision that provides for it, for example 24/KH-SYT."),
    )
    people = forms.IntegerField(
        label=_("People who do the work"), min_value=0, max_value=9999, initial=0
    )
    equipment = TextField(
        label=_("Information infrastructure"),
        max_length=EQUIPMENT_LENGTH,
        required=False,
        rows=3,
        help_text=_("Computers, connections, cameras, software: what there is for the work."),
    )

    def __init__(self, *args: Any, lines: Sequence[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"planned-{line.pk}"] = DongField(label=_("Planned"))
            self.fields[f"spent-{line.pk}"] = DongField(label=_("Spent"))

    def rows(self) -> Iterator[tuple[BudgetLine, forms.BoundField, forms.BoundField]]:
        """Yield (budget line, planned field, spent field)."""
        for line in self.lines:
            yield line, self[f"planned-{line.pk}"], self[f"spent-{line.pk}"]

    def facts(self) -> ResourceFacts:
        """Return the service's argument."""
        data = self.cleaned_data
        return ResourceFacts(
            people=data["people"],
            equipment=data["equipment"],
            plan_number=data["plan_number"],
            amounts={
                line: (data[f"planned-{line.pk}"], data[f"spent-{line.pk}"]) for line in self.lines
            },
        )


def initial_of(row: Resource | None, *, copied: bool = False) -> dict[str, Any]:
    """Return the initial values from a row, {} for None. With `copied`, from last year's row:
    nothing spent, no plan number."""
    if row is None:
        return {}
    known: dict[str, Any] = {"people": row.people, "equipment": row.equipment}
    if not copied:
        known["plan_number"] = row.plan_number
    for amount in row.amounts.all():
        known[f"planned-{amount.line_id}"] = amount.planned
        known[f"spent-{amount.line_id}"] = 0 if copied else amount.spent
    return known
