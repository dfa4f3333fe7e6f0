"""The frame of these lists."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail_modeladmin.helpers import PermissionHelper

from legal_updates.viewsets import NoDeletePermissionHelper, RegisterAdmin

DAYS = FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")])


class KeptList(RegisterAdmin):
    """Findings, acts and amounts name its rows: one that is of no more use ends."""

    menu_icon = "list-ul"
    permission_helper_class: type[PermissionHelper] = NoDeletePermissionHelper
    actions: tuple[str, ...] = ("index", "create", "edit")
    history_view_enabled = False
    ordering: tuple[str, ...] = ("order",)
