"""Base of the modeladmin classes of these lists."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail_modeladmin.helpers import PermissionHelper

from legal_updates.desk.viewsets import NoDeletePermissionHelper, RegisterAdmin

DAYS = FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")])


class KeptList(RegisterAdmin):
    """A list whose rows cannot be deleted, because findings and other data refer to them; they end
    by a date."""

    menu_icon = "list-ul"
    permission_helper_class: type[PermissionHelper] = NoDeletePermissionHelper
    actions: tuple[str, ...] = ("index", "create", "edit")
    history_view_enabled = False
    ordering: tuple[str, ...] = ("order",)
