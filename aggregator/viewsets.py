"""Modeladmin classes of sources and library items."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, re_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail_modeladmin.options import ModelAdminGroup

from network.core.listing import InspectButtons, ListAdmin

from . import link_views, opml_views, review_views, source_views, views
from .board import SourceColumns, SourceListView
from .clusters.views import ItemFactsView
from .forms import LibraryItemForm
from .list_filters import (
    AgeFilter,
    HealthFilter,
    ItemHealthFilter,
    ItemLevelFilter,
    ItemTopicFilter,
    SourceFilter,
    SourceLevelFilter,
    StatusFilter,
)
from .models import LibraryItem, Source
from .permissions import FetchedPermissionHelper
from .review_rows import ItemColumns, ItemListView, link_out, prepare_rows
from .source_forms import SourceForm, option_panels
from .wording import format_moment


class LibraryAdmin(ListAdmin):
    """Base of both modeladmin classes."""

    index_view_extra_css: tuple[str, ...] = ("core/admin_lists.css", "aggregator/admin.css")
    form_view_extra_css: tuple[str, ...] = ("core/admin_lists.css", "aggregator/admin.css")
    inspect_view_extra_css = ("core/admin_lists.css", "aggregator/admin.css")
    inspect_view_class = views.FactsView
    inspect_template_name = "aggregator/inspect.html"


class SourceAdmin(SourceColumns, LibraryAdmin):
    """Modeladmin of sources."""

    model = Source
    index_view_class = SourceListView
    menu_icon = "link"
    index_template_name = "aggregator/sources.html"
    create_template_name = "aggregator/source_create.html"
    edit_template_name = "aggregator/source_edit.html"
    form_view_extra_css = ("core/admin_lists.css", "aggregator/preview.css")
    create_view_class = source_views.SourceCreateView
    edit_view_class = source_views.SourceEditView
    delete_view_class = views.SourceDeleteView
    list_display = (
        "name",
        "level",
        "state",
        "succeeded",
        "newest",
        "next_turn",
        "buttons",
    )
    changing_columns = ("buttons",)
    list_filter = (SourceLevelFilter, HealthFilter)
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel(
                        "name",
                        help_text=gettext_lazy(
                            "As lists and cards name it, for example Báo Gia Lai."
                        ),
                    ),
                    FieldPanel("owner"),
                    FieldRowPanel(
                        [
                            FieldPanel(
                                "level",
                                help_text=gettext_lazy(
                                    "Of the body that runs the portal: agencies choose news by it."
                                ),
                            ),
                            FieldPanel("publisher"),
                        ]
                    ),
                    FieldPanel("key"),
                ],
                heading=gettext_lazy("Whose portal it is"),
            ),
            MultiFieldPanel(
                [FieldPanel("url"), FieldPanel("read_as")],
                heading=gettext_lazy("Where its news are"),
            ),
            *option_panels(),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "enabled",
                        help_text=gettext_lazy(
                            "Without the tick nothing is fetched; what is in the library stays."
                        ),
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel(
                                "pace",
                                help_text=gettext_lazy(
                                    "Automatic follows how often the portal publishes."
                                ),
                            ),
                            FieldPanel("interval_minutes"),
                        ]
                    ),
                    FieldPanel("contact_email"),
                ],
                heading=gettext_lazy("How it is fetched"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("trusted"),
                    FieldPanel("block_words"),
                    FieldPanel("licence_note"),
                    FieldPanel("topics"),
                ],
                heading=gettext_lazy("What becomes of its items"),
            ),
        ],
        base_form_class=SourceForm,
    )

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Add the URLs of "fetch now" and of the OPML import."""
        helper = self.url_helper
        fetch = re_path(
            helper.get_action_url_pattern("fetch"),
            views.fetch_now,
            name=helper.get_action_url_name("fetch"),
        )
        opml = re_path(
            rf"^{helper.base_url_path}/opml/$",
            opml_views.import_opml,
            name=helper.get_action_url_name("opml"),
        )
        return (*super().get_admin_urls_for_registration(), fetch, opml)

    def facts(self, source: Source) -> list[tuple[Any, Any]]:
        """Return all facts about a source as (label, value)."""
        field = self.opts.get_field
        topics = ", ".join(topic.name for topic in source.topics.all())
        return [
            (field("owner").verbose_name, source.owner),
            (field("level").verbose_name, source.get_level_display()),
            (field("url").verbose_name, source.url),
            (field("licence_note").verbose_name, source.licence_note or "–"),
            (_("topics"), topics or "–"),
            (_("new items"), self.trust(source)),
            (field("health").verbose_name, self.state(source)),
            (_("last fetch"), format_moment(source.fetched_at)),
            (_("last success"), self.succeeded(source)),
            (_("newest item"), self.newest(source)),
            (_("next fetch"), self.next_turn(source)),
            (field("contact_email").verbose_name, source.contact_email or "–"),
            (field("failures").verbose_name, source.failures),
        ]


class LibraryItemAdmin(ItemColumns, LibraryAdmin):
    """Modeladmin of library items: review queue and library."""

    model = LibraryItem
    menu_icon = "list-ul"
    menu_label = gettext_lazy("Review and library")
    permission_helper_class = FetchedPermissionHelper
    index_view_class = ItemListView
    index_template_name = "aggregator/items.html"
    edit_view_class = views.LibraryItemEditView
    inspect_view_class = ItemFactsView
    inspect_template_name = "aggregator/item.html"
    button_helper_class = InspectButtons
    list_display = ("tick", "title", "content", "subjects", "origin", "standing", "buttons")
    list_display_add_buttons = "title"
    changing_columns = ("tick", "subjects", "buttons")
    index_view_extra_css = (*LibraryAdmin.index_view_extra_css, "legal_updates/admin.css")
    index_view_extra_js = ("aggregator/review.js",)
    list_filter = (
        StatusFilter,
        SourceFilter,
        ItemTopicFilter,
        ItemLevelFilter,
        ItemHealthFilter,
        AgeFilter,
    )
    edit_handler = ObjectList(
        [
            FieldPanel(
                "title",
                help_text=gettext_lazy(
                    "Put obvious mistakes right; the words stay those of the source."
                ),
            ),
            FieldPanel("excerpt", widget=AdminAutoHeightTextInput),
            FieldPanel("link"),
            FieldPanel("topics"),
        ],
        base_form_class=LibraryItemForm,
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Prefetch what a row shows."""
        items: Any = super().get_queryset(request)
        return (
            items.with_sources()
            .select_related("source", "reviewed_by", "duplicate_of__source", "same_as")
            .prefetch_related("uses__agency", "duplicates__uses__agency")
        )

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Add the URLs of review and of adding links, and remove those of create and delete."""
        helper = self.url_helper
        closed = {helper.get_action_url_name(action) for action in ("create", "delete")}
        stock = super().get_admin_urls_for_registration()
        own = [
            re_path(
                rf"^{helper.base_url_path}/{action}/$",
                view,
                name=helper.get_action_url_name(action),
            )
            for action, view in (("review", review_views.review), ("link", link_views.add_link))
        ]
        return (*(each for each in stock if each.name not in closed), *own)

    def facts(self, item: LibraryItem) -> list[tuple[Any, Any]]:
        """Return the facts that a reviewer needs to decide on an item, as (label, value)."""
        prepare_rows([item])
        chosen = ", ".join(each.tag.name for each in item.item_topics.all())
        likely = ", ".join(each.name for each in item.likely_topics)
        return [
            (_("excerpt"), item.excerpt or "–"),
            (_("link"), link_out(item)),
            (_("address"), item.link or item.suggested_link or "–"),
            (_("source"), self.origin(item)),
            (_("licence note"), item.source.licence_note or "–"),
            (_("document numbers"), self.numbers(item) or "–"),
            (_("topics"), chosen or (_("Suggested: %s") % likely if likely else "–")),
            (_("status"), self.standing(item)),
        ]


class LibraryGroup(ModelAdminGroup):
    """Menu group of the pipeline."""

    menu_label = gettext_lazy("New policies")
    menu_icon = "globe"
    menu_order = 250
    items = (LibraryItemAdmin, SourceAdmin)
