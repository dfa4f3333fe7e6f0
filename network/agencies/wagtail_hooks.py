"""Screens of agencies in the admin, and who finds them in the menu."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
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
)
from .explorer.typed_links import TypedAddressField
from .explorer.viewsets import SectionPageViewSet, section_page_viewset
from .guard.rules import Audience, rule_of
from .scope import scope_now

# Wagtail registers no viewset for these lists that could be replaced.
ImageIndexView.filterset_class = OwnImagesFilterSet
DocumentIndexView.filterset_class = OwnDocumentsFilterSet
ImageIndexView.order_queryset = DocumentIndexView.order_queryset = files_in_order
ImageIndexView.get_add_url = DocumentIndexView.get_add_url = add_url
image_chooser.choose_view_class = OwnImageChooseView
# The dialog has no setting either.
_typed = ExternalLinkChooserForm.base_fields
_typed["url"] = TypedAddressField(label=_typed["url"].label)
# The newest first, as pictures are.
DocumentIndexView.default_ordering = "-created_at"


class AudienceMenuItem(MenuItem):
    """Shown to those whom the guard lets through to the screen."""

    def __init__(self, label: Any, url_name: str, **kwargs: Any) -> None:
        name = url_name.removesuffix(":index").replace(":", "-")
        super().__init__(label, reverse_lazy(url_name), name=name, **kwargs)
        self.url_name = url_name

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether one of the person's roles of this moment may use the screen."""
        return may_open(request, self.url_name)


def may_open(request: HttpRequest, url_name: str) -> bool:
    """Return whether the guard lets who is signed in through to a screen."""
    rule = rule_of(url_name)
    audience = rule.audience if rule else Audience.NOBODY
    return not audience.value.isdisjoint(roles_now(request))


def roles_now(request: HttpRequest) -> frozenset[str]:
    """Return the roles of who is signed in."""
    return scope_now(request).roles


@hooks.register("insert_global_admin_css")
def style_sheet() -> str:
    """Add the style of lists on narrow screens and of the banner of an act."""
    return format_html('<link rel="stylesheet" href="{}">', static("agencies/admin.css"))


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    return [
        path("nguoi-dung/", include("network.agencies.people.urls")),
        path("nhat-ky/", include("network.agencies.log.urls")),
        path("thu-chua-gui-duoc/", include("network.agencies.undelivered.urls")),
        path("lam-thay/", include("network.agencies.acting.urls")),
        path("bao-cao-trang/", include("network.agencies.explorer.urls")),
    ]


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


@hooks.register("register_reports_menu_item")
def aging_menu_item() -> MenuItem:
    """Lead to the pages that were not touched for long."""
    return AudienceMenuItem(_("Oldest pages"), "agencies_reports:aging", icon_name="time", order=1)


@hooks.register("register_reports_menu_item")
def history_menu_item() -> MenuItem:
    """Lead to what was done to pages."""
    label, name = _("History of pages"), "agencies_reports:history"
    return AudienceMenuItem(label, name, icon_name="history", order=2)


@hooks.register("register_admin_menu_item")
def people_menu_item() -> MenuItem:
    """Lead to the agency's people."""
    return AudienceMenuItem(_("People"), "agencies_people:index", icon_name="group", order=800)


@hooks.register("register_admin_menu_item")
def overview_menu_item() -> MenuItem:
    """Lead to everybody's roles."""
    label, name = _("People and roles"), "agencies_people:overview"
    return AudienceMenuItem(label, name, icon_name="group", order=803)


@hooks.register("register_admin_menu_item")
def network_people_menu_item() -> MenuItem:
    """Lead to the people of the network."""
    label, name = _("Network roles"), "agencies_people:network"
    return AudienceMenuItem(label, name, icon_name="group", order=805)


@hooks.register("register_admin_menu_item")
def log_menu_item() -> MenuItem:
    """Lead to the audit log."""
    return AudienceMenuItem(_("Audit log"), "agencies_audit:index", icon_name="history", order=810)


@hooks.register("register_admin_menu_item")
def undelivered_menu_item() -> MenuItem:
    """Lead to the mails that could not be delivered."""
    label, name = _("Undelivered mail"), "agencies_undelivered:index"
    return AudienceMenuItem(label, name, icon_name="mail", order=812)


@hooks.register("register_admin_menu_item")
def acts_menu_item() -> MenuItem:
    """Lead to acting for an agency."""
    return AudienceMenuItem(
        _("Act for an agency"), "agencies_acts:index", icon_name="key", order=820
    )
