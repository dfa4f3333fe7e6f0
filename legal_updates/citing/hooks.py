"""Wagtail hooks for citations: screens, menu items, start page and editor."""

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.rich_text.feature_registry import FeatureRegistry

from network.agencies.guard.menu import AudienceMenuItem

from .choosers import DocumentChooserViewSet, document_chooser
from .rich_text import register_feature


@hooks.register("register_admin_urls")
def review_screens() -> list[URLResolver]:
    """Mount the URLs of the page reviews below /admin/."""
    return [path("trang-can-ra-soat/", include("legal_updates.citing.reviews.urls"))]


@hooks.register("register_admin_viewset")
def chooser() -> DocumentChooserViewSet:
    """Register the document chooser for blocks, fields and rich text."""
    return document_chooser


@hooks.register("register_rich_text_features")
def document_links(features: FeatureRegistry) -> None:
    """Register the rich text feature for links to documents."""
    register_feature(features)


@hooks.register("register_admin_menu_item")
def reviews_menu_item() -> MenuItem:
    """Menu item to the user's pages to review."""
    name = "legal_reviews:index"
    return AudienceMenuItem(_("Pages to review"), name, icon_name="history", order=55)


@hooks.register("register_reports_menu_item")
def agencies_menu_item() -> MenuItem:
    """Menu item to the reviews of all agencies, for overseers."""
    name = "legal_reviews:agencies"
    return AudienceMenuItem(_("Pages to review"), name, icon_name="history", order=4)
