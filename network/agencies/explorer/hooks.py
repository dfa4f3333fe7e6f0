"""Hooks that put our lists of pages, images and documents in the place of Wagtail's."""

from wagtail import hooks
from wagtail.admin.forms.choosers import ExternalLinkChooserForm
from wagtail.documents.views.documents import IndexView as DocumentIndexView
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.images.views.images import IndexView as ImageIndexView

from .media import (
    OwnDocumentsFilterSet,
    OwnImageChooseView,
    OwnImagesFilterSet,
    add_url,
    files_in_order,
    has_files_of_others,
)
from .typed_links import TypedAddressField
from .viewsets import SectionPageViewSet, section_page_viewset

# Wagtail offers no replaceable view set for these lists, so set the class attribute.
ImageIndexView.filterset_class = OwnImagesFilterSet
DocumentIndexView.filterset_class = OwnDocumentsFilterSet
ImageIndexView.order_queryset = DocumentIndexView.order_queryset = files_in_order
ImageIndexView.get_add_url = DocumentIndexView.get_add_url = add_url
for _list in (ImageIndexView, DocumentIndexView):
    _list.has_files_of_others = has_files_of_others
image_chooser.choose_view_class = OwnImageChooseView
# This dialog has no setting either.
_typed = ExternalLinkChooserForm.base_fields
_typed["url"] = TypedAddressField(label=_typed["url"].label)
# Newest first, like images.
DocumentIndexView.default_ordering = "-created_at"


# Runs after Wagtail's own registration, which it replaces.
@hooks.register("register_admin_viewset", order=1)
def page_viewset() -> SectionPageViewSet:
    """Register our view set for Wagtail's page lists."""
    return section_page_viewset
