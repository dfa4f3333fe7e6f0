"""Adjustments of Wagtail's own screens for images and documents."""

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents.views.multiple import DeleteView as DocumentDeleteView
from wagtail.images.views.multiple import DeleteView as ImageDeleteView

from .multiple import delete_unless_used

# Wagtail registers no replaceable viewset for these views, so the method is replaced.
ImageDeleteView.post = DocumentDeleteView.post = delete_unless_used


@hooks.register("insert_global_admin_css")
def sources_style() -> str:
    """Add the style that hides the source fields of the agency's own pictures."""
    return format_html('<link rel="stylesheet" href="{}">', static("media/sources.css"))


@hooks.register("insert_global_admin_js")
def sources_script() -> str:
    """Add the script of the source fields. Choosers show them on any screen."""
    return format_html('<script src="{}" defer></script>', static("media/sources.js"))


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    """Mount the screens for correcting file texts below /admin/."""
    return [path("documents/chu-trong-tep/", include("network.media.viewing.urls"))]


@hooks.register("register_admin_urls")
def no_bulk_collections() -> list[URLPattern]:
    """Remove the bulk action that moves files to another collection. Returns no URLs."""
    # This hook runs after all apps have registered their bulk actions and before the first request.
    for model in ("agencyimage", "agencydocument"):
        if bulk_action_registry.get_bulk_action_class("media", model, "add_to_collection"):
            del bulk_action_registry.actions["media"][model]["add_to_collection"]
    return []
