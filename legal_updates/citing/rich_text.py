"""Rich text links to documents, stored as <a linktype="legal-document" id="5">."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from ..models import LegalDocument

FEATURE = "legal-document"
_ENTITY = "LEGAL-DOCUMENT"


class DocumentLinkHandler(LinkHandler):
    """Marks document links in rich text. `rendering` later completes all links of a page with one
    query."""

    identifier = FEATURE

    @staticmethod
    def get_model() -> type[LegalDocument]:
        """Return the linked model."""
        return LegalDocument

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return the opening tags. An id that is no number gives a link without target."""
        keys = (attrs.get("id", "") for attrs in attrs_list)
        return [
            f'<a data-document="{key}">' if key.isascii() and key.isdigit() else "<a>"
            for key in keys
        ]

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Any:
        """Yield the referenced document, for Wagtail's reference index and the citation index."""
        if attrs.get("id", "").isdigit():
            yield cls.get_model(), attrs["id"], "", ""


class DocumentElementHandler(LinkElementHandler):
    """Converts a stored link for the editor."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        """Return the link's data for the editor; only the id if the document no longer exists."""
        key = attrs.get("id", "")
        rows = LegalDocument.objects.with_register()
        found = rows.filter(pk=key).first() if key.isascii() and key.isdigit() else None
        if found is None:
            return {"id": key}
        return {"id": str(found.pk), "url": found.get_absolute_url(), "title": str(found)}


def stored_link(props: dict[str, Any]) -> Any:
    """Return the stored form of an editor link."""
    attributes = {"linktype": FEATURE, "id": props.get("id")}
    return DOM.create_element("a", attributes, props["children"])


def register_feature(features: FeatureRegistry) -> None:
    """Register the link type with Wagtail: link handler, editor plugin and converters."""
    features.register_link_type(DocumentLinkHandler)
    features.register_editor_plugin(
        "draftail",
        FEATURE,
        EntityFeature(
            {
                "type": _ENTITY,
                "icon": "doc-full",
                "description": _("Legal document"),
                "attributes": ["id", "url", "title"],
                "allowlist": {"data-id": True},
                "chooserUrls": {"legalDocument": reverse_lazy("legal_document_chooser:choose")},
            },
            js=["wagtailadmin/js/chooser-modal.js", "legal_updates/document_link.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {
                f'a[linktype="{FEATURE}"]': DocumentElementHandler(_ENTITY),
            },
            "to_database_format": {"entity_decorators": {_ENTITY: stored_link}},
        },
    )
