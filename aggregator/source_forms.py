"""Admin form of a source: owner, address, kind, and the options of the kind's adapter."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from legal_updates.forms import TopicField
from network.core.fields import LineField
from network.core.text import slugify_vi

from .adapters import Adapter, Option, adapters, get_adapter
from .forms import LibraryForm, clean_public_address
from .link_services import MANUAL

_KEY_LENGTH = 60
_OPTION_LENGTH = 500
# The fields that a preview needs; errors of other fields are shown when the source is saved.
_PREVIEWED = ("url", "read_as")


def field_name(kind: str, option: Option) -> str:
    """Return the form field name of an adapter's option."""
    return f"{kind}__{option.name}"


def _form_field(option: Option) -> forms.Field:
    """Return the form field of an adapter's option."""
    # Never required by the field itself, because only the chosen kind's options count.
    shared: dict[str, Any] = {"label": option.label, "help_text": option.help, "required": False}
    if option.choices:
        return forms.ChoiceField(choices=option.choices, **shared)
    return LineField(
        max_length=_OPTION_LENGTH,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
        **shared,
    )


def _option_fields() -> dict[str, forms.Field]:
    """Return {field name: form field} of the options of all adapters."""
    return {
        field_name(kind, option): _form_field(option)
        for kind, adapter in adapters().items()
        for option in adapter.OPTIONS
    }


def option_panels() -> list[MultiFieldPanel]:
    """Return one panel per kind of source that has options."""
    return [_option_panel(adapter) for adapter in adapters().values() if adapter.OPTIONS]


def _option_panel(adapter: Adapter) -> MultiFieldPanel:
    fields = [FieldPanel(field_name(adapter.KIND, option)) for option in adapter.OPTIONS]
    return MultiFieldPanel(
        fields, heading=adapter.LABEL, classname=f"kind-options kind-options--{adapter.KIND}"
    )


def _kinds() -> list[tuple[str, Any]]:
    """Return the kinds of sources as (value, label)."""
    fetched = [(kind, adapter.LABEL) for kind, adapter in adapters().items()]
    return [*fetched, (MANUAL, _("Links added by hand: nothing is fetched"))]


class SourceForm(LibraryForm):
    """Form of a source. Its address must be public."""

    topics = TopicField(label=_("Topics"), help_text=_("Given to every item of this source."))
    read_as = forms.ChoiceField(
        label=_("What the address is"), choices=_kinds, widget=forms.RadioSelect
    )
    locals().update(_option_fields())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = (self.instance.kind, dict(self.instance.options), self.instance.enabled)
        self.fields["key"].required = False
        self.fields["key"].help_text = _(
            "Names the source on the command line; left empty, it is made from the name."
        )
        self.fields["url"].label = _("Address")
        self.fields["url"].help_text = _(
            "Of the feed, the sitemap or the list page, beginning with https://. If you know only"
            " the portal's front page, enter that and press “Try it out”: its feeds are looked for."
        )
        self._set_initial()

    def _set_initial(self) -> None:
        kind, options, _enabled = self.stored
        self.initial.setdefault("read_as", kind)
        if kind in adapters():
            for option in get_adapter(kind).OPTIONS:
                self.initial.setdefault(field_name(kind, option), options.get(option.name, ""))

    def clean_key(self) -> str:
        """Return the key; if empty, it is made from the name."""
        return str(
            self.cleaned_data["key"]
            or slugify_vi(self.cleaned_data.get("name", ""))[:_KEY_LENGTH].strip("-")
        )

    def clean_url(self) -> str:
        """Return the address. Raises ValidationError unless it is a public web address."""
        return clean_public_address(str(self.cleaned_data["url"]))

    def clean(self) -> dict[str, Any]:
        """Store kind and options on the instance; options of other kinds are dropped."""
        cleaned = super().clean()
        kind = cleaned.get("read_as", "")
        self.instance.kind = kind
        self.instance.options = {}
        if kind == MANUAL:
            cleaned["enabled"] = False
        elif kind in adapters():
            self.instance.options = self._options(get_adapter(kind), cleaned)
        return cleaned

    def _options(self, adapter: Adapter, cleaned: Mapping[str, Any]) -> dict[str, str]:
        """Return the chosen adapter's options; adds form errors for invalid ones."""
        names = {option.name: field_name(adapter.KIND, option) for option in adapter.OPTIONS}
        options = {name: cleaned[field] for name, field in names.items() if cleaned.get(field)}
        for name, complaint in adapter.check(options).items():
            self.add_error(names[name], complaint)
        return options

    @property
    def changed_fields(self) -> list[str]:
        """Return the names of the columns that the user has changed."""
        columns = {field.name for field in self.instance._meta.concrete_fields}
        changed = {name for name in super().changed_fields if name in columns}
        now = (self.instance.kind, self.instance.options, self.instance.enabled)
        names = ("kind", "options", "enabled")
        changed |= {n for n, old, new in zip(names, self.stored, now, strict=True) if old != new}
        return sorted(changed)

    @property
    def reads_anew(self) -> bool:
        """Return whether earlier fetches no longer count: address, kind or options changed, or the
        source was enabled."""
        started = "enabled" in self.changed_fields and self.instance.enabled
        return started or bool({"url", "kind", "options"} & set(self.changed_fields))

    def is_ready_for_preview(self) -> bool:
        """Return whether address, kind and options are valid for a preview. Removes errors of other
        fields."""
        kind = self.data.get("read_as", "")
        shown = [name for name in self.errors if not self._is_previewed(name, kind)]
        for name in shown:
            del self.errors[name]
        return not self.errors and kind in adapters()

    def _is_previewed(self, name: str, kind: str) -> bool:
        """Return whether a preview needs this field."""
        return name in _PREVIEWED or name.startswith(f"{kind}__")
