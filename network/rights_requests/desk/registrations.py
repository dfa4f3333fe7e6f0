"""Registrations of the desk of this app."""

from wagtail_modeladmin.options import modeladmin_register

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.core.start_page import START_PANELS
from network.desks.worklist import WORK

from . import guarding, panels
from .terms import ResponseTermAdmin


def register() -> None:
    """Register the guard rules, the start page panels and the admin of response terms."""
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    START_PANELS.register({"rights_requests": panels.panels_for})
    WORK.register({"rights_requests": panels.work_for})
    modeladmin_register(ResponseTermAdmin)
