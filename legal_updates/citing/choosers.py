"""Choosers for a document of the register, by number in any spelling or words of its title."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock

from network.core.keys import parse_key

from ..finding import documents_found, in_order
from ..models import LegalDocument
from ..standing import with_standing


class DocumentSearchForm(SearchFilterMixin, BaseFilterForm):
    """Search form with one box for numbers and words."""

    def filter(self, objects: Any) -> Any:
        """Return the documents with the typed number first, then those containing the words.

        Matches whole words of number and title; Wagtail's own search only completes the start of
        numbers.
        """
        words = self.cleaned_data.get("q") or ""
        if not words:
            return objects
        self.search_query, self.is_searching = words, True
        return documents_found(objects, words, day=timezone.localdate())


class _Listing:
    """What the two list views of the chooser share."""

    filter_form_class = DocumentSearchForm
    results_template_name = "legal_updates/admin/choose_results.html"

    def get_object_list(self) -> Any:
        """Return the documents with type and issuer, superseded ones last."""
        return in_order(LegalDocument.objects.with_register(), day=timezone.localdate())

    @property
    def columns(self) -> list[Column]:
        """Return the columns number, title and legal status."""
        day = timezone.localdate()
        columns: list[Column] = super().columns  # type: ignore[misc]
        columns[-1].label = _("Number and symbol")
        return [
            *columns,
            Column("abstract", label=_("Abstract"), accessor="title"),
            Column(
                "validity",
                label=_("Validity"),
                accessor=lambda row: row.shown_validity(day).label,
            ),
        ]


class DocumentChooseView(_Listing, ChooseView):
    """The chooser dialog with its search box."""


class DocumentResultsView(_Listing, ChooseResultsView):
    """The result list of the chooser."""


class DocumentChosenView(ChosenView):
    """Response with the chosen document, including the URL for rich text links."""

    def get_object(self, pk: Any) -> LegalDocument:
        """Return the document. Raises DoesNotExist, also if `pk` is no valid id."""
        return LegalDocument.objects.get(pk=parse_key(LegalDocument, pk))

    def get_chosen_response_data(self, item: LegalDocument) -> dict[str, Any]:
        """Add the public URL of the document."""
        return super().get_chosen_response_data(item) | {"url": item.get_absolute_url()}


class DocumentsChosenView(ChosenMultipleView):
    """Response with several chosen documents."""

    def get_objects(self, pks: list[Any]) -> Any:
        """Return the documents that exist among `pks`."""
        return LegalDocument.objects.filter(pk__in=[parse_key(LegalDocument, pk) for pk in pks])


class RegisterChooserBlock(ChooserBlock):
    """StreamField block that holds a legal document, loaded with its type."""

    def bulk_to_python(self, values: Any) -> Any:
        """Return the documents in the order of `values`, None for missing ones. One query."""
        documents = LegalDocument.objects.with_register()
        found = with_standing(documents, day=timezone.localdate()).in_bulk(values)
        return [found.get(key) for key in values]


class DocumentChooserViewSet(ChooserViewSet):
    """Chooser of legal documents. It cannot create records."""

    model = LegalDocument
    icon = "doc-full"
    choose_one_text = _("Choose a legal document")
    choose_another_text = _("Choose another legal document")
    edit_item_text = _("Edit this legal document")
    choose_view_class = DocumentChooseView
    choose_results_view_class = DocumentResultsView
    chosen_view_class = DocumentChosenView
    chosen_multiple_view_class = DocumentsChosenView
    base_block_class = RegisterChooserBlock


document_chooser = DocumentChooserViewSet("legal_document_chooser", url_prefix="chon-van-ban")
DocumentBlock = document_chooser.get_block_class(
    name="DocumentBlock", module_path="legal_updates.citing.choosers"
)
