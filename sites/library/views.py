"""Views of the common library for agencies: read, search, and start a page."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button
from wagtail.search.backends import get_search_backend

from aggregator.models import LibraryItem
from aggregator.wording import format_moment
from network.agencies.models import AGENCY_ROLES
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import ActionsColumn, LinkColumn, TableView, TwoLineColumn

from .forms import DraftKind, PlaceForm
from .selectors import library_for, published_item, usual_place, writing_homes
from .services import begin_article, begin_legal_update

INDEX = reverse_lazy("agency_library:index")


def _sources(item: LibraryItem) -> str:
    return ", ".join(source.name for source in item.sources)


def _own_uses(item: LibraryItem) -> str:
    """Return what the user's agencies have made of the item."""
    uses = getattr(item, "own_uses", [])
    if not uses:
        return ""
    titles = "; ".join(use.page.title for use in uses if use.page)
    return _("Used %(when)s: %(titles)s") % {
        "when": format_moment(uses[0].used_at),
        "titles": titles,
    }


class LibraryView(TableView):
    """List of the library, newest first."""

    page_title = gettext_lazy("Common library")
    header_icon = "globe"
    index_url_name = "agency_library:index"
    index_results_url_name = "agency_library:results"
    results_template_name = "agency_sites/library/results.html"
    is_searchable = True
    paginate_by = 30
    readers = AGENCY_ROLES

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.writes = bool(writing_homes(scope_now(request)))

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns; the button column only for users who may write."""
        shown: list[BaseColumn] = [
            LinkColumn(
                "title",
                label=_("Title"),
                url=lambda item: item.href,
                second=lambda item: item.excerpt,
            ),
            TwoLineColumn(
                "source",
                label=_("Source"),
                accessor=_sources,
                second=lambda item: format_moment(item.published_at),
            ),
            TwoLineColumn(
                "numbers",
                label=_("Document numbers"),
                accessor=lambda item: ", ".join(item.document_numbers),
                second=_own_uses,
            ),
        ]
        if self.writes:
            shown.append(ActionsColumn("actions", label=_("Actions"), actions=self.actions))
        return shown

    def actions(self, item: LibraryItem) -> list[Button]:
        return [Button(_("Use this item"), reverse("agency_library:use", args=[item.pk]))]

    def get_base_queryset(self) -> QuerySet[LibraryItem]:
        """Return the published items."""
        return library_for(scope_now(self.request))

    def search_queryset(self, queryset: Any) -> Any:
        if not self.search_query:
            return queryset
        return get_search_backend().search(self.search_query, queryset)


class UseView(ServiceForm):
    """Start a page from an item: choose type and parent."""

    form_class = PlaceForm
    header_icon = "globe"
    above = [(INDEX, gettext_lazy("Common library"))]
    page_title = gettext_lazy("Use this item")
    success_message = gettext_lazy(
        "The draft is made. Write it in your own words, then hand it in."
    )
    submit_label = gettext_lazy("Make the draft")
    explanation = gettext_lazy(
        "Title, source, address and date are filled in; the excerpt stands there as a quotation."
        " A legal update also gets the documents that the register knows by the item's numbers."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the user's sections and the item. Raises PermissionDenied without a section, Http404
        without an item."""
        self.homes = writing_homes(scope_now(request))
        if not self.homes:
            raise PermissionDenied
        item = published_item(kwargs["item_id"])
        if item is None:
            raise Http404
        self.item = item
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.item.title

    def get_form_kwargs(self) -> dict[str, Any]:
        """Pass the user's sections to the form."""
        return super().get_form_kwargs() | {"homes": self.homes}

    def get_initial(self) -> dict[str, Any]:
        """Propose a legal update for an item with document numbers, and the usual parent page."""
        named = bool(self.item.document_numbers)
        proposed = {"draft": DraftKind.UPDATE if named else DraftKind.ARTICLE}
        return super().get_initial() | proposed | {"place": usual_place(self.homes)}

    def perform(self, form: Form) -> None:
        """Create the draft and open it in the editor."""
        update = form.cleaned_data["draft"] == DraftKind.UPDATE
        begin = begin_legal_update if update else begin_article
        page = begin(
            item=self.item, place=form.cleaned_data["place"], author=self.user, now=self.now
        )
        self.success_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
