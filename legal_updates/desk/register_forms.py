"""Admin forms for documents, bodies and relations."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from network.core.dates import refuse_future
from network.core.fields import (
    DayField,
    LineField,
    TextField,
    WebAddressField,
    offer,
    require_web_address,
)
from network.core.outside import names_text
from network.media.models import unopenable
from network.media.uploads import checked_upload

from ..bodies import key_of_name
from ..forms import TopicField
from ..models import DocumentFile, IssuingBody, LegalDocument, Relation, RelationType
from ..models.choices import Validity
from ..models.official import PageEvidence, is_official_page, not_official
from ..recording import UnreadableNumber, read_number
from ..selectors import document_address, same_document
from ..services import set_identity
from ..statuses.services import SeenStatus

READABLE_FILES = ("pdf",)
SUMMARY_LINES = ("summary_audience", "summary_content", "summary_to_do", "summary_since")
NO_NUMBER = gettext_lazy("This is no number of a document. Write it like 100/2019/NĐ-CP.")


def clean_text_address(address: str) -> None:
    """Refuse URLs of other websites than the State's, and front pages, where the text cannot be
    found."""
    if not names_text(address):
        raise ValidationError(
            _("This is the front page of a website. Give the page of this very document.")
        )
    if not is_official_page(address, timezone.localdate()):
        raise ValidationError(not_official())


class DocumentForm(WagtailAdminModelForm):
    """Form of a document. Type and body follow from the number if it decides them."""

    topics = TopicField(label=gettext_lazy("Topics"))
    new_file = forms.FileField(
        label=gettext_lazy("Add a file"),
        required=False,
        validators=[FileExtensionValidator(READABLE_FILES)],
        help_text=gettext_lazy("A PDF, which everybody can open in the browser."),
    )
    drop_files = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Take away files"),
        queryset=DocumentFile.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("type", "issuer"):
            self.fields[name].required = False
            self.fields[name].empty_label = _("As the number tells")
        for name in ("title", *SUMMARY_LINES):
            self.fields[name].widget = AdminAutoHeightTextInput()
        url = self.fields["official_url"]
        require_web_address(url)
        url.validators.append(clean_text_address)
        url.help_text = _("Without it the record cannot be confirmed.")
        files = DocumentFile.objects.filter(document=self.instance.pk).select_related("file")
        offer(self, "drop_files", files)
        if not files:
            del self.fields["drop_files"]

    def clean(self) -> dict[str, Any]:
        """Determine the document's identity; refuse a second record of the same document."""
        cleaned = super().clean()
        refuse_future(timezone.localdate(), summary_on=cleaned.get("summary_on"))
        number = cleaned.get("number", "")
        if not number:
            return cleaned
        kind = cleaned.get("type")
        try:
            read = read_number(number, kind.key if kind else "")
        except UnreadableNumber:
            self.add_error("number", NO_NUMBER)
            return cleaned
        cleaned |= set_identity(
            document=self.instance,
            number=read,
            kind=kind,
            issuer=cleaned.get("issuer"),
            issued_on=cleaned.get("issued_on"),
        )
        self._keep_whole(cleaned)
        twin = same_document(
            self.instance, cleaned["type"], cleaned["issuer"], cleaned["issued_on"]
        )
        if twin:
            self.add_error("number", ValidationError(_known(twin)))
        return cleaned

    def clean_new_file(self) -> Any:
        """Return the upload or its cleaned copy. Raises ValidationError for a refused file."""
        upload = self.cleaned_data["new_file"]
        return checked_upload(upload, unopenable(upload)) if upload else upload

    def _keep_whole(self, cleaned: dict[str, Any]) -> None:
        """Refuse to clear fields that a confirmed record must have."""
        if self.instance.confirmed_at:
            for name in ("issuer", "issued_on", "official_url"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("A confirmed record must have this."))

    def save(self, commit: bool = True) -> LegalDocument:
        """Return the unsaved record: the view calls `services.save_document`."""
        return self.instance


class IssuingBodyForm(WagtailAdminModelForm):
    """Form of a body, with its aliases one per line."""

    other_names = TextField(
        label=gettext_lazy("Other names"),
        required=False,
        rows=4,
        help_text=gettext_lazy("One per line: abbreviations and spellings found in documents."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["other_names"] = "\n".join(self.instance.aliases or [])
        offer(self, "successors", IssuingBody.objects.exclude(pk=self.instance.pk))
        self.fields["successors"].label_from_instance = body_label

    def clean(self) -> dict[str, Any]:
        """Store the aliases, and the key of a new body. Refuse a duplicate."""
        cleaned = super().clean()
        lines = cleaned.get("other_names", "").splitlines()
        self.instance.aliases = [line.strip()[:200] for line in lines if line.strip()]
        self.instance.key = self.instance.key or key_of_name(cleaned.get("name", ""))
        others = IssuingBody.objects.exclude(pk=self.instance.pk)
        if others.filter(key=self.instance.key, valid_from=cleaned.get("valid_from")).exists():
            self.add_error("name", _("There is a body of this name and first day already."))
        return cleaned


class ValidityForm(forms.Form):
    """A legal status, with the official page that shows it."""

    validity = forms.ChoiceField(label=gettext_lazy("Validity"), choices=Validity.choices[1:])
    source = WebAddressField(
        label=gettext_lazy("Official page that shows it"),
        max_length=1000,
        assume_scheme="https",
        help_text=gettext_lazy(
            "The page of this document on vbpl.vn, in the gazette or under gov.vn. Another network "
            "admin confirms what you enter."
        ),
    )
    checked_on = DayField(label=gettext_lazy("Seen on"))
    day = DayField(
        label=gettext_lazy("It has been so since"),
        required=False,
        help_text=gettext_lazy(
            "The day of legal effect, for an expired document the first day without force. Pages"
            " written before that day tell their readers. Leave it empty if nobody tells the day."
        ),
    )
    parts = TextField(
        label=gettext_lazy("Parts that no longer hold"),
        required=False,
        max_length=2000,
        widget=AdminAutoHeightTextInput,
        help_text=gettext_lazy("Needed where it is partly expired: articles, clauses, annexes."),
    )

    def seen_status(self) -> SeenStatus:
        """Return the submitted status."""
        told = self.cleaned_data
        evidence = PageEvidence(told["source"], told["checked_on"])
        return SeenStatus(Validity(told["validity"]), evidence, told["day"], told["parts"])


class RelationForm(forms.Form):
    """A relation to another document, with a choice if several have the number."""

    type = forms.ModelChoiceField(
        label=gettext_lazy("This document is, for the other one"),
        queryset=RelationType.objects.all(),
    )
    number = LineField(
        label=gettext_lazy("Number of the other document"),
        max_length=60,
        help_text=gettext_lazy("If the register lacks it, the number is kept and linked later."),
    )
    parts = TextField(
        label=gettext_lazy("Parts concerned"),
        required=False,
        max_length=1000,
        widget=AdminAutoHeightTextInput,
        help_text=Relation._meta.get_field("parts").help_text,
    )
    takes_effect_on = DayField(
        label=gettext_lazy("Takes effect on"),
        required=False,
        help_text=Relation._meta.get_field("takes_effect_on").help_text,
    )
    target = forms.ModelChoiceField(
        label=gettext_lazy("Which of these is it?"),
        queryset=LegalDocument.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label=gettext_lazy("None of these: keep the number"),
    )

    def __init__(self, *args: Any, candidates: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if candidates:
            target: Any = self.fields["target"]
            target.queryset, target.label_from_instance = candidates, document_label
        else:
            del self.fields["target"]

    def clean_number(self) -> str:
        """Return the number in canonical form. Raises ValidationError for an invalid one."""
        try:
            return str(read_number(self.cleaned_data["number"]))
        except UnreadableNumber as error:
            raise ValidationError(NO_NUMBER) from error


def document_label(document: LegalDocument) -> str:
    """Return a label that distinguishes a document from others with its number."""
    day = document.issued_on.strftime("%d/%m/%Y") if document.issued_on else ""
    told = [str(document), str(document.issuer or ""), day, document.title[:120]]
    return " · ".join(part for part in told if part)


def body_label(body: IssuingBody) -> str:
    """Return the body's name, with its start or end date if it has one."""
    if body.valid_from:
        return _("%(name)s (from %(day)s)") % {
            "name": body.name,
            "day": body.valid_from.strftime("%d/%m/%Y"),
        }
    if body.valid_to:
        return _("%(name)s (to %(day)s)") % {
            "name": body.name,
            "day": body.valid_to.strftime("%d/%m/%Y"),
        }
    return body.name


def _known(twin: LegalDocument) -> SafeString:
    return format_html(
        '{} <a href="{}">{}</a>',
        _("This document is in the register already:"),
        document_address(twin),
        document_label(twin),
    )
