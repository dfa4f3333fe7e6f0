"""Form fields that clean pasted text, slugs and URLs, and refuse what cannot be meant."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateInput

from .dates import FUTURE_DAY
from .day_rules import why_impossible
from .money import group_thousands
from .outside import names_text
from .plausible import (
    TextReading,
    has_foreign_letters,
    is_phone_number,
    is_private_host,
    is_reserved_host,
    is_short_link,
    names_contact,
    read_text,
)
from .text import clean_input, fold, slugify_vi

# A refused text is quoted up to this length.
_QUOTED = 40


class RefusingField(forms.Field):
    """Base of fields that refuse a value which cannot be meant.

    Only a changed value is refused: an object stored before a rule existed stays editable.
    """

    def refuse(self, value: Any) -> None:
        """Raise ValidationError if the cleaned, non-empty value cannot be meant."""
        raise NotImplementedError

    # Django calls this for every field of a bound form, because the initial value is known here.
    def _clean_bound_field(self, bf: Any) -> Any:
        value = super()._clean_bound_field(bf)  # type: ignore[misc]
        if value not in self.empty_values and self.has_changed(bf.initial, bf.data):
            self.refuse(value)
        return value


class TypedText(RefusingField, forms.CharField):
    """Base of text fields: with `words`, they refuse a text with fewer different words.

    A text in another language or of figures passes: only a person can judge it.
    """

    def __init__(self, *, words: int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = words

    def refuse(self, value: Any) -> None:
        """Raise ValidationError for a text without the words that the field needs, and for the
        field's own help text or label."""
        if self.words and fold(value) in {fold(str(self.help_text)), fold(str(self.label))}:
            raise forms.ValidationError(_("This repeats the question: write your own words."))
        if self.words and read_text(value, least=self.words) is TextReading.WORDLESS:
            raise forms.ValidationError(
                _("“%s” says nothing: write it in words.") % Truncator(value).chars(_QUOTED)
            )


def refuse_crowd(number: int) -> None:
    """Raise ValidationError for more attendances than one event can have."""
    most = settings.MOST_ATTENDANCES
    if number > most:
        raise forms.ValidationError(
            _("So many people cannot have come: at most %s can be entered.") % group_thousands(most)
        )


class LineField(TypedText):
    """A single-line text field, cleaned of characters that pasting brings along.

    With `rows` the widget has room for a sentence or two.
    """

    def __init__(self, *, rows: int = 1, **kwargs: Any) -> None:
        if rows > 1:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the cleaned text. Runs before the length is validated."""
        return " ".join(clean_input(super().to_python(value) or "").split()) or self.empty_value


class TextField(TypedText):
    """A multi-line text field, cleaned like LineField but with line breaks."""

    def __init__(self, *, rows: int = 8, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": rows})} | kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the cleaned text. Runs before the length is validated."""
        return clean_input(super().to_python(value) or "") or self.empty_value


class PaperNumberField(LineField):
    """The number of a document, such as 24/KH-SYT; it contains a digit."""

    def refuse(self, value: Any) -> None:
        """Raise ValidationError for a text without a digit."""
        if not any(map(str.isdecimal, value)):
            raise forms.ValidationError(
                _("A document has a number: write it as it stands there, for example 24/KH-SYT.")
            )


class PhoneField(LineField):
    """Telephone numbers or hotlines."""

    def refuse(self, value: Any) -> None:
        """Raise ValidationError for what no telephone can call."""
        if not is_phone_number(value):
            raise forms.ValidationError(
                _("This is no telephone number: write all its digits, for example 0269 3821 596.")
            )


class ContactField(LineField):
    """Where a person or office is reached: the text contains an e-mail address or a number."""

    def refuse(self, value: Any) -> None:
        """Raise ValidationError for a text without e-mail address and telephone number."""
        if not names_contact(value):
            raise forms.ValidationError(_("Write an e-mail address or a telephone number."))


class AdminDayInput(AdminDateInput):
    """Calendar that leaves a typed day as it is: by itself it turns 31/02 into 03/03."""

    def get_config(self) -> dict[str, Any]:
        """Return the options of the calendar."""
        return super().get_config() | {"validateOnBlur": False}


class DayField(RefusingField, forms.DateField):
    """A date, typed or chosen in the calendar of the admin, in Vietnamese format whatever the
    browser's language. `kind` names its rule in `day_rules`: an impossible day is refused.

    `is_of_agency` marks the day of a deed of the agency, `is_deadline` a deadline: forms ask for a
    reason where the agency did not exist yet, or the deadline has passed.
    """

    widget = AdminDayInput

    def __init__(
        self,
        *,
        kind: str = "any",
        is_of_agency: bool = False,
        is_deadline: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.kind, self.is_of_agency, self.is_deadline = kind, is_of_agency, is_deadline

    def refuse(self, value: Any) -> None:
        """Raise ValidationError for a day that cannot be meant."""
        if sentence := why_impossible(self.kind, value, today=timezone.localdate()):
            raise forms.ValidationError(sentence)


class PastDateField(DayField):
    """The day of something that has happened: today at the latest."""

    def refuse(self, value: Any) -> None:
        """Raise ValidationError for a day after today, or too early."""
        if value > timezone.localdate():
            raise forms.ValidationError(FUTURE_DAY)
        super().refuse(value)


class SlugField(forms.SlugField):
    """Slug field that converts typed words to a slug.

    Wagtail does this in the browser and loses letters: "Xã Đăk Song" became "x-k-song".
    """

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        return slugify_vi(str(super().to_python(value)))


def offer[Form: forms.BaseForm](form: Form, name: str, rows: QuerySet[Any]) -> Form:
    """Limit the choices of field `name` to `rows`. Returns the form."""
    field: Any = form.fields[name]
    field.queryset = rows
    return form


def offer_first[Form: forms.BaseForm](
    form: Form, name: str, rows: QuerySet[Any], *, most: int
) -> Form:
    """Limit the choices of field `name` to the first `most` of `rows`. Returns the form.

    A sliced queryset cannot be filtered, so a field would refuse the very rows that it shows.
    """
    first = rows.model._default_manager.filter(pk__in=rows.values("pk")[:most])
    return offer(form, name, first.order_by(*rows.query.order_by))


class WebAddressField(RefusingField, forms.URLField):
    """URL field for http and https. A mistake gives a single error message."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def refuse(self, value: Any) -> None:
        """Raise ValidationError for a host where no public page can be."""
        refuse_false_host(value)


class EvidenceLinkField(WebAddressField):
    """URL of a page that proves something: neither a short link nor the network's front page."""

    def refuse(self, value: Any) -> None:
        """Raise ValidationError for a link that shows nobody what it proves."""
        super().refuse(value)
        host = urlsplit(value).hostname or ""
        if is_short_link(host):
            raise forms.ValidationError(
                _("A short link hides the page: open it, and enter the address of the page.")
            )
        own = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""
        if host.removeprefix("www.") == own.removeprefix("www.") and not names_text(value):
            raise forms.ValidationError(
                _("The front page of the network proves nothing: enter the page that shows it.")
            )


def refuse_false_host(url: str) -> None:
    """Raise ValidationError if no public page can be at the URL's host: a name for examples, a
    private or imitated one."""
    host = urlsplit(url).hostname or ""
    if is_reserved_host(host):
        text = _("%s is a name for examples: enter the address of the real page.")
    elif is_private_host(host):
        text = _("%s can be opened on one computer or office network only: enter a public address.")
    elif has_foreign_letters(host):
        text = _("%s has letters of another script that look like Latin ones: type the address.")
    else:
        return
    raise forms.ValidationError(text % host)


def require_web_address(field: forms.Field) -> None:
    """Replace the URL validators of a model form's field by those of `WebAddressField`."""
    others = [each for each in field.validators if not isinstance(each, URLValidator)]
    field.validators = [*others, *WebAddressField.default_validators]
