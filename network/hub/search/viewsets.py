"""Admin lists of the search: everyday words, and queries without results."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper

from legal_updates.desk.viewsets import ReadOnlyPermissionHelper, RegisterAdmin
from network.core.listing import ViewPermissionHelper

from .models import EverydayWord, UnansweredQuery


class EverydayWordAdmin(RegisterAdmin):
    """Pairs of everyday word and legal term."""

    model = EverydayWord
    menu_label = _("Everyday words")
    menu_icon = "search"
    menu_order = 291
    permission_helper_class: type[PermissionHelper] = ViewPermissionHelper
    actions = ("index", "create", "edit", "delete")
    history_view_enabled = False
    search_fields = ("said", "meant")
    list_display = ("said", "meant", "only_related")
    list_filter = ("related",)
    ordering = ("said",)
    edit_handler = ObjectList(
        [FieldRowPanel([FieldPanel("said"), FieldPanel("meant")]), FieldPanel("related")]
    )

    @admin.display(description=_("only related"), ordering="related")
    def only_related(self, word: EverydayWord) -> str:
        """Return a word for each related pair: an icon would be read out as "True"."""
        return gettext("Yes") if word.related else ""


class UnansweredQueryAdmin(RegisterAdmin):
    """Queries without results, most frequent first."""

    model = UnansweredQuery
    menu_label = _("Searched in vain")
    menu_icon = "help"
    menu_order = 292
    permission_helper_class: type[PermissionHelper] = ReadOnlyPermissionHelper
    actions = ("index",)
    history_view_enabled = False
    search_fields = ("query",)
    list_display = ("query", "days", "last_on")
    ordering = ("-days", "-last_on")

    def get_queryset(self, request: HttpRequest) -> QuerySet[UnansweredQuery]:
        """Return the queries whose words are stored."""
        rows: QuerySet[UnansweredQuery] = super().get_queryset(request)
        return rows.exclude(query="")
