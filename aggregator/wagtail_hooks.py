"""Wagtail hooks of the aggregator: admin URLs, menu items, log actions."""

from typing import Any

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from network.core.log_actions import register_log_actions

from .clusters.services import JOINED, SAME_ARTICLE, SPLIT
from .review_services import APPROVED, SKIPPED, TOPIC_ADDED
from .source_notes import MOVED
from .viewsets import LibraryGroup

modeladmin_register(LibraryGroup)


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    """Mount the proposals' URLs below /admin/."""
    return [path("de-nghi/", include("aggregator.proposals.urls"))]


@hooks.register("register_log_actions")
def register_history(actions: Any) -> None:
    """Register the log actions of the fetcher and the reviewers."""
    texts = {
        MOVED: (
            _("Take over a new address"),
            _("The portal moved its feed for good: %(old)s became %(new)s."),
        ),
        JOINED: (_("Join items about one policy"), _("Made one card with: %(with)s")),
        SAME_ARTICLE: (
            _("Recognize an article at another address"),
            _("“%(title)s” is also at %(address)s."),
        ),
        SPLIT: (_("Split off an item"), _("Is not the same policy as: %(from)s")),
        APPROVED: (_("Approve for the library"), _("Taken into the library.")),
        TOPIC_ADDED: (_("Add a topic"), _("Added the topic “%(topic)s”.")),
        SKIPPED: (_("Skip"), _("Skipped: %(reason)s")),
    }
    register_log_actions(actions, texts)
