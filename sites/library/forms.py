"""Where the draft is to stand."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..models import AgencyHomePage, SectionIndexPage
from .selectors import places_in

_STEP = "\N{NO-BREAK SPACE}" * 4


class DraftKind(models.TextChoices):
    """What an item may become."""

    UPDATE = "update", _("Legal update: about the documents it names, with the short answers")
    ARTICLE = "article", _("Article")


class PlaceForm(forms.Form):
    """What to make, and a menu entry of one's own section."""

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
        """Return what to make, an article where nothing was said."""
        return DraftKind(self.cleaned_data["draft"] or DraftKind.ARTICLE)

    def clean_place(self) -> SectionIndexPage:
        """Return the page itself."""
        place = self.places.get(self.cleaned_data["place"])
        if place is None:
            raise ValidationError(_("Choose a menu entry of your section."))
        return place
