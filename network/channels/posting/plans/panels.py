"""Start page panel of plans that wait for approval."""

from django.http import HttpRequest

from network.agencies.guard.menu import roles_now
from network.agencies.models import Role
from network.desks.lists import DeskList

from ...shared.roles import APPROVING
from .views import PlansView


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the desk of plans for approvers who are not overseers, else none."""
    roles = roles_now(request)
    is_approver = Role.OVERSEER not in roles and not APPROVING.isdisjoint(roles)
    return (PlansView,) if is_approver else ()
