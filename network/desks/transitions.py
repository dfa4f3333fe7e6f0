"""Transitions of rows: allowed roles, conditions, and who is excluded as a preparer of the row."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.models import NETWORK_ROLES, Role
from network.agencies.people.service_forms import StrOrPromise
from network.agencies.scope import Scope
from network.core.two_people import same_person_refusal

ROLE_REFUSAL = gettext_lazy("Your role does not do this. Ask your agency's admin.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition[Row: Model]:
    """A transition of a row. Button, form and service use the same object."""

    # Also the URL name of its form.
    name: str
    label: StrOrPromise
    roles: frozenset[Role]
    role_refusal: StrOrPromise = ROLE_REFUSAL
    # Each returns a refusal or "". The first refusal is shown.
    conditions: tuple[Callable[[Row], str], ...] = ()
    # Field that will name the deciding user. `TwoPeople` constraints of the model on this field
    # exclude users who did an earlier step.
    decider: str = ""
    # Whether a button on the row's page performs it at once: it asks nothing and can be undone.
    is_one_press: bool = False

    def is_held(self, held: Collection[str]) -> bool:
        """Return whether one of these roles allows the transition."""
        return not self.roles.isdisjoint(held)

    def refusal_of(self, row: Row) -> str:
        """Return why the row's state forbids the transition for everybody, or ""."""
        return next(filter(None, (condition(row) for condition in self.conditions)), "")

    def is_open(self, row: Row, held: Collection[str]) -> bool:
        """Return whether a user with these roles may perform the transition now."""
        return self.is_held(held) and not self.refusal_of(row)

    def own_refusal(self, row: Row, user: Model) -> str:
        """Return why an earlier step of `user` on the row excludes them, or "".

        Also "" if the row's state forbids the transition for everybody.
        """
        refusal = same_person_refusal(row, self.decider, user)
        return str(refusal) if refusal and not self.refusal_of(row) else ""

    def check(self, row: Row, held: Collection[str]) -> None:
        """Raise ValidationError unless these roles may perform the transition on the locked row."""
        if not self.is_held(held):
            raise ValidationError(self.role_refusal)
        if refusal := self.refusal_of(row):
            raise ValidationError(refusal)


def held_roles(scope: Scope, agency_id: int) -> frozenset[str]:
    """Return the user's roles in an agency, plus network roles."""
    own = scope.agency_roles.get(agency_id, frozenset())
    return own | (scope.roles & frozenset(NETWORK_ROLES))


def name_or_somebody(person: User | None) -> str:
    """Return the user's name, or "Somebody else" if it is unknown. For messages about who acted
    first."""
    return (person.get_full_name() if person else "") or _("Somebody else")
