"""Forms for subscribing: email, frequency and choices."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from network.core.spam_guard.forms import GuardedForm
from sites.former_addresses import sections_of_today

from . import selectors
from .choices import Choices
from .models import EMAIL_LENGTH, Frequency
from .selectors import Followable, Group

MOST_CHOICES = 200
# Field names in query strings and forms.
NAMES = {"topics": "linh-vuc", "agencies": "co-quan", "documents": "van-ban", "frequency": "nhip"}
_SLUG = re.compile(r"[a-z0-9-]{1,255}")


class SlugsField(forms.MultipleChoiceField):
    """Multiple-choice field for slugs, with invalid ones ignored."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        """Return the distinct slugs, at most MOST_CHOICES + 1."""
        slugs = dict.fromkeys(each for each in value or () if _SLUG.fullmatch(str(each)))
        return list(slugs)[: MOST_CHOICES + 1]

    def valid_value(self, value: str) -> bool:
        """Accept every slug: the form looks them up with one query for all."""
        return True


class ChoicesForm(forms.Form):
    """What to follow and how often. `initial` contains slugs."""

    topics = SlugsField()
    agencies = SlugsField()
    documents = SlugsField()
    frequency = forms.ChoiceField(
        label=_("How often"), choices=Frequency.choices, initial=Frequency.WEEKLY
    )

    def add_prefix(self, field_name: str) -> str:
        """Return the field's name in query strings and forms."""
        return super().add_prefix(NAMES.get(field_name, field_name))

    def clean(self) -> dict[str, Any]:
        """Require between one and MOST_CHOICES choices."""
        cleaned = super().clean() or {}
        count = len(self.choices)
        if count == 0:
            raise ValidationError(
                _("Tick at least one topic, agency or document."), code="nothing_chosen"
            )
        if count > MOST_CHOICES:
            raise ValidationError(
                _("That is more than %(most)d. Tick fewer, please."),
                code="too_many",
                params={"most": MOST_CHOICES},
            )
        return cleaned

    @cached_property
    def choices(self) -> Choices:
        """Return the ids of the ticked things that exist."""
        agencies = [each for group in self.agency_groups for each in group.things]
        return Choices(
            topics=self._chosen("topics", self.topic_options),
            agencies=self._chosen("agencies", agencies),
            documents=self._chosen("documents", self.document_options),
        )

    @property
    def asked(self) -> dict[str, Any]:
        """Return the keyword arguments for the services. Call only on a valid form."""
        return {"frequency": self.cleaned_data["frequency"], "choices": self.choices}

    @cached_property
    def topic_options(self) -> list[Followable]:
        """Return the topics to choose from. One query."""
        return selectors.topics()

    @cached_property
    def agency_groups(self) -> list[Group]:
        """Return the agencies to choose from, by kind. One query."""
        return selectors.agencies_by_kind()

    @cached_property
    def document_options(self) -> list[Followable]:
        """Return the documents named in the request, since there are too many to list. One
        query."""
        return selectors.documents_at(self.ticked["documents"])

    @cached_property
    def ticked(self) -> dict[str, frozenset[str]]:
        """Return the ticked slugs by field."""
        fields = ("topics", "agencies", "documents")
        return {name: frozenset(SlugsField().to_python(self[name].value())) for name in fields}

    @property
    def chosen_options(self) -> list[tuple[str, Followable]]:
        """Return (field name, thing) for everything ticked."""
        agencies = [each for group in self.agency_groups for each in group.things]
        options = {
            "documents": self.document_options,
            "topics": self.topic_options,
            "agencies": agencies,
        }
        return [
            (NAMES[name], each)
            for name, things in options.items()
            for each in things
            if each.slug in self.ticked[name]
        ]

    @property
    def more_topics(self) -> list[Followable]:
        return [each for each in self.topic_options if each.slug not in self.ticked["topics"]]

    @property
    def more_agencies(self) -> list[Group]:
        """Return the unticked agencies, by kind."""
        ticked = self.ticked["agencies"]
        groups = [
            Group(group.label, [each for each in group.things if each.slug not in ticked])
            for group in self.agency_groups
        ]
        return [group for group in groups if group.things]

    @property
    def chosen_frequency(self) -> str:
        return str(self["frequency"].value())

    def _chosen(self, name: str, options: Iterable[Followable]) -> frozenset[int]:
        return frozenset(each.pk for each in options if each.slug in self.ticked[name])


class FollowForm(ChoicesForm, GuardedForm):
    """Subscription form for visitors without a management link."""

    purpose = "following"

    email = forms.EmailField(
        label=_("Your email address"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
        error_messages={
            "required": _("Write your email address."),
            "invalid": _("Write the whole address, for example ten@gmail.com."),
        },
    )

    @property
    def asked(self) -> dict[str, Any]:
        """Add the email to the arguments."""
        return super().asked | {"email": self.cleaned_data["email"]}


def preselected(query: Any) -> dict[str, list[str]]:
    """Return the choices in the query string, as `initial` of the form: of agencies that have
    ended or moved, those of today."""
    chosen = {
        name: SlugsField().to_python(query.getlist(NAMES[name]))[:MOST_CHOICES]
        for name in ("topics", "agencies", "documents")
    }
    agencies = sections_of_today(chosen["agencies"], timezone.localdate())
    return chosen | {"agencies": agencies}
