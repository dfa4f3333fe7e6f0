"""Wagtail hooks of the register. Those of citations are in `citing.hooks`."""

from typing import Any

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from network.core.log_actions import register_log_actions

from .citing import hooks as citing_hooks  # noqa: F401  # importing it registers them
from .drafts.services import DRAFT_CONFIRMED, DRAFT_REFUSED
from .relation_services import RELATED, RELATION_CONFIRMED, UNRELATED
from .services import CONFIRMED
from .statuses.services import STATUS_CONFIRMED, STATUS_PROPOSED, STATUS_REFUSED
from .viewsets import LegalGroup

modeladmin_register(LegalGroup)


@hooks.register("register_admin_urls")
def confirming_screens() -> list[URLResolver]:
    """Mount the drafts desk and the confirmation screen below /admin/."""
    return [
        path("van-ban-cho-xac-nhan/", include("legal_updates.drafts.urls")),
        path("hieu-luc-cho-xac-nhan/", include("legal_updates.statuses.urls")),
    ]


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
        DRAFT_CONFIRMED: (
            _("Confirm a document for the register"),
            _("Confirmed %(document)s; citations that became known: %(citations)s."),
        ),
        DRAFT_REFUSED: (_("Refuse a document"), _("Refused: %(reason)s")),
        STATUS_PROPOSED: (
            _("Propose a status"),
            _("Proposed the status “%(validity)s”, by %(source)s"),
        ),
        STATUS_CONFIRMED: (
            _("Confirm a status"),
            _("Confirmed the status “%(validity)s”, by %(source)s"),
        ),
        STATUS_REFUSED: (_("Refuse a status"), _("Refused the status “%(validity)s”.")),
        UNRELATED: (_("Remove a relation"), _("Removed the relation “%(type)s” %(other)s.")),
    }
    register_log_actions(actions, texts)
