"""Forms of the diary."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.models import Page

from network.agencies.models import Agency
from network.agencies.naming import agency_called, with_code
from network.core.fields import DayField, EvidenceLinkField, LineField, TextField, refuse_crowd
from network.core.money import DongField
from network.media.models import AgencyDocument
from network.media.uploads import checked_upload
from sites.models import AgencyHomePage

from ..models import (
    MOST_COUNTED,
    NAME_LENGTH,
    TEXT_LENGTH,
    Activity,
    ActivityForm,
    Audience,
    Reporter,
)
from ..selectors import available_reporters, commune_choices
from ..services import ActivityFacts
from .filters import topics


def number(label: Any, **kwargs: Any) -> forms.IntegerField:
    """Return an optional count field that shows a numeric keyboard on phones."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_COUNTED, required=False, widget=widget, **kwargs
    )


class AgenciesField(TextField):
    """Field for agencies existing on `day`, one per line."""

    day: dt.date | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=TEXT_LENGTH, rows=2, **kwargs)

    def clean(self, value: Any) -> list[Agency]:
        """Return the matching agencies. Raises ValidationError for unknown names."""
        lines = list(filter(None, map(str.strip, super().clean(value).splitlines())))
        known = list(Agency.objects.valid_on(self.day or timezone.localdate())) if lines else []
        return list(dict.fromkeys(agency_called(line, known) for line in lines))


class DiaryEntryForm(forms.Form):
    """Form of an activity: the most needed fields on the first phone screen, the rest below."""

    form = forms.ModelChoiceField(
        label=gettext_lazy("Form"), queryset=ActivityForm.objects.none(), empty_label=None
    )
    held_on = DayField(label=gettext_lazy("Day"), kind="deed")
    title = LineField(label=gettext_lazy("What it was about"), max_length=NAME_LENGTH, words=1)
    attendances = number(
        gettext_lazy("Attendances"),
        help_text=gettext_lazy("Who came to two meetings counts twice."),
    )
    quantity = number(
        gettext_lazy("Number of copies, broadcasts, pieces"),
        help_text=gettext_lazy("For leaflets, loudspeakers, banners, news."),
    )
    place = LineField(label=gettext_lazy("Place"), max_length=NAME_LENGTH, required=False)
    commune = forms.ChoiceField(label=gettext_lazy("Commune or ward"), required=False)
    audience = forms.ModelChoiceField(
        label=gettext_lazy("Audience"), queryset=Audience.objects.none(), required=False
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Topic"), queryset=topics(), to_field_name="slug", required=False
    )
    women = number(gettext_lazy("Of these, women"))
    minority = number(
        gettext_lazy("Of these, ethnic minorities"),
        help_text=gettext_lazy("Only the count, never who. Left empty: not counted."),
    )
    quantity_minority = number(gettext_lazy("Of the copies, in a minority language"))
    in_charge = LineField(label=gettext_lazy("In charge"), max_length=NAME_LENGTH, required=False)
    reporters: forms.ModelMultipleChoiceField[Reporter] = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Legal reporters who spoke"),
        queryset=Reporter.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    hosts = AgenciesField(
        label=gettext_lazy("Held together with"),
        help_text=gettext_lazy(
            "One a line: name or code. Only who leads it enters it, so that it counts once."
        ),
    )
    budget = DongField(label=gettext_lazy("From the budget (đồng)"))
    other_funds = DongField(label=gettext_lazy("From other sources (đồng)"))
    note = TextField(
        label=gettext_lazy("Result, remarks"), max_length=TEXT_LENGTH, required=False, rows=2
    )
    page = forms.ModelChoiceField(
        label=gettext_lazy("Page about it"),
        queryset=Page.objects.none(),
        widget=AdminPageChooser,
        required=False,
    )
    document: forms.ModelChoiceField[AgencyDocument] = forms.ModelChoiceField(
        label=gettext_lazy("Evidence: file"),
        queryset=AgencyDocument.objects.none(),
        widget=AdminDocumentChooser,
        required=False,
    )
    link = EvidenceLinkField(
        label=gettext_lazy("Evidence: link"), max_length=500, required=False, assume_scheme="https"
    )
    is_another = forms.BooleanField(
        label=gettext_lazy("Another activity"),
        required=False,
        help_text=gettext_lazy("Tick it where the diary asks whether it is entered already."),
    )
    FIRST = (
        *("form", "held_on", "title", "attendances", "quantity"),
        *("place", "commune", "audience"),
    )

    def __init__(self, *args: Any, agency: Agency, day: dt.date, **kwargs: Any) -> None:
        """Limit the choices to what is valid on `day` and to people of `agency`."""
        super().__init__(*args, **kwargs)
        given: dict[str, Any] = self.fields
        given["form"].queryset = ActivityForm.objects.valid_on(day)
        given["audience"].queryset = Audience.objects.valid_on(day)
        given["hosts"].day = day
        given["commune"].choices = [("", "–"), *commune_choices()]
        people = available_reporters(agency, day)
        if kept := self.initial.get("reporters"):
            people = people | Reporter.objects.filter(pk__in=[each.pk for each in kept])
        given["reporters"].queryset = people.distinct()
        if not people:
            del given["reporters"]
        # The choosers show only the agency's own pages and files; other posted values are refused
        # without naming them.
        home = AgencyHomePage.objects.filter(agency=agency).first()
        given["page"].queryset = Page.objects.descendant_of(home) if home else Page.objects.none()
        own_files = AgencyDocument.objects.filter(collection=agency.collection_id)
        given["document"].queryset = own_files

    def first(self) -> Iterator[forms.BoundField]:
        """Yield the fields of the first screen."""
        yield from (self[name] for name in self.FIRST)

    def rest(self) -> Iterator[forms.BoundField]:
        """Yield the remaining, optional fields."""
        yield from (field for field in self.visible_fields() if field.name not in self.FIRST)

    def rest_has_errors(self) -> bool:
        """Return whether a field outside the first screen, or the form as a whole, has an error."""
        return any(name not in self.FIRST for name in self.errors)

    def arguments(self) -> dict[str, ActivityFacts]:
        """Return the keyword arguments for the service. An amount of 0 becomes None (not
        counted)."""
        data = dict(self.cleaned_data)
        for name in ("budget", "other_funds"):
            data[name] = data[name] or None
        return {"facts": ActivityFacts(**data)}

    def clean_attendances(self) -> int | None:
        """Return the number. Raises ValidationError for more than one activity can have."""
        number: int | None = self.cleaned_data["attendances"]
        refuse_crowd(number or 0)
        return number

    def add_error(self, field: str | None, error: Any) -> None:
        """Drop a refused page or file: the chooser, shown again, would reveal the title of a
        foreign object."""
        super().add_error(field, error)
        if field in ("page", "document"):
            data: Any = self.data
            self.data = data = data.copy()
            data[field] = ""


def initial_of(activity: Activity | None, *, copied: bool = False) -> dict[str, Any]:
    """Return the initial values; for a copy, without those that change each time."""
    if activity is None:
        return {}
    often = ("form", "audience", "topic", "place", "commune", "in_charge")
    counted = (
        *("held_on", "attendances", "quantity", "women", "minority", "quantity_minority"),
        *("budget", "other_funds", "note", "page", "document", "link"),
    )
    known = {name: getattr(activity, name) for name in ("title", *often)}
    known["topic"] = activity.topic.slug if activity.topic else None
    known["hosts"] = "\n".join(map(with_code, activity.hosts.all()))
    if not copied:
        known |= {name: getattr(activity, name) for name in counted}
        known["reporters"] = list(activity.reporters.all())
    return known


class RemoveForm(forms.Form):
    """Reason for removing an activity."""

    reason = LineField(
        label=gettext_lazy("Why"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("The journal keeps it."),
    )


class ImportForm(forms.Form):
    """Upload of a filled-in workbook."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("Agency"), queryset=Agency.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=gettext_lazy("Workbook (XLSX)"), validators=[FileExtensionValidator(["xlsx"])]
    )

    def clean_file(self) -> Any:
        """Return the checked workbook. Raises ValidationError for an unsafe file."""
        upload = self.cleaned_data["file"]
        return checked_upload(upload, _("This is no workbook (XLSX)."))
