"""The register of agencies in the admin, for the network admin."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register
from wagtail_modeladmin.views import CreateView

from network.agencies.kinds import KINDS
from network.agencies.models import Agency

from .services import open_agency


class AgencyPermissionHelper(PermissionHelper):
    """Agencies end, merge or are renamed; their row is never deleted."""

    def user_can_delete_obj(self, user, obj):
        """Refuse: what an agency published must keep its owner."""
        return False


class AgencyCreateView(CreateView):
    """Adds an agency and, for the kinds that get one, opens its section."""

    def form_valid(self, form):
        """Save, then open the section in the same request."""
        response = super().form_valid(form)
        if KINDS[self.instance.kind].is_tenant == "yes":
            open_agency(agency=self.instance, now=timezone.now())
        return response


class AgencyAdmin(ModelAdmin):
    """List and form of agencies."""

    model = Agency
    menu_icon = "group"
    menu_order = 300
    create_view_class = AgencyCreateView
    permission_helper_class = AgencyPermissionHelper
    list_display = ("short_name", "code", "kind", "status", "phone", "email")
    list_filter = ("kind", "status")
    list_per_page = 50
    search_fields = ("name", "short_name", "code")
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("short_name"),
                FieldRowPanel([FieldPanel("code"), FieldPanel("slug")]),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("parent")]),
                FieldPanel("aliases"),
                FieldPanel("host_label"),
            ],
            heading=_("Identity"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("owner"),
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                FieldPanel("responsible_person"),
            ],
            heading=_("Shown at the foot of every page"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                FieldPanel("note"),
            ],
            heading=_("Life of the agency"),
        ),
    ]


modeladmin_register(AgencyAdmin)
