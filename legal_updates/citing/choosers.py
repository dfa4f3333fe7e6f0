"""Choosing a document of the register: by its number in any spelling, or by words of its title."""

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
    """One box for numbers and words."""

    def filter(self, objects: Any) -> Any:
        """Return what has the typed number, however it is written, then what has the words.

        Whole words of number and abstract: Wagtail's own completes the beginnings of numbers alone.
        """
        words = self.cleaned_data.get("q") or ""
        if not words:
            return objects
        self.search_query, self.is_searching = words, True
        return documents_found(objects, words, day=timezone.localdate())


class _Listing:
    """What both views of the list share."""

    filter_form_class = DocumentSearchForm

    def get_object_list(self) -> Any:
        """Return the documents with what a row shows, superseded ones last."""
        return in_order(LegalDocument.objects.with_register(), day=timezone.localdate())

    @property
    def columns(self) -> list[Column]:
        """Return number, title and validity."""
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
    """The list with its search box."""


class DocumentResultsView(_Listing, ChooseResultsView):
    """The list alone."""


class DocumentChosenView(ChosenView):
    """The chosen document; rich text shows where its link leads."""

    def get_object(self, pk: Any) -> LegalDocument:
        """Return the document; DoesNotExist also for what is no key."""
        return LegalDocument.objects.get(pk=parse_key(LegalDocument, pk))

    def get_chosen_response_data(self, item: LegalDocument) -> dict[str, Any]:
        """Add the address."""
        return super().get_chosen_response_data(item) | {"url": item.get_absolute_url()}


class DocumentsChosenView(ChosenMultipleView):
    """The chosen documents."""

    def get_objects(self, pks: list[Any]) -> Any:
        """Return those documents that there are."""
        return LegalDocument.objects.filter(pk__in=[parse_key(LegalDocument, pk) for pk in pks])


class RegisterChooserBlock(ChooserBlock):
    """A block that holds a document of the register, read with its kind."""

    def bulk_to_python(self, values: Any) -> Any:
        """Return the documents in the order of their keys; one query for all of them."""
        documents = LegalDocument.objects.with_register()
        found = with_standing(documents, day=timezone.localdate()).in_bulk(values)
        return [found.get(key) for key in values]


class DocumentChooserViewSet(ChooserViewSet):
    """The chooser of legal documents; records are made elsewhere."""

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
