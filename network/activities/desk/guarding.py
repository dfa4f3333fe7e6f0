"""Guard rules of the diary screens."""

from network.accounts.models import User
from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectAccess, ObjectKind
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing, path
from network.agencies.models import Agency, Role
from network.agencies.scope import Scope
from network.desks.guarding import row_rules

from ..selectors import activities_for
from .events import EventsView
from .figures import AgencyActivitiesView, FiguresView
from .views import ActivitiesView

ACTIVITY, COUNTED_AGENCY = "activity", "counted_agency"


def _activity(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return activities_for(scope, writing=writing).filter(pk=pk).exists()


def _counted_agency(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    if Role.OVERSEER in scope.roles and not writing:
        return Agency.objects.filter(pk=pk).exists()
    return pk in scope.agency_roles


KINDS = {
    ACTIVITY: ObjectAccess(_activity),
    COUNTED_AGENCY: ObjectAccess(_counted_agency),
}
_OF_AGENCY = path(agency_id=COUNTED_AGENCY)
RULES = {
    **list_rules(ActivitiesView, FiguresView),
    **list_rules(EventsView, audience=UrlAudience.AGENCY),
    **{name: Rule(refs=_OF_AGENCY) for name in AgencyActivitiesView.url_names()},
    "activities:xlsx": Rule(refs=names_nothing()),
    **{
        name: Rule(UrlAudience.AGENCY, names_nothing())
        for name in ("activities:add", "activities:import", "activities:blank")
    },
    "activities:add_for": Rule(UrlAudience.AGENCY, _OF_AGENCY),
    "activities:from_event": Rule(UrlAudience.AGENCY, path(page_id=ObjectKind.PAGE)),
    **row_rules(
        *("activities", ACTIVITY, "activity_id"),
        read=("activity",),
        changed=("edit", "copy", "remove"),
    ),
}
