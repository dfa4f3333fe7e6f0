"""Brings the pipeline into the admin."""

from typing import Any

from django.urls import URLResolver, include, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from network.agencies.wagtail_hooks import AudienceMenuItem

from .clusters.services import JOINED, SPLIT
from .review_services import APPROVED, SKIPPED
from .source_notes import MOVED
from .viewsets import LibraryGroup

modeladmin_register(LibraryGroup)


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    """Mount the screens below /admin/."""
    return [path("de-nghi/", include("aggregator.proposals.urls"))]


@hooks.register("register_admin_menu_item")
def own_proposals_menu_item() -> MenuItem:
    """Lead people of an agency to what they proposed."""
    name = "aggregator_proposals:own"
    return AudienceMenuItem(gettext_lazy("Library proposals"), name, icon_name="link", order=260)


@hooks.register("register_admin_menu_item")
def waiting_proposals_menu_item() -> MenuItem:
    """Lead the network admin to what agencies propose."""
    name = "aggregator_proposals:waiting"
    return AudienceMenuItem(gettext_lazy("Library proposals"), name, icon_name="link", order=260)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Say in a history what the fetcher and the reviewers have done."""

    @actions.register_action(MOVED)
    class AddressTakenOver(LogFormatter):
        label = gettext_lazy("Take over a new address")

        def format_message(self, log_entry: Any) -> str:
            return _("The portal moved its feed for good: %(old)s became %(new)s.") % log_entry.data

    @actions.register_action(JOINED)
    class PolicyJoined(LogFormatter):
        label = gettext_lazy("Join items about one policy")

        def format_message(self, log_entry: Any) -> str:
            return _("Made one card with: %s") % "; ".join(log_entry.data["with"])

    @actions.register_action(SPLIT)
    class PolicySplit(LogFormatter):
        label = gettext_lazy("Split off an item")

        def format_message(self, log_entry: Any) -> str:
            return _("Is not the same policy as: %s") % "; ".join(log_entry.data["from"])

    @actions.register_action(APPROVED)
    class ItemApproved(LogFormatter):
        label = gettext_lazy("Approve for the library")

        def format_message(self, log_entry: Any) -> str:
            return _("Taken into the library.")

    @actions.register_action(SKIPPED)
    class ItemSkipped(LogFormatter):
        label = gettext_lazy("Skip")

        def format_message(self, log_entry: Any) -> str:
            return _("Skipped: %(reason)s") % log_entry.data
