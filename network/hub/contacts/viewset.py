"""Contacts in the admin: network admins edit, overseers read."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper

from legal_updates.desk.viewsets import RegisterAdmin
from network.core.listing import ViewPermissionHelper

from .models import Contact


class ContactAdmin(RegisterAdmin):
    """Admin list of contacts."""

    model = Contact
    menu_label = _("Telephone numbers")
    menu_icon = "mobile-alt"
    menu_order = 291
    permission_helper_class: type[PermissionHelper] = ViewPermissionHelper
    actions = ("index", "create", "edit", "delete")
    history_view_enabled = False
    search_fields = ("name", "number", "about", "keeper_code")
    list_display = ("name", "number", "hours", "keeper_code", "checked_on")
    ordering = ("kind", "name")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
            FieldRowPanel([FieldPanel("number"), FieldPanel("checked_on")]),
            FieldPanel("hours"),
            FieldPanel("about"),
            FieldRowPanel([FieldPanel("keeper_code"), FieldPanel("place_code")]),
            FieldPanel("situations"),
            FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")]),
        ]
    )
