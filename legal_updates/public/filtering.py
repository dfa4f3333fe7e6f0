"""The filter form of the public document list."""

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, cast

from django import forms
from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _

from network.core.dates import format_day
from network.core.sorting import SortKey
from network.core.text import clean_input, sort_key

from ..finding import NEWEST_FIRST, documents_found
from ..models import DocumentType, IssuingBody, LegalDocument, Topic
from ..models.choices import BodyLevel, TerritorialScope, Validity
from ..models.querysets import LegalDocumentQuerySet
from ..standing import shown_as, superseded_last
from . import selectors

LONGEST_QUESTION = 200
LATEST_EFFECT_FIRST = (F("effective_on").desc(nulls_last=True), F("id").desc())
_SHOWN_NAME = Coalesce(NullIf("usual_name", Value("")), "title")
# Label and sort expressions of each order, by its value in the query string.
_ORDERS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "hieu-luc": (_("By the day of entry into force"), LATEST_EFFECT_FIRST),
    "ban-hanh": (_("By the day of issue"), NEWEST_FIRST),
    "ten": (_("By name, from A to Z"), (SortKey(_SHOWN_NAME), F("id"))),
}
_LEVELS = (BodyLevel.CENTRAL, BodyLevel.PROVINCIAL, BodyLevel.COMMUNE)
_DATES = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


class BrowserDayInput(forms.DateInput):
    """The browser's date picker. HTML allows no value in it that is not a date."""

    input_type = "date"

    def format_value(self, value: Any) -> str:
        """Return the date as YYYY-MM-DD, or "" for text that is not a date."""
        for written in _DATES:
            with suppress(ValueError):
                return dt.datetime.strptime(str(value), written).date().isoformat()  # noqa: DTZ007
        return ""


class DayField(forms.DateField):
    """Date field: the browser's date picker, or typed as 31/12/2026."""

    def __init__(self, label: Any) -> None:
        widget = BrowserDayInput(format="%Y-%m-%d")
        error = {"invalid": _("Write the day as 31/12/2026.")}
        super().__init__(
            label=label, required=False, input_formats=_DATES, widget=widget, error_messages=error
        )


class DocumentFilter(forms.Form):
    """Filter form; its field names are the query parameters.

    Invalid values are ignored. Three queries fill the choices.
    """

    q = forms.CharField(
        label=_("Number or words"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": LONGEST_QUESTION}),
    )
    linh_vuc = forms.ChoiceField(label=_("Topic"), required=False)
    hieu_luc = forms.ChoiceField(
        label=_("Validity"), required=False, choices=[("", _("Any validity")), *Validity.choices]
    )
    loai = forms.ChoiceField(label=_("Kind of document"), required=False)
    co_quan = forms.ChoiceField(label=_("Issuing body"), required=False)
    cap = forms.ChoiceField(
        label=_("Level of the issuing body"),
        required=False,
        choices=[("", _("Any level")), *((each.value, each.label) for each in _LEVELS)],
    )
    pham_vi = forms.ChoiceField(
        label=_("Where it applies"),
        required=False,
        choices=[("", _("Anywhere")), *TerritorialScope.choices],
    )
    tu = DayField(_("Issued from"))
    den = DayField(_("Issued until"))
    hieu_luc_tu = DayField(_("In force from (first day)"))
    hieu_luc_den = DayField(_("In force from (last day)"))
    sap_xep = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("Most fitting first")),
            *((key, label) for key, (label, _by) in _ORDERS.items()),
        ],
    )

    def __init__(self, asked: Any) -> None:
        super().__init__(asked)
        types, bodies, topics = self._lists()
        self._offer("loai", _("All kinds"), [(each.key, each.label) for each in types])
        self._offer("co_quan", _("All bodies"), _by_level(bodies))
        self._offer("linh_vuc", _("All topics"), [(each.slug, each.name) for each in topics])
        self.topics = {topic.slug: topic for topic in topics}
        self.is_valid()

    @staticmethod
    def _lists() -> tuple[list[DocumentType], list[IssuingBody], list[Topic]]:
        return (
            list(selectors.types_in_use()),
            list(selectors.issuers_in_use()),
            list(selectors.all_topics()),
        )

    def _offer(self, name: str, anything: Any, choices: Sequence[Any]) -> None:
        field = cast(forms.ChoiceField, self.fields[name])
        field.choices = [("", anything), *choices]

    def clean_q(self) -> str:
        """Return the query on one line, cleaned and limited in length."""
        raw = self.cleaned_data["q"][: 2 * LONGEST_QUESTION]
        return " ".join(clean_input(raw).split())[:LONGEST_QUESTION].strip()

    @property
    def asked(self) -> dict[str, Any]:
        """Return the valid, non-empty values by field."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_by_day(self) -> bool:
        """Return whether the list has tiles of days: the whole list, and a list in that order."""
        return self.asked.get("sap_xep", "" if self.asked else "hieu-luc") == "hieu-luc"

    @property
    def topic(self) -> Topic | None:
        """Return the chosen topic, or None."""
        return self.topics.get(self.asked.get("linh_vuc", ""))

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """Return the fields in the fold: all except the words, which have the search box."""
        return [self[name] for name in self.fields if name != "q"]

    @property
    def chosen(self) -> list[str]:
        """Return the chosen values of the fold in words, for its closed line."""
        return [
            _in_words(field, self.asked[field.name])
            for field in self.folded_fields
            if field.name in self.asked
        ]

    def documents(self, *, day: dt.date) -> LegalDocumentQuerySet:
        """Return the matching documents, with their status on `day`.

        Documents with the requested number come first, then those not superseded, newest first.
        Without any choice they are ordered by the day of entry into force, latest first. A chosen
        order (`sap_xep`) replaces both.
        """
        asked = self.asked
        found = LegalDocument.objects.with_register()
        equal = {
            "type__key": asked.get("loai"),
            "issuer_id": asked.get("co_quan"),
            "level": asked.get("cap"),
            "scope": asked.get("pham_vi"),
            "issued_on__gte": asked.get("tu"),
            "issued_on__lte": asked.get("den"),
            "effective_on__gte": asked.get("hieu_luc_tu"),
            "effective_on__lte": asked.get("hieu_luc_den"),
        }
        found = found.filter(**{name: value for name, value in equal.items() if value})
        if self.topic:
            found = found.filter(document_topics__tag=self.topic)
        if validity := asked.get("hieu_luc"):
            found = found.filter(shown_as(Validity(validity), day=day))
        documents: LegalDocumentQuerySet = documents_found(found, asked.get("q", ""), day=day)
        if order := asked.get("sap_xep"):
            documents = documents.order_by(*_ORDERS[order][1])
        elif not asked:
            documents = documents.order_by(superseded_last(day), *LATEST_EFFECT_FIRST)
        return documents


def _in_words(field: forms.BoundField, value: Any) -> str:
    """Return a chosen value as the field shows it: a label, or a day with the field's name."""
    if isinstance(value, dt.date):
        return f"{field.label} {format_day(value)}"
    choices: Any = cast(forms.ChoiceField, field.field).choices
    return str(dict(flatten_choices(choices))[value])


def _by_level(bodies: Iterable[IssuingBody]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Return the bodies as choices grouped by level, in Vietnamese alphabetical order."""
    ordered = sorted(bodies, key=lambda body: sort_key(body.name))
    groups = [
        (level.label, [(str(body.pk), body.name) for body in ordered if body.level == level])
        for level in BodyLevel
    ]
    return [(label, choices) for label, choices in groups if choices]
