"""Registrations of the agencies app."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from network.core.start_page import START_PANELS
from network.core.system_checks.findings import SYSTEM_CHECKS, SystemCheck
from network.mailing.kinds import MAIL_KINDS

from . import figures, guarding
from .figures import FIGURES
from .guard import owners, wagtail_rules
from .guard.by_model import BULK_MODELS
from .guard.owners import GUARDED_KINDS, ObjectKind
from .guard.rules import GUARD_RULES
from .models import JOURNAL_ACTIONS, AuditAction, Role
from .people import notifications
from .people.figures import people_figures
from .undelivered.checks import check_mail
from .undelivered.selectors import of_mails


def register() -> None:
    """Register this app's contributions in its own registries and those of lower layers."""
    GUARDED_KINDS.register(owners.KINDS | guarding.KINDS)
    GUARD_RULES.register(wagtail_rules.RULES)
    GUARD_RULES.register(guarding.RULES)
    BULK_MODELS.register({Page._meta.label_lower: ObjectKind.PAGE})
    START_PANELS.register({"figures": figures.panels_for})
    admins = frozenset({Role.AGENCY_ADMIN, Role.NETWORK_ADMIN})
    FIGURES.register(
        {"people": (frozenset({Role.AGENCY_ADMIN}), people_figures), "mails": (admins, of_mails)}
    )
    SYSTEM_CHECKS.register({"mail": SystemCheck(_("Mail"), check_mail)})
    JOURNAL_ACTIONS.register(dict(AuditAction.choices))
    MAIL_KINDS.register(notifications.MAILS)
