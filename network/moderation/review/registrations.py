"""Registrations of the review desk."""

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.people.views import PEOPLE_LISTS
from network.core.start_page import START_PANELS
from network.desks.worklist import WORK

from . import guarding, panels


def register() -> None:
    """Register the guard rules, the start page panels, and the link from the list of people."""
    PEOPLE_LISTS.register({"moderation:agency": _("Remind, hand over work")})
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    START_PANELS.register({"moderation": panels.panels_for})
    WORK.register({"moderation": panels.work_for})
