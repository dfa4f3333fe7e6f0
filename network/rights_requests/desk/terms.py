"""Admin of the response terms: network admins edit them, overseers read them."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper

from legal_updates.desk.viewsets import NoDeletePermissionHelper, RegisterAdmin

from ..models import ResponseTerm


class ResponseTermAdmin(RegisterAdmin):
    """Terms are never deleted: an old term gets an end date, and a new one is added."""

    model = ResponseTerm
    menu_icon = "date"
    menu_order = 295
    permission_helper_class: type[PermissionHelper] = NoDeletePermissionHelper
    actions = ("index", "create", "edit")
    history_view_enabled = False
    list_display = ("ground", "working_days", "legal_basis", "valid_from", "valid_to")
    ordering = ("ground", "-valid_from")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("ground"), FieldPanel("working_days")]),
            FieldPanel("legal_basis"),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        ]
    )
