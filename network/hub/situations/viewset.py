"""Situations in the admin: network admins edit, overseers read."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper

from legal_updates.desk.viewsets import NoDeletePermissionHelper, RegisterAdmin
from legal_updates.forms import TopicField

from .models import Situation

# Icons of core/signs.svg that depict situations of life.
SIGN_CHOICES = [
    ("", "---------"),
    ("map-route", _("Map")),
    ("id", _("Identity card")),
    ("home-heart", _("House with a heart")),
    ("mood-kid", _("Child")),
    ("umbrella", _("Umbrella")),
    ("briefcase", _("Briefcase")),
    ("motorbike", _("Motorbike")),
    ("pill-off", _("Pill crossed out")),
    ("device-mobile-exclamation", _("Phone with a warning")),
    ("gavel", _("Gavel")),
    ("trees", _("Trees")),
    ("flag", _("Flag")),
    ("users-group", _("Group of people")),
    ("message-report", _("Speech bubble with a mark")),
    ("receipt-tax", _("Receipt")),
    ("scale", _("Balance")),
    ("book", _("Book")),
    ("school", _("School")),
    ("shield", _("Shield")),
    ("building-community", _("Houses")),
]


class SituationForm(WagtailAdminModelForm):
    """Form of a situation, with topics as check boxes."""

    topics = TopicField(label=_("Topics"))


class SituationAdmin(RegisterAdmin):
    """Admin list of situations. None can be deleted, because their pages are linked elsewhere."""

    model = Situation
    menu_label = _("I need …")
    menu_icon = "help"
    menu_order = 290
    permission_helper_class: type[PermissionHelper] = NoDeletePermissionHelper
    actions = ("index", "create", "edit")
    history_view_enabled = False
    search_fields = ("label", "when_needed")
    list_display = ("label", "when_needed")
    ordering = ("order",)
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("label"), FieldPanel("order")]),
            FieldRowPanel([FieldPanel("short_label"), FieldPanel("hint")]),
            FieldPanel("sign", widget=forms.Select(choices=SIGN_CHOICES)),
            FieldPanel("slug"),
            FieldPanel("when_needed"),
            FieldPanel("topics"),
            FieldPanel("agency_codes"),
            FieldRowPanel([FieldPanel("keeper_code"), FieldPanel("reviewed_on")]),
            FieldPanel("queries"),
            FieldPanel("steps"),
            FieldPanel("questions"),
            FieldPanel("costs"),
            FieldPanel("laws"),
        ],
        base_form_class=SituationForm,
    )
