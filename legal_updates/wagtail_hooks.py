"""Brings the register into the admin; the hooks of the citations are in `citing.hooks`."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from network.agencies.guard.rules import Audience, Rule, register_rules

from . import figures  # noqa: F401  # importing it registers them
from .citing import hooks as citing_hooks  # noqa: F401  # importing it registers them
from .relation_services import RELATED, RELATION_CONFIRMED, UNRELATED
from .services import CONFIRMED
from .validity_services import VALIDITY_SET
from .viewsets import LegalGroup

_DOCUMENT = "legal_updates_legaldocument_modeladmin"
_WRITING = ("create", "edit", "delete", "history", "confirm", "validity", "relate", "relation")

modeladmin_register(LegalGroup)
# The register is the network's: its admins write it, the overseer reads it.
register_rules(
    {f"{_DOCUMENT}_{name}": Rule(Audience.NETWORK) for name in (*_WRITING, "numbers")}
    | {f"{_DOCUMENT}_{name}": Rule(Audience.OVERSIGHT) for name in ("index", "inspect")}
    | {
        f"legal_updates_{model}_modeladmin_{name}": Rule(Audience.NETWORK)
        for model, names in {
            "issuingbody": ("create", "edit", "history"),
            "documenttype": ("edit", "history"),
        }.items()
        for name in names
    }
    | {
        f"legal_updates_{model}_modeladmin_index": Rule(Audience.OVERSIGHT)
        for model in ("issuingbody", "documenttype", "relationtype")
    }
)


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
