"""Forms for directives, their tasks, and evidence."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.models import Page

from network.agencies.models import Agency, AgencyKind
from network.agencies.naming import agency_called, with_code
from network.core.fields import DayField, EvidenceLinkField, LineField, PastDateField, TextField
from network.media.evidence import ChosenEvidenceField, EvidenceField
from network.media.models import AgencyDocument

from ..models import Directive, DirectiveTask, RecipientRole, Rhythm
from ..models.directives import ABSTRACT_LENGTH, NAME_LENGTH, TEXT_LENGTH
from ..models.tasks import REASON_LENGTH
from ..selectors import requirement_keys
from ..services import DirectiveFacts
from ..task_services import TaskEvidence, TaskFacts


class KindsField(forms.MultipleChoiceField):
    """Check boxes for kinds of agencies."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            choices=AgencyKind.choices,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


class LinesField(TextField):
    """Text field with one item per line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=TEXT_LENGTH, rows=3, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Return the distinct non-empty lines."""
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        return list(dict.fromkeys(filter(None, lines)))


class DirectiveForm(forms.Form):
    """A directive and its recipients."""

    number = LineField(label=gettext_lazy("Number and symbol"), max_length=60)
    abstract = LineField(
        label=gettext_lazy("Abstract"), max_length=ABSTRACT_LENGTH, words=2, rows=3
    )
    issuer = LineField(label=gettext_lazy("Issuing body"), max_length=NAME_LENGTH, words=1)
    issued_on = PastDateField(label=gettext_lazy("Date of issue"), kind="deed")
    file = EvidenceField(kinds=["pdf"], label=gettext_lazy("File (PDF)"), required=False)
    replaces = forms.ModelChoiceField(
        label=gettext_lazy("Replaces"),
        queryset=Directive.objects.exclude(sent_at=None),
        required=False,
    )
    kinds = KindsField(
        label=gettext_lazy("To carry out: kinds of agency"),
        help_text=gettext_lazy("Every agency of these kinds that has opened its section."),
    )
    carry_out = LinesField(
        label=gettext_lazy("To carry out: agencies by name"),
        help_text=gettext_lazy("One a line: its name or its code; accents may be left out."),
    )
    inform = LinesField(
        label=gettext_lazy("For information"),
        help_text=gettext_lazy(
            "One a line. An agency of the network finds it on its desk; others are only named."
        ),
    )
    filed = LinesField(label=gettext_lazy("Filed"))

    def clean_carry_out(self) -> list[Agency]:
        """Return the agencies named in the lines. Raises ValidationError for unknown names."""
        known = list(Agency.objects.valid_on(timezone.localdate()))
        return [agency_called(line, known) for line in self.cleaned_data["carry_out"]]

    def arguments(self) -> dict[str, DirectiveFacts]:
        """Return the keyword arguments for the service."""
        data, inform = self.cleaned_data, RecipientRole.INFORM
        known = {with_code(each): each for each in Agency.objects.valid_on(timezone.localdate())}
        known |= {each.name: each for each in known.values()}
        agencies = dict.fromkeys(data["carry_out"], RecipientRole.CARRY_OUT)
        for line in data["inform"]:
            if line in known:
                agencies.setdefault(known[line], inform)
        names = [(line, inform) for line in data["inform"] if line not in known]
        names += [(line, RecipientRole.FILED) for line in data["filed"]]
        fields = ("number", "abstract", "issuer", "issued_on", "file", "replaces", "kinds")
        facts = DirectiveFacts(
            agencies=list(agencies.items()), names=names, **{name: data[name] for name in fields}
        )
        return {"facts": facts}


def initial_of(directive: Directive) -> dict[str, Any]:
    """Return the initial values for the form of a draft."""
    lines: dict[str, list[str]] = {role: [] for role in RecipientRole}
    for row in directive.recipients.select_related("agency").order_by("pk"):
        lines[row.role].append(with_code(row.agency) if row.agency else row.name)
    fields = ("number", "abstract", "issuer", "issued_on", "replaces", "kinds")
    written = {name: getattr(directive, name) for name in fields}
    return written | {role: "\n".join(found) for role, found in lines.items()}


class TaskForm(forms.Form):
    """A task: what to do, by which agencies, by when."""

    words = TextField(
        label=gettext_lazy("What is to be done"), max_length=TEXT_LENGTH, words=2, rows=3
    )
    kinds = KindsField(
        label=gettext_lazy("Kinds of agency"),
        help_text=gettext_lazy("Neither kinds nor agencies: all who carry it out."),
    )
    agencies = LinesField(
        label=gettext_lazy("Agencies by name"),
        help_text=gettext_lazy("One a line: its name or its code; accents may be left out."),
    )
    due_on = DayField(label=gettext_lazy("Until the day"), required=False, is_deadline=True)
    working_days = forms.IntegerField(
        label=gettext_lazy("or within so many working days from sending"),
        min_value=1,
        max_value=750,
        required=False,
    )
    rhythm = forms.ChoiceField(
        label=gettext_lazy("or again and again"),
        choices=[("", "–"), *Rhythm.choices],
        required=False,
    )
    requirements = LineField(
        label=gettext_lazy("Requirements"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Keys of the standard with commas between them: R4, R25."),
    )

    asks_plan = forms.BooleanField(
        label=gettext_lazy("The agency sends its own plan"),
        required=False,
        help_text=gettext_lazy("Each agency can report it as done only with the file of a plan."),
    )

    def clean_agencies(self) -> list[str]:
        """Return the codes of the agencies named in the lines."""
        known = list(Agency.objects.valid_on(timezone.localdate()))
        return [agency_called(line, known).code for line in self.cleaned_data["agencies"]]

    def clean_requirements(self) -> list[str]:
        """Return the requirement keys. Raises ValidationError for one that is not in force."""
        keys = [key for key in re.split(r"[,;\s]+", self.cleaned_data["requirements"]) if key]
        known = requirement_keys(timezone.localdate()) if keys else set()
        if wrong := [key for key in keys if key not in known]:
            raise ValidationError(_("This is no key of a requirement: %s") % ", ".join(wrong))
        return keys

    def clean(self) -> dict[str, Any]:
        """Require exactly one deadline: day, working days or rhythm."""
        data = super().clean() or {}
        if sum(bool(data.get(name)) for name in ("due_on", "working_days", "rhythm")) != 1:
            raise ValidationError(_("Give one deadline: a day, working days or a rhythm."))
        return data

    def arguments(self) -> dict[str, TaskFacts]:
        """Return the keyword arguments for the service."""
        data = dict(self.cleaned_data)
        return {"facts": TaskFacts(agency_codes=data.pop("agencies"), **data)}


class RemoveTaskForm(forms.Form):
    """Choice of a task to remove."""

    task = forms.ModelChoiceField(
        label=gettext_lazy("Assigned task"), queryset=DirectiveTask.objects.none(), empty_label=None
    )

    def arguments(self) -> dict[str, int]:
        """Return the keyword arguments for the service."""
        return {"task_id": self.cleaned_data["task"].pk}


class TextForm(forms.Form):
    """A question or an answer."""

    text = TextField(label=gettext_lazy("In words"), max_length=TEXT_LENGTH, words=1, rows=3)


class TaskReturnForm(forms.Form):
    """Reason for returning a task, shown to its agency."""

    reason = TextField(
        label=gettext_lazy("What is missing"),
        max_length=REASON_LENGTH,
        min_length=10,
        words=2,
        rows=3,
    )


class TaskEvidenceForm(forms.Form):
    """What was done, and the evidence for it."""

    note = TextField(
        label=gettext_lazy("What the agency did"), max_length=TEXT_LENGTH, words=2, rows=3
    )
    page = forms.ModelChoiceField(
        label=gettext_lazy("Page"),
        queryset=Page.objects.none(),
        widget=AdminPageChooser,
        required=False,
    )
    document = ChosenEvidenceField(
        label=gettext_lazy("File"),
        queryset=AgencyDocument.objects.none(),
        widget=AdminDocumentChooser,
        required=False,
    )
    link = EvidenceLinkField(
        label=gettext_lazy("Link"), max_length=500, required=False, assume_scheme="https"
    )
    why_none = LineField(
        label=gettext_lazy("Why there is neither page, file nor link"),
        max_length=REASON_LENGTH,
        required=False,
    )

    def arguments(self) -> dict[str, TaskEvidence]:
        """Return the keyword arguments for the service."""
        return {"evidence": TaskEvidence(**self.cleaned_data)}

    def add_error(self, field: str | None, error: Any) -> None:
        """Drop a refused page or file: the chooser, shown again, would reveal the title of a
        foreign object."""
        super().add_error(field, error)
        if field in ("page", "document"):
            self.data = {name: self.data.get(name) for name in self.data} | {field: ""}
