"""The needs in the admin: the network puts them in words, the overseer reads them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper

from legal_updates.forms import TopicField
from legal_updates.viewsets import NoDeletePermissionHelper, RegisterAdmin

from .models import Situation


class SituationForm(WagtailAdminModelForm):
    """A need: its topics are ticked."""

    topics = TopicField(label=_("Topics"))


class SituationAdmin(RegisterAdmin):
    """The entries of "Tôi cần ..."; none is deleted, since others link to its page."""

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
            FieldPanel("slug"),
            FieldPanel("when_needed"),
            FieldPanel("topics"),
            FieldPanel("agency_codes"),
        ],
        base_form_class=SituationForm,
    )
