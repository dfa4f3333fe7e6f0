"""Brings the register into the admin; the hooks of the citations are in `citing.hooks`."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from .citing import hooks as citing_hooks  # noqa: F401  # importing it registers them
from .relation_services import RELATED, RELATION_CONFIRMED, UNRELATED
from .services import CONFIRMED
from .validity_services import VALIDITY_SET
from .viewsets import LegalGroup

modeladmin_register(LegalGroup)


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
