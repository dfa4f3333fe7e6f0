"""Forms for adding a link by hand: first its address, then title, excerpt, date and topics."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from legal_updates.forms import TopicField
from network.core.fields import LineField, WebAddressField

from .feeds.dates import VIETNAM
from .feeds.missing_pages import says_missing
from .feeds.normalize import TITLE_LENGTH
from .forms import clean_public_address
from .link_services import LinkReading, NewLink
from .models import EXCERPT_LENGTH, Source, SourceLevel

_NAME_LENGTH = 200
MISSING_PAGE = _(
    "The page says that it does not exist: open the article in a browser and copy its address."
)
_DAYS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


class PortalAddressField(WebAddressField):
    """URL of a page of a portal, whose host `clean_public_address` judges."""

    def refuse(self, value: Any) -> None:
        """Leave the host to the form."""


class LinkAddressForm(forms.Form):
    """First step: the address of an article."""

    url = PortalAddressField(
        label=_("Address of the article"),
        max_length=1000,
        assume_scheme="https",
        help_text=_("Copy it from the browser's address bar."),
    )

    def clean_url(self) -> str:
        """Return the address. Raises ValidationError unless it is a public web address."""
        return clean_public_address(str(self.cleaned_data["url"]))


class LinkForm(LinkAddressForm):
    """Second step: what the library stores of the link. Asks for the source's name if no source has
    this portal."""

    title = LineField(label=_("Title"), max_length=TITLE_LENGTH, rows=3)
    excerpt = LineField(
        label=_("Excerpt"),
        max_length=EXCERPT_LENGTH,
        required=False,
        rows=6,
        help_text=_(
            "A few words of the text, at most 300 characters. The text stays with its source."
        ),
    )
    day = forms.DateField(
        label=_("Date of publication"),
        required=False,
        # Not a native date input: it shows month/day/year if the browser's language is English.
        widget=forms.DateInput(attrs={"placeholder": _("dd/mm/yyyy")}, format=_DAYS[0]),
        input_formats=_DAYS,
        help_text=_("For example 20/11/2026. Leave it empty where the page does not say."),
    )
    source_name = LineField(
        label=_("Name of the source"),
        max_length=_NAME_LENGTH,
        help_text=_("The library has no source for this portal yet: readers see this name."),
    )
    level = forms.ChoiceField(
        label=_("Level"), choices=[("", _("Choose the level")), *SourceLevel.choices]
    )
    topics = TopicField(label=_("Topics"))

    def __init__(self, *args: Any, source: Source | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        self.fields["url"].widget = forms.HiddenInput()
        if source is not None:
            del self.fields["source_name"], self.fields["level"]

    def clean_title(self) -> str:
        """Return the title. Raises ValidationError for that of a page that does not exist."""
        title = str(self.cleaned_data["title"])
        if says_missing(title):
            raise forms.ValidationError(MISSING_PAGE)
        return title

    def clean_day(self) -> dt.date | None:
        """Return the date, None if empty. Raises ValidationError for a future date, which would
        keep the item first in the library."""
        day: dt.date | None = self.cleaned_data["day"]
        if day and day > dt.datetime.now(VIETNAM).date():
            raise forms.ValidationError(_("This day is still to come: check the date."))
        return day

    @property
    def new_link(self) -> NewLink:
        """Return the entered values, for `link_services.add_link`."""
        data = self.cleaned_data
        day = data["day"]
        return NewLink(
            url=data["url"],
            title=data["title"],
            excerpt=data["excerpt"],
            published=dt.datetime.combine(day, dt.time(), tzinfo=VIETNAM) if day else None,
            topics=list(data["topics"]),
            source_name=data.get("source_name", ""),
            level=data.get("level", ""),
        )


def proposed(reading: LinkReading) -> dict[str, Any]:
    """Return the initial form values from what was read of the page, or only the address if it
    could not be read."""
    if reading.facts is None:
        return {"url": reading.link}
    facts = reading.facts
    return {
        "url": reading.link,
        "title": facts.title,
        "excerpt": facts.excerpt,
        "day": facts.published.astimezone(VIETNAM).date() if facts.published else None,
        "source_name": facts.site_name,
    }
