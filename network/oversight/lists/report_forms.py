"""Report forms, maintained by the network admin: copy a version, then change the copy.

In a version that a period uses, only texts and the last day can be changed.
"""

from typing import Any

from django import forms
from django.contrib.admin import display
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList

from legal_updates.desk.viewsets import NoDeletePermissionHelper
from network.agencies.models import AgencyKind
from network.core.listing import ChoiceFilter
from network.reporting.copying import follow
from network.reporting.models import Indicator, IndicatorKind, IndicatorSet, OutlinePart, Period
from network.reporting.sources import SOURCES

from .kept import DAYS, KeptList


class IndicatorSetForm(WagtailAdminModelForm):
    """A version of a report form; a new one starts as a copy."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of agency"),
        choices=AgencyKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    copied = forms.ModelChoiceField(
        label=gettext_lazy("Begins as a copy of"),
        queryset=IndicatorSet.objects.all(),
        empty_label=None,
        help_text=gettext_lazy(
            "All lines and headings are copied, to be changed then. That one ends the day before."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.pk:
            del self.fields["copied"]
            self.fields["key"].disabled = True
            for name in ("kinds", "valid_from") if row.is_used else ():
                self.fields[name].disabled = True
            return
        newest = IndicatorSet.objects.first()
        if newest:
            self.initial |= {
                "copied": newest.pk,
                **{name: getattr(newest, name) for name in ("name", "basis", "kinds")},
            }

    def clean(self) -> dict[str, Any]:
        """Raise a form error unless the version begins after the one that it is copied from."""
        cleaned: dict[str, Any] = super().clean()
        copied, since = cleaned.get("copied"), cleaned.get("valid_from")
        if copied and since and since <= copied.valid_from:
            self.add_error("valid_from", _("It begins after the version that it is copied from."))
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> IndicatorSet:
        """Save the version, and copy indicators and outline of the chosen version into a new
        one."""
        row: IndicatorSet = super().save(commit)
        if "copied" in self.fields:
            follow(row, self.cleaned_data["copied"])
        return row


class PartForm(WagtailAdminModelForm):
    """A line or heading; can be changed only in versions that no period uses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicator_set"]
        field.queryset = field.queryset.filter(periods=None)
        field.empty_label = None
        field.disabled = self.instance.pk is not None


# Sources that count figures but are not used by any version yet.
_WITHOUT_LINE = {
    "activities.so_hoat_dong": gettext_lazy("Number of activities"),
    "pages.views": gettext_lazy("Views of pages"),
    "activities.kinh_phi_ngan_sach": gettext_lazy("Costs paid from the budget"),
    "activities.so_bcv_nu": gettext_lazy("Legal reporters: women"),
    "activities.so_bcv_cu_nhan_luat": gettext_lazy("Legal reporters: bachelors of law"),
}


class IndicatorForm(PartForm):
    """An indicator. Lines that it refers to must belong to the same version."""

    source = forms.ChoiceField(
        label=gettext_lazy("Counted by"), choices=lambda: source_choices(), required=False
    )
    others = ("part_of", "numerator", "denominator")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        lines = Indicator.objects.filter(indicator_set__periods=None)
        lines = lines.exclude(kind=IndicatorKind.RATE).select_related("indicator_set")
        if row.pk:
            lines = lines.filter(indicator_set=row.indicator_set).exclude(pk=row.pk)
        for name in self.others:
            field = self.fields[name]
            field.required, field.queryset = False, lines
            field.label_from_instance = lambda line: f"{line.indicator_set.key}: {line}"

    def clean(self) -> dict[str, Any]:
        """Raise form errors for lines of another version, and for a rate without numerator or
        denominator."""
        cleaned: dict[str, Any] = super().clean()
        is_rate = cleaned.get("kind") == IndicatorKind.RATE
        for name in self.others:
            line = cleaned.get(name)
            if line and line.indicator_set != cleaned.get("indicator_set"):
                self.add_error(name, _("This line is one of another version."))
            elif name != "part_of" and is_rate != bool(line):
                said = _("A rate needs it.") if is_rate else _("Only a rate has it.")
                self.add_error(name, said)
        return cleaned


def source_choices() -> list[tuple[str, str]]:
    """Return the registered sources as (key, label), with the label of an indicator that uses
    each."""
    lines = dict(Indicator.objects.exclude(source="").values_list("source", "label"))
    labels = {**_WITHOUT_LINE, **lines}
    keys = sorted({*SOURCES, *labels})
    known = [(key, f"{labels[key]} ({key})" if key in labels else key) for key in keys]
    return [("", _("Nobody: entered by hand")), *known]


def _is_frozen(row: Any) -> bool:
    """Return whether a period uses the version. Lists annotate `in_use` to avoid a query per
    row."""
    frozen: bool = row.in_use if hasattr(row, "in_use") else row.indicator_set.is_used
    return frozen


class PartPermissionHelper(NoDeletePermissionHelper):
    """Allows changing and deleting lines and headings only in versions that no period uses."""

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        """Return whether the user may edit the row and no period uses its version."""
        may: bool = super().user_can_edit_obj(user, obj)
        return may and (obj is None or not _is_frozen(obj))

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        """Return whether the user may delete the row and no other line refers to it."""
        told = Q(part_of=obj) | Q(numerator=obj) | Q(denominator=obj)
        needed = isinstance(obj, Indicator) and Indicator.objects.filter(told).exists()
        return not needed and self.user_can_edit_obj(user, obj)


class IndicatorSetAdmin(KeptList):
    """Modeladmin of versions of report forms."""

    model = IndicatorSet
    list_display = ("key", "name", "basis", "valid_from", "valid_to")
    ordering = ("-valid_from", "key")
    edit_handler = ObjectList(
        [
            FieldPanel("copied"),
            FieldPanel("key"),
            FieldPanel("name"),
            FieldPanel("basis"),
            FieldPanel("kinds"),
            DAYS,
        ],
        base_form_class=IndicatorSetForm,
    )


class VersionFilter(ChoiceFilter):
    """Filters rows by version."""

    title = gettext_lazy("version of the form")
    parameter_name = "version"
    any_label = gettext_lazy("All versions")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return all versions."""
        return IndicatorSet.objects.values_list("pk", "key")

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the rows of the chosen version."""
        return queryset.filter(indicator_set=chosen)


_VERSION = FieldPanel("indicator_set", heading=gettext_lazy("Version of the form"))


class PartList(KeptList):
    """Base of the lists of lines and headings, newest version first."""

    permission_helper_class = PartPermissionHelper
    actions = ("index", "create", "edit", "delete")
    list_filter = (VersionFilter,)
    ordering = ("-indicator_set__valid_from", "order")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows with their version, annotated with `in_use`."""
        rows = super().get_queryset(request).select_related("indicator_set")
        periods = Period.objects.filter(indicator_set=OuterRef("indicator_set"))
        return rows.annotate(in_use=Exists(periods))

    @display(description=gettext_lazy("code"), ordering="order")
    def name(self, row: Any) -> str:
        """Return the row's code and text."""
        return str(row)

    @display(description=gettext_lazy("version of the form"), ordering="indicator_set")
    def of_version(self, row: Any) -> str:
        """Return the version, marked if a period uses it."""
        key: str = row.indicator_set.key
        return _("%s, in use") % key if _is_frozen(row) else key


class IndicatorAdmin(PartList):
    """Modeladmin of indicators."""

    model = Indicator
    menu_label = gettext_lazy("Lines of report forms")
    search_fields = ("code", "label")
    list_display = ("name", "of_version", "unit", "kind", "counted")
    edit_handler = ObjectList(
        [
            FieldRowPanel([_VERSION, FieldPanel("code"), FieldPanel("order")]),
            FieldPanel("group"),
            FieldPanel("label"),
            FieldRowPanel([FieldPanel("unit"), FieldPanel("kind")]),
            FieldPanel("source"),
            FieldPanel("part_of", heading=gettext_lazy("A part of")),
            FieldRowPanel(
                [
                    FieldPanel("numerator", heading=gettext_lazy("Numerator of the rate")),
                    FieldPanel("denominator", heading=gettext_lazy("Denominator of the rate")),
                ]
            ),
        ],
        base_form_class=IndicatorForm,
    )

    @display(description=gettext_lazy("source"), ordering="source")
    def counted(self, row: Indicator) -> str:
        """Return whether the indicator is counted or entered by hand; "–" for rates."""
        if row.is_rate:
            return "–"
        return _("counted") if row.source else _("by hand")


class OutlinePartAdmin(PartList):
    """Modeladmin of headings, with the sentences that are proposed from figures."""

    model = OutlinePart
    menu_label = gettext_lazy("Headings of reports")
    list_display = ("name", "of_version", "sentence")
    edit_handler = ObjectList(
        [
            FieldRowPanel([_VERSION, FieldPanel("number"), FieldPanel("order")]),
            FieldPanel("heading"),
            FieldPanel(
                "sentence",
                help_text=gettext_lazy("Codes of lines in braces become their figures: {2.1}."),
            ),
        ],
        base_form_class=PartForm,
    )
