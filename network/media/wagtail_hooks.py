"""What Wagtail's own screens of pictures and files must know."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents.views.multiple import DeleteView as DocumentDeleteView
from wagtail.images.views.multiple import DeleteView as ImageDeleteView

from .multiple import delete_unless_used

# Wagtail registers no viewset for these screens that could be replaced.
ImageDeleteView.post = DocumentDeleteView.post = delete_unless_used


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    """Mount the screens below /admin/."""
    return [path("chu-trong-tep/", include("network.media.viewing.urls"))]


@hooks.register("register_admin_urls")
def no_bulk_collections() -> list[URLPattern]:
    """Offer no button that puts many files into another collection; there are no addresses."""
    # Runs after all apps registered their bulk actions, before the first request.
    for model in ("agencyimage", "agencydocument"):
        if bulk_action_registry.get_bulk_action_class("media", model, "add_to_collection"):
            del bulk_action_registry.actions["media"][model]["add_to_collection"]
    return []
