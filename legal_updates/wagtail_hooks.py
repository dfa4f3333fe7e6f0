"""Brings the register into the admin; the hooks of the citations are in `citing.hooks`."""

from typing import Any

from django.db.models import Model
from django.urls import URLPattern
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from network.core.listing import ListView

from .citing import hooks as citing_hooks  # noqa: F401  # importing it registers them
from .models import Topic
from .relation_services import RELATED, RELATION_CONFIRMED, UNRELATED
from .services import CONFIRMED
from .validity_services import VALIDITY_SET


class ReadOnlyHelper(PermissionHelper):
    """Whoever may view topics sees the list; nobody changes it here."""

    def user_can_list(self, user: Any) -> bool:
        """Return whether the person may view topics."""
        return self.user_has_specific_permission(user, self.get_perm_codename("view"))

    def user_can_create(self, user: Any) -> bool:
        """Refuse."""
        return False

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        """Refuse."""
        return False

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        """Refuse."""
        return False


class TopicAdmin(ModelAdmin):
    """The subjects of the Code of norms, in its order."""

    model = Topic
    menu_icon = "tag"
    menu_order = 260
    index_view_class = ListView
    permission_helper_class = ReadOnlyHelper
    history_view_enabled = False
    list_display = ("subject", "address")
    list_per_page = 50
    ordering = ("order", "name")
    menu_label = _("Topics")

    def subject(self, topic: Topic) -> str:
        """Show the name; taggit's own label is not translated."""
        return topic.name

    subject.short_description = _("topic")  # type: ignore[attr-defined]

    def address(self, topic: Topic) -> str:
        """Show what the topic is called in addresses."""
        return topic.slug

    address.short_description = _("address")  # type: ignore[attr-defined]

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Offer the list alone."""
        index = self.url_helper.get_action_url_name("index")
        urls = super().get_admin_urls_for_registration()
        return tuple(each for each in urls if each.name == index)


modeladmin_register(TopicAdmin)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Say in a document's history what was done to it."""

    @actions.register_action(CONFIRMED)
    class DocumentConfirmed(LogFormatter):
        label = _("Confirm a legal document")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Confirmed the record.")

    @actions.register_action(VALIDITY_SET)
    class ValiditySet(LogFormatter):
        label = _("Set the validity")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Set the validity: %(validity)s, by %(source)s") % log_entry.data

    @actions.register_action(RELATED)
    class RelationAdded(LogFormatter):
        label = _("Relate a document")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Added the relation “%(type)s” %(other)s.") % log_entry.data

    @actions.register_action(RELATION_CONFIRMED)
    class RelationConfirmed(LogFormatter):
        label = _("Confirm a relation")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Confirmed the relation “%(type)s” %(other)s.") % log_entry.data

    @actions.register_action(UNRELATED)
    class RelationRemoved(LogFormatter):
        label = _("Remove a relation")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Removed the relation “%(type)s” %(other)s.") % log_entry.data
