"""Wagtail hooks of the confirmation screen: screens and history."""

from typing import Any

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from network.core.log_actions import register_log_actions

from .services import STATUS_CONFIRMED, STATUS_PROPOSED, STATUS_REFUSED


@hooks.register("register_admin_urls")
def statuses_screens() -> list[URLResolver]:
    """Mount the screens below /admin/."""
    return [path("hieu-luc-cho-xac-nhan/", include("legal_updates.statuses.urls"))]


@hooks.register("register_log_actions")
def register_history(actions: Any) -> None:
    """Register the texts of log actions in a document's history."""
    texts = {
        STATUS_PROPOSED: (
            _("Propose a status"),
            _("Proposed the status “%(validity)s”, by %(source)s"),
        ),
        STATUS_CONFIRMED: (
            _("Confirm a status"),
            _("Confirmed the status “%(validity)s”, by %(source)s"),
        ),
        STATUS_REFUSED: (_("Refuse a status"), _("Refused the status “%(validity)s”.")),
    }
    register_log_actions(actions, texts)
