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
    """A transition of a row; one object for the button, the form and the service."""

    # Also the name of the address of its form.
    name: str
    label: StrOrPromise
    roles: frozenset[Role]
    role_refusal: StrOrPromise = ROLE_REFUSAL
    # Each returns a refusal, or ""; the first refusal is shown.
    conditions: tuple[Callable[[Row], str], ...] = ()
    # The column that will name the user. `TwoPeople` constraints of the row on this column exclude
    # whoever took an earlier step.
    decider: str = ""

    def is_held(self, held: Collection[str]) -> bool:
        """Return whether one of these roles is enough."""
        return not self.roles.isdisjoint(held)

    def refusal_of(self, row: Row) -> str:
        """Return why the row does not allow it, for any person; "" where it does."""
        return next(filter(None, (condition(row) for condition in self.conditions)), "")

    def is_open(self, row: Row, held: Collection[str]) -> bool:
        """Return whether whoever holds these roles may do it now."""
        return self.is_held(held) and not self.refusal_of(row)

    def own_refusal(self, row: Row, user: Model) -> str:
        """Return why an earlier step of `user` at the row leaves this one to others; "" if none.

        Empty also if the row does not allow the transition to anybody now.
        """
        refusal = same_person_refusal(row, self.decider, user)
        return str(refusal) if refusal and not self.refusal_of(row) else ""

    def check(self, row: Row, held: Collection[str]) -> None:
        """Raise ValidationError, which says why, unless these roles do it to the locked row."""
        if not self.is_held(held):
            raise ValidationError(self.role_refusal)
        if refusal := self.refusal_of(row):
            raise ValidationError(refusal)


def held_roles(scope: Scope, agency_id: int) -> frozenset[str]:
    """Return the roles that count for a row of an agency: its own and those of the network."""
    own = scope.agency_roles.get(agency_id, frozenset())
    return own | (scope.roles & frozenset(NETWORK_ROLES))


def name_or_somebody(person: User | None) -> str:
    """Return who was faster."""
    return (person.get_full_name() if person else "") or _("Somebody else")
