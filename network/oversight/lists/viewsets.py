"""Modeladmin classes of these lists: network admins change them, overseers read them, nothing is
deleted."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdminGroup

from network.activities.models import ActivityForm, Audience
from network.capacity.models import BudgetLine, QualificationKind
from network.core.dates import format_day

from ..models import OutreachForm, Requirement, Standard
from .forms import KeyedForm, RequirementForm
from .kept import DAYS, KeptList
from .report_forms import IndicatorAdmin, IndicatorSetAdmin, OutlinePartAdmin


class StandardAdmin(KeptList):
    """Modeladmin of standards: documents that require something of agencies."""

    model = Standard
    menu_icon = "tasks"
    list_display = ("short_title", "title", "valid_from", "valid_to")
    ordering = ("valid_from", "pk")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("key"), FieldPanel("short_title")]),
            FieldPanel("title"),
            FieldPanel("caveat"),
            DAYS,
            FieldRowPanel([FieldPanel("remind_again_days"), FieldPanel("audit_cells")]),
        ],
        base_form_class=KeyedForm,
    )


class RequirementAdmin(KeptList):
    """Modeladmin of requirements, including rows that are no longer in force."""

    model = Requirement
    menu_icon = "list-ol"
    search_fields = ("key", "title", "quotation")
    list_display = ("name", "asked_by", "measured", "held")
    ordering = ("standard", "order", "valid_from")
    edit_handler = ObjectList(
        [
            FieldRowPanel(
                [
                    FieldPanel("standard", heading=gettext_lazy("Standard")),
                    FieldPanel("key"),
                    FieldPanel("order"),
                ]
            ),
            FieldRowPanel([FieldPanel("group"), FieldPanel("title")]),
            FieldPanel("quotation"),
            FieldPanel("legal_basis"),
            FieldPanel("kinds"),
            FieldPanel("of_overseer"),
            MultiFieldPanel(
                [
                    FieldPanel(name)
                    for name in ("check_key", *RequirementForm.threshold_names, "method")
                ],
                heading=gettext_lazy("How it is looked at"),
                help_text=gettext_lazy(
                    "Other thresholds hold from tomorrow on. What was found before stays."
                ),
            ),
            DAYS,
        ],
        base_form_class=RequirementForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows with their standard."""
        return super().get_queryset(request).select_related("standard")

    @display(description=gettext_lazy("requirement"), ordering="order")
    def name(self, row: Requirement) -> str:
        """Return the requirement's code and title."""
        return str(row)

    @display(description=gettext_lazy("standard"))
    def asked_by(self, row: Requirement) -> str:
        """Return the standard's short title."""
        return row.standard.short_title

    @display(description=gettext_lazy("thresholds"))
    def measured(self, row: Requirement) -> str:
        """Return each threshold with the label of its field."""
        fields = RequirementForm.base_fields
        each = (f"{fields[name].label}: {value}" for name, value in row.thresholds.items())
        return "; ".join(each) or "–"

    @display(description=gettext_lazy("in force"), ordering="valid_from")
    def held(self, row: Requirement) -> str:
        """Return the period of validity."""
        since = format_day(row.valid_from)
        if row.valid_to is None:
            return gettext("from %s") % since
        return f"{since} – {format_day(row.valid_to)}"


class OutreachFormAdmin(KeptList):
    """Modeladmin of outreach forms."""

    model = OutreachForm
    list_display = ("title", "order")
    edit_handler = ObjectList(
        [FieldRowPanel([FieldPanel("key"), FieldPanel("order")]), FieldPanel("title")],
        base_form_class=KeyedForm,
    )


class QualificationKindAdmin(KeptList):
    """Modeladmin of qualification kinds, with whether each qualifies for appraising."""

    model = QualificationKind
    list_display = ("name", "appraises", "valid_from", "valid_to")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("key"), FieldPanel("order")]),
            FieldPanel("name"),
            FieldPanel("for_appraisal"),
            DAYS,
        ],
        base_form_class=KeyedForm,
    )

    @display(description=gettext_lazy("qualifies for appraising"), ordering="for_appraisal")
    def appraises(self, row: QualificationKind) -> str:
        """Return "Yes" or "No" as text, because modeladmin would show an icon of Django's admin."""
        return gettext("Yes") if row.for_appraisal else gettext("No")


class BudgetLineAdmin(KeptList):
    """Modeladmin of budget lines."""

    model = BudgetLine
    list_display = ("name", "legal_basis", "valid_from", "valid_to")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("key"), FieldPanel("order")]),
            FieldPanel("name"),
            FieldPanel("legal_basis"),
            DAYS,
        ],
        base_form_class=KeyedForm,
    )


class ActivityFormAdmin(KeptList):
    """Modeladmin of activity forms, with how reports count each."""

    model = ActivityForm
    list_display = ("name", "counted_as", "unit", "valid_from", "valid_to")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("key"), FieldPanel("order")]),
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("counted_as"), FieldPanel("unit")]),
            DAYS,
        ],
        base_form_class=KeyedForm,
    )


class AudienceAdmin(KeptList):
    """Modeladmin of audiences of activities."""

    model = Audience
    list_display = ("name", "valid_from", "valid_to")
    edit_handler = ObjectList(
        [FieldRowPanel([FieldPanel("key"), FieldPanel("order")]), FieldPanel("name"), DAYS],
        base_form_class=KeyedForm,
    )


class ListsGroup(ModelAdminGroup):
    """Menu group of these lists."""

    menu_label = gettext_lazy("Standards and lists")
    menu_icon = "tasks"
    menu_order = 294
    items = (
        StandardAdmin,
        RequirementAdmin,
        OutreachFormAdmin,
        QualificationKindAdmin,
        BudgetLineAdmin,
        ActivityFormAdmin,
        AudienceAdmin,
        IndicatorSetAdmin,
        IndicatorAdmin,
        OutlinePartAdmin,
    )
