"""Wagtail hooks of the moderation: its screens, menu items and page buttons."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver
from django.utils.html import format_html
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.compare import register_comparison_class
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.widgets.button import Button

from network.agencies.guard.menu import mount_screens, roles_now
from network.agencies.models import AGENCY_ROLES, Role

from .moderated import Moderated
from .review import editor
from .review.comparison import NamedTagsComparison

register_comparison_class(ClusterTaggableManager, comparison_class=NamedTagsComparison)
mount_screens(
    {"": "network.moderation.urls", "quy-tac-bien-tap/": "network.moderation.ruling.urls"}
)


@hooks.register("register_admin_urls")
def no_bulk_publication() -> list[URLResolver]:
    """Remove the bulk actions. This hook runs after all apps have registered theirs and before the
    first request."""
    editor.drop_bulk_publication()
    return []


@hooks.register("insert_global_admin_css")
def screens_without_scripts() -> str:
    """Add a stylesheet that keeps the screens usable without JavaScript."""
    address = static("moderation/without_scripts.css")
    return format_html('<noscript><link rel="stylesheet" href="{}"></noscript>', address)


@hooks.register("construct_homepage_summary_items")
def no_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Remove Wagtail's summary counts from the start page of people with work here."""
    if roles_now(request) & {*AGENCY_ROLES, Role.OVERSEER}:
        items.clear()


@hooks.register("register_page_header_buttons")
def page_header_buttons(page: Any, user: Any, view_name: str, next_url: Any = None) -> list[Button]:
    """Add buttons from a page to its desk and its decision log."""
    return editor.header_buttons(page, user)


@hooks.register("register_page_action_menu_item")
def desk_menu_item() -> ActionMenuItem:
    return editor.DeskMenuItem()


@hooks.register("register_page_action_menu_item")
def withdraw_menu_item() -> ActionMenuItem:
    return editor.WithdrawMenuItem()


@hooks.register("register_page_listing_buttons")
def page_listing_buttons(page: Any, user: Any, next_url: Any = None) -> list[Button]:
    """Add the button that withdraws a published page to its row in the page list."""
    return editor.withdrawal_buttons(page, user)


@hooks.register("construct_page_action_menu")
def usable_items_only(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Leave the items that apply to pages only the workflow may publish, and name handing in
    shortly."""
    if isinstance(context.get("page") or context.get("parent_page"), Moderated):
        items[:] = [
            editor.HandInMenuItem(item.order) if item.name == editor.HandInMenuItem.name else item
            for item in items
            if item.name not in editor.UNUSED_ITEMS
        ]


# Runs after that of network.agencies, which it replaces.
@hooks.register("register_admin_viewset", order=2)
def page_viewset() -> editor.ModeratedPageViewSet:
    """Register our view set for all pages, which replaces the history and edit views."""
    return editor.moderated_page_viewset
