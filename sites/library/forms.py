"""Form for starting a page from a library item."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..models import AgencyHomePage, SectionIndexPage
from .selectors import places_in

_STEP = "\N{NO-BREAK SPACE}" * 4


class DraftKind(models.TextChoices):
    """Type of page to create from an item."""

    UPDATE = "update", _("Legal update: about the documents it names, with the short answers")
    ARTICLE = "article", _("Article")


class PlaceForm(forms.Form):
    """Page type, and its parent in one of the user's sections."""

    draft = forms.ChoiceField(
        label=_("What to write"),
        choices=DraftKind.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    place = forms.ChoiceField(
        label=_("Where the page stands"), help_text=_("A menu entry of your section.")
    )

    def __init__(self, *args: Any, homes: list[AgencyHomePage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places_in(homes)}
        place = cast(forms.ChoiceField, self.fields["place"])
        place.choices = [(home.agency.name, [*self._choices_below(home)]) for home in homes]

    def _choices_below(self, home: AgencyHomePage) -> list[tuple[str, str]]:
        return [
            (pk, _STEP * (place.depth - home.depth - 1) + place.title)
            for pk, place in self.places.items()
            if place.path.startswith(home.path)
        ]

    def clean_draft(self) -> DraftKind:
        """Return the page type; an article by default."""
        return DraftKind(self.cleaned_data["draft"] or DraftKind.ARTICLE)

    def clean_place(self) -> SectionIndexPage:
        """Return the parent page. Raises ValidationError for another section."""
        place = self.places.get(self.cleaned_data["place"])
        if place is None:
            raise ValidationError(_("Choose a menu entry of your section."))
        return place
