"""Forms of the import from Word: the file, and what to do with text and pictures."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.fields import LineField
from network.media.limits import kind_of, refuse_too_heavy
from network.media.models import AgencyImage
from network.media.uploads import checked_upload

_TITLE_LENGTH, _ALT_LENGTH = 255, 250
DOCX, PASTE = "docx", "html"
NO_DOCX = gettext_lazy(
    "This is no DOCX file. Open it in Word or LibreOffice, save it as DOCX, then choose it again."
)


class WordFileForm(forms.Form):
    """A DOCX file, or the HTML of a paste that the browser sends as a file."""

    file = forms.FileField(label=gettext_lazy("Word file (DOCX)"))

    def clean_file(self) -> Any:
        """Return the upload. Raises ValidationError for another type, or if it is refused."""
        file = self.cleaned_data["file"]
        kind = kind_of(file.name)
        if kind == PASTE:
            refuse_too_heavy(file, file.name)
            return file
        if kind != DOCX:
            raise ValidationError(NO_DOCX)
        return checked_upload(file, NO_DOCX)


class Position(models.TextChoices):
    """Where the text enters an article that has one."""

    END = "end", gettext_lazy("at the end of the article")
    REPLACE = "replace", gettext_lazy("in place of the article's text")


class Owner(models.TextChoices):
    """Whose pictures they are."""

    OWN = "own", gettext_lazy("Taken or drawn by our agency")
    OTHER = "other", gettext_lazy("From elsewhere: name and licence")
    EACH = "each", gettext_lazy("Different: ask for each picture")
    NONE = "none", gettext_lazy("Leave the pictures out")


class EntryForm(forms.Form):
    """What is decided once: title, place, owner of the pictures. Nothing about pictures is
    preselected."""

    title = LineField(label=gettext_lazy("Title of the article"), max_length=_TITLE_LENGTH)
    position = forms.ChoiceField(
        label=gettext_lazy("Put it"), choices=Position.choices, initial=Position.END
    )
    owner = forms.ChoiceField(
        label=gettext_lazy("Whose pictures are these?"),
        choices=Owner.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whose pictures these are.")},
    )

    def __init__(self, *args: Any, is_new: bool, has_pictures: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["position" if is_new else "title"]
        if not has_pictures:
            del self.fields["owner"]


class SourceForm(forms.ModelForm):
    """Source and licence of pictures from elsewhere."""

    class Meta:
        model = AgencyImage
        fields = (*AgencyImage.SOURCE_FIELDS, "licence")
        field_classes = dict.fromkeys(
            ("source_name", "source_author", "source_agency", "licence"), LineField
        )
        widgets = {"source_date": forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only one of these forms counts, as the owner chosen says.
        self.use_required_attribute = False
        self.fields["licence"].required = True
        self.fields["source_date"].required = True


class PictureForm(forms.Form):
    """One picture: what it shows, and whose it is if that was asked for each."""

    alt_text = LineField(
        label=gettext_lazy("What the picture shows"), max_length=_ALT_LENGTH, required=False
    )
    owner = forms.ChoiceField(
        label=gettext_lazy("Whose picture is this?"),
        choices=[each for each in Owner.choices if each[0] != Owner.EACH],
        widget=forms.RadioSelect,
        required=False,
    )


@dataclass(frozen=True, slots=True)
class PictureEntry:
    """The forms of one picture; `source` counts only if the picture is from elsewhere."""

    name: str
    form: PictureForm
    source: SourceForm


class EntryForms:
    """All forms of the preview together."""

    def __init__(self, data: Any, *, title: str, alts: dict[str, str], is_new: bool) -> None:
        self.entry = EntryForm(
            data, is_new=is_new, has_pictures=bool(alts), initial={"title": title}
        )
        self.common = SourceForm(data, prefix="common")
        self.pictures = [
            PictureEntry(
                name,
                PictureForm(data, prefix=f"picture-{at}", initial={"alt_text": alt}),
                SourceForm(data, prefix=f"source-{at}"),
            )
            for at, (name, alt) in enumerate(alts.items())
        ]

    def is_valid(self) -> bool:
        """Validate what counts for the chosen owner, and return whether all of it is valid."""
        valid = [self.entry.is_valid(), *(each.form.is_valid() for each in self.pictures)]
        owner = self.entry.cleaned_data.get("owner")
        if owner == Owner.OTHER:
            valid.append(self.common.is_valid())
        if owner == Owner.EACH:
            valid += [self._is_answered(each) for each in self.pictures]
        return all(valid)

    def _is_answered(self, picture: PictureEntry) -> bool:
        owner = picture.form.cleaned_data.get("owner")
        if not owner:
            picture.form.add_error("owner", _("Say whose picture this is."))
        return bool(owner) and (owner != Owner.OTHER or picture.source.is_valid())

    def owner_of(self, picture: PictureEntry) -> str:
        """Return whose a picture is: own, other or none."""
        owner: str = self.entry.cleaned_data["owner"]
        return picture.form.cleaned_data["owner"] if owner == Owner.EACH else owner

    def source_of(self, picture: PictureEntry) -> dict[str, Any]:
        """Return the source fields that were filled in for a picture from elsewhere."""
        shared = self.entry.cleaned_data["owner"] == Owner.OTHER
        cleaned: dict[str, Any] = (self.common if shared else picture.source).cleaned_data
        return cleaned
