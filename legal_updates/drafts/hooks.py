"""Wagtail hooks of the drafts desk: screens and history."""

from typing import Any

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from network.core.log_actions import register_log_actions

from .services import DRAFT_CONFIRMED, DRAFT_REFUSED


@hooks.register("register_admin_urls")
def drafts_screens() -> list[URLResolver]:
    """Mount the screens below /admin/."""
    return [path("van-ban-cho-xac-nhan/", include("legal_updates.drafts.urls"))]


@hooks.register("register_log_actions")
def register_history(actions: Any) -> None:
    """Register the texts of log actions in a document's history."""
    texts = {
        DRAFT_CONFIRMED: (
            _("Confirm a document for the register"),
            _("Confirmed %(document)s; citations that became known: %(citations)s."),
        ),
        DRAFT_REFUSED: (_("Refuse a document"), _("Refused: %(reason)s")),
    }
    register_log_actions(actions, texts)
