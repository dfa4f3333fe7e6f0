"""Forms for reports and periods."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.agencies.people.service_forms import StrOrPromise
from network.core.fields import DayField, LineField, TextField
from network.media.evidence import EvidenceField

from ..models import IndicatorSet, OutlinePart, PeriodKind, Value
from ..models.forms import NAME_LENGTH
from ..models.reports import NUMBER_LENGTH, REASON_LENGTH, TEXT_LENGTH
from ..numbers import read, shown
from ..selectors import ReportLine
from ..services import EnteredFigure, Paper, PeriodFacts

MOST = 10**12
_COMMUNES = ("ubnd_xa", "ubnd_phuong")


class FigureField(LineField):
    """Number field in Vietnamese notation, 1.234,5. Empty means unknown."""

    def __init__(self, *, places: int, label: StrOrPromise) -> None:
        mode = "decimal" if places else "numeric"
        widget = forms.TextInput(attrs={"inputmode": mode, "aria-label": label})
        super().__init__(required=False, max_length=20, label=label, widget=widget)
        self.places = places

    def clean(self, value: Any) -> Any:
        """Return the number, or None if empty. Raises ValidationError for an invalid or too long
        one."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            number = read(typed)
        except ValueError as error:
            raise forms.ValidationError(_("Write a number, for example 1.234.")) from error
        if number > MOST or -int(number.as_tuple().exponent) > self.places:
            raise forms.ValidationError(_("This number is too long."))
        return number

    def prepare_value(self, value: Any) -> Any:
        """Format a number in Vietnamese notation."""
        return shown(value, self.places) if isinstance(value, Decimal) else value


class FiguresForm(forms.Form):
    """All figures and texts of a report."""

    # When the report was last written, as the form saw it.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        lines: Sequence[ReportLine],
        parts: Sequence[OutlinePart],
        has_estimates: bool,
        written_at: dt.datetime | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.written = written_at.isoformat() if written_at else ""
        self.initial["seen"] = self.written
        self.lines = [line for line in lines if line.value]
        self.parts = parts
        for line in self.lines:
            self._add(line, has_estimates)
        for part in parts:
            self.fields[f"text-{part.pk}"] = TextField(
                label=str(part), required=False, max_length=TEXT_LENGTH, rows=3
            )

    def _add(self, line: ReportLine, has_estimates: bool) -> None:
        each, value = line.indicator, line.value
        if value and not value.is_counted:
            label = f"{each}: {_('actual')}"
            self.fields[f"actual-{each.pk}"] = FigureField(places=each.places, label=label)
        if has_estimates:
            label = f"{each}: {_('estimate')}"
            self.fields[f"estimate-{each.pk}"] = FigureField(places=each.places, label=label)
        self.fields[f"why-{each.pk}"] = LineField(
            label=_("Why did it change by more than half?"),
            required=False,
            max_length=REASON_LENGTH,
        )

    def clean(self) -> None:
        """Refuse once if somebody else has saved the report since; submitting again overwrites
        it."""
        if self.cleaned_data.get("seen") == self.written:
            return
        data: Any = self.data
        self.data = data = data.copy()
        data["seen"] = self.written
        raise forms.ValidationError(
            _(
                "Somebody else has saved this report since you opened it. Here stands what you "
                "typed: saving it again puts it in the place of theirs. Open the report anew to "
                "see theirs."
            )
        )

    @staticmethod
    def initial_of(lines: Sequence[ReportLine], texts: dict[int, str]) -> dict[str, Any]:
        """Return the stored figures and texts as initial values."""
        found: dict[str, Any] = {f"text-{pk}": text for pk, text in texts.items()}
        for line in lines:
            if line.value:
                pk = line.indicator.pk
                found[f"actual-{pk}"] = line.value.actual
                found[f"estimate-{pk}"] = line.value.estimate
                found[f"why-{pk}"] = line.value.why
        return found

    def field(self, name: str, line: ReportLine) -> forms.BoundField | None:
        """Return the bound field `name` of a line, or None."""
        key = f"{name}-{line.indicator.pk}"
        return self[key] if key in self.fields else None

    def texts(self) -> Iterator[tuple[OutlinePart, forms.BoundField]]:
        """Yield each heading with its bound field."""
        for part in self.parts:
            yield part, self[f"text-{part.pk}"]

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments for the service."""
        data = self.cleaned_data
        return {
            "figures": {
                line.indicator.pk: EnteredFigure(
                    data.get(f"actual-{line.indicator.pk}"),
                    data.get(f"estimate-{line.indicator.pk}"),
                    data[f"why-{line.indicator.pk}"],
                )
                for line in self.lines
            },
            "texts": {part.pk: data[f"text-{part.pk}"] for part in self.parts},
        }


class PaperForm(forms.Form):
    """The signed report: number, date and scan."""

    number = LineField(label=_("Number and symbol"), max_length=NUMBER_LENGTH)
    signed_on = DayField(label=_("Signed on"), kind="deed")
    file = EvidenceField(kinds=["pdf"], label=_("Scan of the signed report (PDF)"))

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments for the service."""
        names = ("number", "signed_on", "file")
        others = {key: each for key, each in self.cleaned_data.items() if key not in names}
        return {"paper": Paper(**{key: self.cleaned_data[key] for key in names}), **others}


class SendUpForm(PaperForm):
    """The signed consolidated report and its recipients."""

    recipients = LineField(
        label=_("Recipients"), max_length=NAME_LENGTH, initial="UBND tỉnh; Bộ Tư pháp"
    )


class ReportReturnForm(forms.Form):
    """Reason for returning a report."""

    reason = TextField(label=_("What is to be put right"), max_length=REASON_LENGTH, rows=10)


class ExtensionForm(forms.Form):
    """New deadline and reason."""

    due_on = DayField(label=_("New deadline"))
    reason = LineField(label=_("Reason"), max_length=REASON_LENGTH)


class FigureCorrectionForm(forms.Form):
    """Correction of an accepted figure."""

    value = forms.ModelChoiceField(label=_("Indicator"), queryset=Value.objects.none())
    of_estimate = forms.BooleanField(
        label=_("It is the estimate that is corrected, not the actual figure"), required=False
    )
    new = FigureField(places=1, label=_("Correct figure"))
    reason = LineField(label=_("Reason"), max_length=REASON_LENGTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].required = True

    def offer(self, values: Any, *, has_estimates: bool) -> None:
        """Set the choosable figures of a report. Without `has_estimates` only actual figures can be
        corrected."""
        if not has_estimates:
            del self.fields["of_estimate"]
        field: Any = self.fields["value"]
        field.queryset = values
        field.label_from_instance = lambda row: (
            f"{row.indicator}: {shown(row.actual, row.indicator.places)}"
        )


class TextCorrectionForm(forms.Form):
    """Correction of an accepted text."""

    new = TextField(label=_("Correct text"), max_length=TEXT_LENGTH, rows=8)
    reason = LineField(label=_("Reason"), max_length=REASON_LENGTH)


class PeriodForm(forms.Form):
    """A new period, with separate deadlines for communes and other agencies."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PeriodKind.choices)
    name = LineField(label=_("Name"), max_length=NAME_LENGTH)
    indicator_set = forms.ModelChoiceField(
        label=_("Report form"), queryset=IndicatorSet.objects.all(), empty_label=None
    )
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))
    actual_until = DayField(label=_("Actual figures until"))
    communes_due_on = DayField(label=_("Deadline of communes and wards"))
    others_due_on = DayField(label=_("Deadline of all others"))

    def clean(self) -> dict[str, Any]:
        """Refuse a report form that is not valid on the last day."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        form, last = cleaned.get("indicator_set"), cleaned.get("last_day")
        if form and last and not form.valid_from <= last <= (form.valid_to or last):
            self.add_error("indicator_set", _("This form does not hold on the last day."))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments for the service."""
        data = dict(self.cleaned_data)
        kinds = data["indicator_set"].kinds
        deadlines = [
            ([kind for kind in kinds if kind in _COMMUNES], data.pop("communes_due_on")),
            ([kind for kind in kinds if kind not in _COMMUNES], data.pop("others_due_on")),
        ]
        return {"facts": PeriodFacts(**data, deadlines=deadlines)}
