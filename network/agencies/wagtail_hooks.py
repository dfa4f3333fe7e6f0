"""Screens of agencies in the admin, and who finds them in the menu."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.choosers import ExternalLinkChooserForm
from wagtail.admin.menu import MenuItem
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.views.documents import IndexView as DocumentIndexView
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.images.views.images import IndexView as ImageIndexView

from .explorer.api import TreeAPIViewSet
from .explorer.media import (
    OwnDocumentsFilterSet,
    OwnImageChooseView,
    OwnImagesFilterSet,
    add_url,
    files_in_order,
    has_files_of_others,
)
from .explorer.typed_links import TypedAddressField
from .explorer.viewsets import SectionPageViewSet, section_page_viewset
from .menu import AudienceMenuItem, add_to_menu, mount_screens

# Wagtail registers no viewset for these lists that could be replaced.
ImageIndexView.filterset_class = OwnImagesFilterSet
DocumentIndexView.filterset_class = OwnDocumentsFilterSet
ImageIndexView.order_queryset = DocumentIndexView.order_queryset = files_in_order
ImageIndexView.get_add_url = DocumentIndexView.get_add_url = add_url
for _list in (ImageIndexView, DocumentIndexView):
    _list.has_files_of_others = has_files_of_others
image_chooser.choose_view_class = OwnImageChooseView
# The dialog has no setting either.
_typed = ExternalLinkChooserForm.base_fields
_typed["url"] = TypedAddressField(label=_typed["url"].label)
# The newest first, as pictures are.
DocumentIndexView.default_ordering = "-created_at"


mount_screens(
    {
        "nguoi-dung/": "network.agencies.people.urls",
        "nhat-ky/": "network.agencies.log.urls",
        "thu-chua-gui-duoc/": "network.agencies.undelivered.urls",
        "lam-thay/": "network.agencies.acting.urls",
        "bao-cao-trang/": "network.agencies.explorer.urls",
    }
)
add_to_menu(
    "reports",
    AudienceMenuItem(_("Oldest pages"), "agencies_reports:aging", icon_name="time", order=1),
    AudienceMenuItem(
        _("History of pages"), "agencies_reports:history", icon_name="history", order=2
    ),
)
add_to_menu(
    "admin",
    AudienceMenuItem(_("People"), "agencies_people:index", icon_name="group", order=800),
    AudienceMenuItem(
        _("People and roles"), "agencies_people:overview", icon_name="group", order=803
    ),
    AudienceMenuItem(_("Network roles"), "agencies_people:network", icon_name="group", order=805),
    AudienceMenuItem(_("Audit log"), "agencies_audit:index", icon_name="history", order=810),
    AudienceMenuItem(
        _("Undelivered mail"), "agencies_undelivered:index", icon_name="mail", order=812
    ),
    AudienceMenuItem(_("Act for an agency"), "agencies_acts:index", icon_name="key", order=820),
)


@hooks.register("insert_global_admin_css")
def style_sheet() -> str:
    """Add the style of lists on narrow screens, of the banner of an act and of Wagtail's frame."""
    sheets = ("agencies/admin.css", "agencies/admin_frame.css")
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(sheet),) for sheet in sheets)
    )


# After Wagtail's own, whose place it takes.
@hooks.register("register_admin_viewset", order=1)
def page_viewset() -> SectionPageViewSet:
    """Put our filters on Wagtail's lists of pages."""
    return section_page_viewset


@hooks.register("construct_admin_api")
def page_tree(router: WagtailAPIRouter) -> None:
    """Put our page tree in the place of Wagtail's."""
    router.register_endpoint("pages", TreeAPIViewSet)


@hooks.register("construct_reports_menu")
def own_reports_only(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take the stock reports out of the menu: the guard lets nobody in."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if isinstance(item, AudienceMenuItem)]
