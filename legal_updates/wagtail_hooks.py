"""Wagtail hooks of the register's history. Its folders have their own hooks."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from network.core.log_actions import register_log_actions

from .relation_services import RELATED, RELATION_CONFIRMED, UNRELATED
from .services import CONFIRMED


@hooks.register("register_log_actions")
def register_history(actions: Any) -> None:
    """Register the texts of log actions in a document's history."""
    texts = {
        CONFIRMED: (_("Confirm a legal document"), _("Confirmed the record.")),
        # Earlier releases logged this beside STATUS_CONFIRMED.
        "legal_updates.set_validity": (
            _("Set the validity"),
            _("Set the validity: %(validity)s, by %(source)s"),
        ),
        RELATED: (_("Relate a document"), _("Added the relation “%(type)s” %(other)s.")),
        RELATION_CONFIRMED: (
            _("Confirm a relation"),
            _("Confirmed the relation “%(type)s” %(other)s."),
        ),
        UNRELATED: (_("Remove a relation"), _("Removed the relation “%(type)s” %(other)s.")),
    }
    register_log_actions(actions, texts)
