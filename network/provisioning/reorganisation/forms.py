"""Forms of the reorganisation of agencies."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from legal_updates.models import LegalDocument
from network.agencies.models import Agency, SuccessionKind
from network.agencies.naming import agency_called
from network.core.fields import DayField, LineField, TextField

from ..models import OPINION_LENGTH
from .names import NameProposal, UnknownNames
from .step_kinds import CHANGES, FOUNDING, SINGLE_LEFT_OUT, STEP_FIELDS

_PART = "agency-"
# What the day of a plan means for the change of one agency without a receiving one.
_FIRST_DAYS = {
    SuccessionKind.RENAMING: _("The first day of the new name."),
    SuccessionKind.DISSOLUTION: _("The first day without the agency; it ends the day before."),
}


class PlanForm(forms.Form):
    """A new plan."""

    # Not last: the calendar that opens below it would cover the button.
    effective_on = DayField(
        label=_("In force from"),
        help_text=_("The first day of the new agencies; the former ones end the day before."),
    )
    legal_basis = LineField(
        label=_("Legal basis"),
        max_length=255,
        help_text=_("Number and date of the resolution or decision."),
    )
    name = LineField(
        label=_("Name"),
        max_length=160,
        required=False,
        help_text=_(
            "For example: Reorganisation of communes, 1 July 2025. Empty: named after its steps."
        ),
    )
    board = LineField(
        label=_("Shared editorial board of new sections"),
        max_length=300,
        required=False,
        help_text=_(
            "Name or code of the agency whose appraisers also appraise for the sections that this "
            "plan opens, for example the Department for communes with one or two people."
        ),
    )

    def clean_board(self) -> Agency | None:
        """Return the agency of the board, or None."""
        words = self.cleaned_data["board"]
        return agency_called(words, Agency.objects.filter(valid_to=None)) if words else None


def document_named(legal_basis: str) -> LegalDocument | None:
    """Return the document of the register that a legal basis names by its number, or None."""
    words = [word.strip(",;.()") for word in legal_basis.split()]
    return LegalDocument.objects.filter(number__in=words).order_by("-pk").first()


class StepForm(forms.Form):
    """A new step of one kind, with the fields that this kind needs. The agencies are written by
    name or code."""

    kind = forms.ChoiceField(choices=SuccessionKind.choices, widget=forms.HiddenInput)
    predecessor = LineField(
        label=_("Former agency"), max_length=300, help_text=_("Its name or code.")
    )
    new_name = LineField(label=_("New name"), max_length=255, required=False)
    new_short_name = LineField(
        label=_("New short name"),
        max_length=120,
        required=False,
        help_text=_("Shown in lists, and the source of the address. Empty: the new name."),
    )
    successor = LineField(
        label=_("Receiving agency"),
        max_length=300,
        required=False,
        help_text=_("Its name or code."),
    )
    keeper = LineField(
        label=_("Who keeps the archive"),
        max_length=300,
        help_text=_(
            "Name or code of the agency whose people correct and withdraw what stays readable. "
            "Citizens read its name and its contact on these pages."
        ),
    )
    partial = forms.BooleanField(label=_("Only a part passes"), required=False)
    part = LineField(label=_("Which part"), max_length=255, required=False)
    predecessor_continues = forms.BooleanField(label=_("The former agency goes on"), required=False)

    def __init__(self, *args: Any, kind: SuccessionKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = kind
        for name in STEP_FIELDS - CHANGES[kind].fields:
            self.fields.pop(name, None)
        if kind == SuccessionKind.RENAMING and "successor" in self.fields:
            self.fields["successor"].label = _("Agency with the new name")
            self.fields["successor"].help_text = _(
                "Only if the network has a row of its own for the body with the new name."
            )
        if kind in FOUNDING:
            self._offer_new_body()

    def _offer_new_body(self) -> None:
        """Ask for the receiving agency first, and for the name of a new one beneath."""
        self.fields["successor"].help_text = _("Its name or code, if the network has it already.")
        self.fields["new_name"].label = _("Or the name of a new agency")
        self.fields["new_name"].help_text = _(
            "The plan adds it. Write the same name in the steps of the other former agencies."
        )
        self.order_fields(["kind", "predecessor", "successor"])

    def clean_predecessor(self) -> Agency:
        """Return the former agency."""
        return agency_called(self.cleaned_data["predecessor"], Agency.objects.all())

    def clean_successor(self) -> Agency | None:
        """Return the receiving agency, or None."""
        words = self.cleaned_data["successor"]
        return agency_called(words, Agency.objects.all()) if words else None

    def clean_keeper(self) -> Agency:
        """Return the agency that keeps the archive."""
        return agency_called(self.cleaned_data["keeper"], Agency.objects.filter(valid_to=None))


class NewNameForm(forms.Form):
    """The name of a body that a step founds, or of an agency that it renames."""

    new_name = LineField(label=_("New name"), max_length=255)
    new_short_name = StepForm.base_fields["new_short_name"]


class SingleChangeForm(StepForm):
    """A change of one known agency, with the decision that orders it."""

    effective_on = PlanForm.base_fields["effective_on"]
    legal_basis = PlanForm.base_fields["legal_basis"]

    def __init__(self, *args: Any, kind: SuccessionKind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        for name in SINGLE_LEFT_OUT:
            self.fields.pop(name, None)
        needed = "new_name" if kind == SuccessionKind.RENAMING else "successor"
        if needed in self.fields:
            self.fields[needed].required = True
        if needed == "new_name":
            self.fields.pop("successor", None)
        if kind in _FIRST_DAYS:
            self.fields["effective_on"].help_text = _FIRST_DAYS[kind]


class KeeperForm(forms.Form):
    """Who keeps the archive of an agency that has ended."""

    keeper = StepForm.base_fields["keeper"]

    def clean_keeper(self) -> Agency:
        """Return the agency that keeps the archive."""
        return agency_called(self.cleaned_data["keeper"], Agency.objects.filter(valid_to=None))


class OpinionsForm(forms.Form):
    """The last day for objections. Its screen keeps the button below the calendar."""

    opinions_until = DayField(label=_("Opinions until"))


class OpinionForm(forms.Form):
    """An objection, or the answer to it."""

    text = TextField(label=_("Text"), max_length=OPINION_LENGTH, rows=6, words=2)


class ReasonForm(forms.Form):
    """Why an agency is left out of a reorganisation."""

    text = TextField(label=_("Reason"), max_length=OPINION_LENGTH, rows=4, words=2)


class NamesForm(forms.Form):
    """Names of former bodies, each with the code or name of an agency; empty leaves a name as it
    is."""

    def __init__(self, *args: Any, rows: list[NameProposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.successors = {f"{_PART}{row.link.pk}": row.link.successor for row in rows}
        for row in rows:
            link = row.link
            self.fields[f"{_PART}{link.pk}"] = LineField(
                label=" · ".join(filter(None, [link.predecessor_name, link.predecessor_area])),
                help_text=f"→ {link.successor.name}",
                initial=row.agency.code if row.agency else "",
                max_length=300,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Replace the typed names by agencies, and refuse unknown ones and the successor itself."""
        cleaned: dict[str, Any] = super().clean() or {}
        agencies = list(Agency.objects.all())
        for name in [name for name in cleaned if name.startswith(_PART) and cleaned[name]]:
            try:
                cleaned[name] = agency_called(cleaned[name], agencies)
            except ValidationError as error:
                self.add_error(name, error)
            else:
                if cleaned[name] == self.successors[name]:
                    self.add_error(name, _("An agency cannot receive its own work."))
        return cleaned

    def chosen(self) -> dict[int, Agency]:
        """Return the agencies by id of the succession."""
        return {
            int(name.removeprefix(_PART)): agency
            for name, agency in self.cleaned_data.items()
            if isinstance(agency, Agency)
        }


class OutsideForm(forms.Form):
    """Former districts whose names are marked as never in the network, or lose this mark."""

    def __init__(
        self, *args: Any, groups: list[UnknownNames], ticked: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # The areas may have changed since the screen was opened, so each choice is its names.
        self.fields["links"] = forms.MultipleChoiceField(
            label=_("Former districts"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(_ids(group), _listed(group)) for group in groups],
            # Names without a district may belong to agencies that are imported later.
            initial=[_ids(group) for group in groups if group.area and ticked],
        )

    def chosen(self) -> list[int]:
        """Return the ids of the successions in the ticked areas."""
        return [int(pk) for ids in self.cleaned_data["links"] for pk in ids.split("-")]


def _ids(group: UnknownNames) -> str:
    return "-".join(str(link.pk) for link in group.links)


def _listed(group: UnknownNames) -> str:
    return f"{group.area or _('Without a district')} ({len(group.links)}): {group.names}"
