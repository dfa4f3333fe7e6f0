"""Admin of the agency register, for network admins."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.options import modeladmin_register
from wagtail_modeladmin.views import CreateView, EditView

from network.agencies.guard.menu import mount_screens
from network.agencies.kinds import KINDS
from network.agencies.models import Agency
from network.agencies.people.selectors import agencies_without_admin
from network.agencies.succession import awaiting_handover
from network.core.listing import FoldedSearchHandler, ListAdmin, ListView, ViewPermissionHelper

from .forms import AgencyForm
from .list_filters import AgencyKindFilter, LifeFilter, NeedFilter
from .selectors import AgencyNeed, agencies_in_need, openable_agencies
from .services import open_agency


class AgencyPermissionHelper(ViewPermissionHelper):
    """Agencies end, merge or are renamed, but are never deleted. Overseers may only view them."""

    def user_can_delete_obj(self, user, obj):
        """Return False, because the content of an agency must keep its owner."""
        return False


class AgencyCreateView(CreateView):
    """Adds an agency and opens its section if its kind gets one."""

    page_title = _("Add an agency")

    def form_valid(self, form):
        response = super().form_valid(form)
        if KINDS[self.instance.kind].is_tenant == "yes":
            open_agency(agency=self.instance, now=timezone.now())
        return response

    def get_page_subtitle(self):
        """Return no subtitle, since the title says everything."""
        return ""


class AgencyEditView(EditView):
    """Edits an agency, and leads to what the form does not do: its change, or its keeper."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        alone = awaiting_handover(timezone.localdate()).filter(pk=self.instance.pk)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"has_no_successor": alone.exists()}


class AgencyListView(ListView):
    """List of agencies: of those that were searched for, the closest name comes first."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """Return the sort order. A column that the user has chosen goes first."""
        ordering: list[Any] = super().get_ordering(request, queryset)
        if not self.query or self.ORDER_VAR in self.params:
            return ordering
        return [Agency.objects.closeness(self.query), *ordering]


class AgencySearchHandler(FoldedSearchHandler):
    """Finds agencies also by the names of the former bodies whose work they go on with."""

    def search_queryset(
        self, queryset: QuerySet[Agency], search_term: str, **options: Any
    ) -> QuerySet[Agency]:
        """Return the agencies with these words, in their own columns or in a former name."""
        found = super().search_queryset(queryset, search_term, **options)
        named = Agency.objects.named(search_term)
        return queryset.filter(Q(pk__in=found.values("pk")) | Q(pk__in=named.values("pk")))


class AgencyButtons(ButtonHelper):
    """Adds buttons for the agency's users, and for changing, opening or staffing it."""

    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """Return the usual buttons, plus the button for users and those of the next steps."""
        buttons: list[dict[str, Any]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        # The footer of the inspect view links only to the form.
        if "inspect" in kwargs.get("exclude", ()):
            return buttons
        people = f"{reverse('agencies_people:overview')}?{urlencode({'agency': obj.code})}"
        buttons.append(_button(people, _("People and roles")))
        if not self.permission_helper.user_can_edit_obj(self.request.user, obj):
            return buttons
        if obj.valid_to is None:
            change = reverse("reorganisation:agency", args=[obj.pk])
            buttons.append(_button(change, _("Rename, merge or close")))
        if obj.needs_keeper:
            keeper = reverse("reorganisation:keeper", args=[obj.pk])
            buttons.append(_button(keeper, _("Name who keeps the archive")))
        if obj.needs_section:
            opening = reverse("provisioning:open_section", args=[obj.pk])
            buttons.append(_button(opening, _("Open the section")))
        if obj.needs_admin:
            first = reverse("agencies_people:first_admin", args=[obj.pk])
            buttons.append(_button(first, _("Invite the agency's admin")))
        return buttons


def _button(url: str, label: Any) -> dict[str, Any]:
    style = "button button-small button-secondary"
    return {"url": url, "label": label, "classname": style, "title": label}


class AgencyAdmin(ListAdmin):
    """List and form of agencies."""

    model = Agency
    menu_label = _("Agencies")
    menu_icon = "group"
    menu_order = 300
    button_helper_class = AgencyButtons
    index_view_class = AgencyListView
    create_view_class = AgencyCreateView
    edit_view_class = AgencyEditView
    permission_helper_class = AgencyPermissionHelper
    list_display = ("short_name", "code", "kind", "status", "phone", "email")
    list_filter = (AgencyKindFilter, LifeFilter, NeedFilter)
    index_template_name = "provisioning/agencies.html"
    edit_template_name = "provisioning/agency_edit.html"
    # Fields of the form, in its order.
    inspect_view_fields = (
        *("name", "short_name", "code", "slug", "kind", "parent", "aliases"),
        *("owner", "address", "email", "phone", "responsible_person"),
        *("status", "valid_from", "valid_to", "archive_keeper", "note"),
    )
    search_handler_class = AgencySearchHandler
    search_fields = ("name", "short_name", "code", "aliases")
    panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "name", help_text=_("In full, as the decision on its establishment writes it.")
                ),
                FieldPanel(
                    "short_name", help_text=_("Shown in lists and menus, for example Sở Y tế.")
                ),
                FieldRowPanel(
                    [
                        FieldPanel(
                            "code",
                            help_text=_("By which imports and lists know it, for example SYT."),
                        ),
                        FieldPanel(
                            "slug",
                            help_text=_(
                                "Last part of the section's address. Left empty, it is made of "
                                "the short name; it never changes by itself."
                            ),
                        ),
                    ]
                ),
                FieldRowPanel(
                    [
                        FieldPanel(
                            "kind",
                            help_text=_(
                                "Decides whether it gets a section of its own, and with which menu."
                            ),
                        ),
                        FieldPanel(
                            "parent", help_text=_("The body it belongs to, where there is one.")
                        ),
                    ]
                ),
                FieldPanel("aliases", help_text=_("Former and other names, a comma between two.")),
                FieldPanel(
                    "host_label",
                    help_text=_(
                        "Only for an agency with a host name of its own; leave it empty otherwise."
                    ),
                ),
            ],
            heading=_("Identity"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "owner",
                    help_text=_(
                        "Who runs the section: the law wants it at the foot of every page."
                    ),
                ),
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                FieldPanel(
                    "responsible_person",
                    help_text=_("Name and position of who answers for what is published."),
                ),
            ],
            heading=_("Shown at the foot of every page"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "status",
                    help_text=_(
                        "An agency is never deleted. For a new name, a merger or a closure use "
                        "“Rename, merge or close” in the list: people, questions and addresses "
                        "follow it. Here you only correct what was recorded."
                    ),
                ),
                FieldRowPanel(
                    [
                        FieldPanel("valid_from"),
                        FieldPanel(
                            "valid_to",
                            help_text=_(
                                "The last day. Leave it empty as long as the agency exists."
                            ),
                        ),
                    ]
                ),
                FieldPanel(
                    "successors",
                    help_text=_(
                        "Who goes on with its work after the last day: one agency on each line,"
                        " by its name or code. Readers and waiting questions are led there."
                    ),
                ),
                FieldPanel("note"),
            ],
            heading=_("Life of the agency"),
        ),
    ]
    edit_handler = ObjectList(panels, base_form_class=AgencyForm)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agency]:
        """Annotate each agency with whether its section, first admin or keeper is missing."""
        today, every = timezone.localdate(), Agency.objects.filter(pk=OuterRef("pk"))
        lonely = agencies_without_admin(today=today).filter(pk=OuterRef("pk"))
        unkept = agencies_in_need(every, AgencyNeed.KEEPER, today=today)
        closed = openable_agencies().filter(pk=OuterRef("pk"))
        agencies: QuerySet[Agency] = super().get_queryset(request)
        return agencies.annotate(
            needs_admin=_is_among(lonely),
            needs_section=_is_among(closed),
            needs_keeper=_is_among(unkept),
        )


def _is_among(rows: QuerySet[Agency]) -> Coalesce:
    """Return whether the agency is one of `rows`, asked of the rows shown only.

    EXISTS would be answered for all agencies at once, even if only 50 are shown.
    """
    found = rows.annotate(is_there=Value(True)).values("is_there")[:1]
    return Coalesce(Subquery(found), Value(False))


modeladmin_register(AgencyAdmin)
mount_screens(
    {
        "co-quan/": "network.provisioning.urls",
        "sap-xep-co-quan/": "network.provisioning.reorganisation.urls",
    }
)
