"""Brings the register into the admin; the hooks of the citations are in `citing.hooks`."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from network.core.log_actions import register_log_actions

from .citing import hooks as citing_hooks  # noqa: F401  # importing it registers them
from .relation_services import RELATED, RELATION_CONFIRMED, UNRELATED
from .services import CONFIRMED
from .validity_services import VALIDITY_SET
from .viewsets import LegalGroup

modeladmin_register(LegalGroup)


@hooks.register("register_log_actions")
def register_history(actions: Any) -> None:
    """Say in a document's history what was done to it."""
    texts = {
        CONFIRMED: (_("Confirm a legal document"), _("Confirmed the record.")),
        VALIDITY_SET: (
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
