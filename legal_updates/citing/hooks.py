"""Wagtail hooks for citations: screens, menu items, start page and editor."""

from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

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
