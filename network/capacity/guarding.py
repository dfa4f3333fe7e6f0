"""What the guard in front of /admin/ must know of these screens."""

from network.accounts.models import User
from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectAccess, ObjectKind
from network.agencies.guard.rules import Audience, Rule, path
from network.agencies.scope import Scope

from .models import Qualification
from .people_views import QualificationsView
from .selectors import own_qualifications, readable_qualifications

QUALIFICATION = "qualification"


def _qualification(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    rows = own_qualifications(scope) if writing else readable_qualifications(scope)
    return rows.filter(pk=pk).exists()


def _recorded_by(pk: int) -> str | None:
    return Qualification.objects.filter(pk=pk).values_list("agency__code", flat=True).first()


KINDS = {QUALIFICATION: ObjectAccess(_qualification, _recorded_by)}
_QUALIFICATION = path(qualification_id=QUALIFICATION)
RULES = {
    **list_rules(QualificationsView, audience=Audience.ADMIN_AND_OVERSEER),
    "capacity:record": Rule(Audience.AGENCY_ADMIN, path(membership_id=ObjectKind.MEMBERSHIP)),
    "capacity:change": Rule(Audience.AGENCY_ADMIN, _QUALIFICATION),
    "capacity:file": Rule(Audience.ADMIN_AND_OVERSEER, _QUALIFICATION),
}
