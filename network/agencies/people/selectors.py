"""Select the people whom a user may manage. Never returns people of other agencies."""

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from network.accounts.models import User
from network.accounts.selectors import with_second_factor
from network.core.plain_names import unaccented_words
from network.core.sorting import SortKey, person_order

from ..models import (
    AGENCY_ROLES,
    NETWORK_ROLES,
    Agency,
    AgencyStatus,
    Invitation,
    Membership,
    Role,
    RoleGroup,
)
from ..models.querysets import AgencyQuerySet, over_before
from .factors import is_reset_by_network, with_factors

# How many days before its end a role appears as "ending": a new decision takes time.
ENDING_DAYS = 30


def administered_agencies(user: User) -> AgencyQuerySet:
    """Return the agencies that `user` administers now, by membership or by a running act."""
    groups = RoleGroup.objects.filter(role=Role.AGENCY_ADMIN, group__user=user)
    return Agency.objects.filter(pk__in=groups.values("agency_id"))


def managed_memberships(user: User) -> QuerySet[Membership]:
    """Return the memberships that `user` may change: agency roles in administered agencies.

    Network roles are excluded even if held at such an agency. The agencies' ids are read first:
    given as a subquery, PostgreSQL joins all people of the network before it asks whose they are.
    """
    agencies = list(administered_agencies(user).values_list("pk", flat=True))
    rows = Membership.objects.filter(agency__in=agencies, role__in=AGENCY_ROLES)
    return rows.select_related("user", "agency")


def conditions_on_memberships(today: dt.date) -> dict[str, Q]:
    """Return the conditions of the lists of people, by their query parameter.

    "": current or future; "ended": over before `today`; "ending": ends within ENDING_DAYS;
    "unsafe": current, and the person has no second factor.
    """
    over = over_before(today)
    soon = today + dt.timedelta(days=ENDING_DAYS)
    serving = ~over & Q(valid_from__lte=today)
    return {
        "": ~over,
        "ended": over,
        "ending": serving & (Q(valid_to__lte=soon) | Q(agency__valid_to__lte=soon)),
        "unsafe": serving & ~Q(user__in=with_second_factor()),
    }


def listed_memberships(user: User, *, today: dt.date, which: str = "") -> QuerySet[Membership]:
    """Return the memberships `user` manages that meet condition `which` of
    `conditions_on_memberships`, by person."""
    rows = managed_memberships(user).filter(conditions_on_memberships(today)[which])
    return with_substitutes(with_factors(rows, today=today)).order_by(
        SortKey("agency__name"), "agency_id", person_order("user__"), "role", "pk"
    )


def with_substitutes(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Annotate the last day of the latest substitute, and load the substitute and the substituted
    person."""
    last = Membership.objects.filter(stands_in_for=OuterRef("pk")).order_by("-valid_from", "-pk")
    until = Subquery(last.values("valid_to")[:1])
    named = rows.annotate(substitute_until=until)
    return named.select_related("user", "agency", "substitute", "stands_in_for__user")


def substitutes_on(day: dt.date) -> QuerySet[Membership]:
    """Return the memberships of substitutes on `day`, by person."""
    rows = Membership.objects.valid_on(day).filter(stands_in_for__isnull=False)
    return rows.select_related("user", "stands_in_for__user").order_by("user__sort_name", "pk")


def count_people(user: User, *, today: dt.date) -> list[dict[str, Any]]:
    """Count per agency and role that `user` manages how many people serve, end soon, or are unsafe.

    Rows {"agency_id", "role", "serving", "ending", "unsafe"}. One query, at most four rows per
    agency.
    """
    conditions = conditions_on_memberships(today)
    serving = Q(valid_from__lte=today, user__is_active=True) & conditions[""]
    rows: QuerySet[Any, Any] = (
        Membership.objects.filter(agency__in=administered_agencies(user), role__in=AGENCY_ROLES)
        .order_by()
        .values("agency_id", "role")
        .annotate(
            serving=Count("pk", filter=serving),
            ending=Count("pk", filter=conditions["ending"]),
            unsafe=Count("pk", filter=conditions["unsafe"]),
        )
    )
    return list(rows)


def managed_invitations(user: User) -> QuerySet[Invitation]:
    """Return the open invitations to agencies that `user` administers."""
    return (
        Invitation.objects.unanswered()
        .filter(agency__in=administered_agencies(user), role__in=AGENCY_ROLES)
        .select_related("agency", "invited_by")
    )


def invitations_to(words: str) -> QuerySet[Invitation]:
    """Return the open invitations to the agencies with these words in a name or code, newest
    first."""
    rows = Invitation.objects.unanswered().filter(agency__in=Agency.objects.named(words))
    return rows.select_related("agency", "invited_by").order_by("-invited_at", "-pk")


def network_invitations() -> QuerySet[Invitation]:
    """Return the open invitations to network roles, newest first."""
    rows = Invitation.objects.unanswered().filter(role__in=NETWORK_ROLES)
    return rows.select_related("agency", "invited_by").order_by("-invited_at", "-pk")


def colleagues(agency_id: int | None, *, today: dt.date) -> QuerySet[User]:
    """Return the people who hold an agency role in the agency today."""
    serving = Membership.objects.valid_on(today).filter(agency=agency_id, role__in=AGENCY_ROLES)
    return User.objects.filter(pk__in=serving.values("user_id")).order_by(person_order(), "pk")


def runs_network(user: User) -> bool:
    """Return whether `user` is a network admin now."""
    return RoleGroup.objects.filter(role=Role.NETWORK_ADMIN, group__user=user).exists()


def agencies_without_admin(*, today: dt.date) -> QuerySet[Agency]:
    """Return the active agencies with a section but no active admin.

    An admin whose role begins later counts as an admin.
    """
    admins = Membership.objects.filter(role=Role.AGENCY_ADMIN, user__is_active=True).exclude(
        over_before(today)
    )
    opened = Agency.objects.filter(home_page__isnull=False, status=AgencyStatus.ACTIVE)
    # Asked of each agency by itself, so that a page of a list does not read all members.
    own = admins.filter(agency=OuterRef("pk"))
    return opened.exclude(valid_to__lt=today).filter(~Exists(own))


def listed_network_memberships(*, today: dt.date) -> QuerySet[Membership]:
    """Return the current and future network roles on `today`, by person."""
    rows = Membership.objects.filter(role__in=NETWORK_ROLES).exclude(over_before(today))
    return (
        with_factors(rows, today=today)
        .select_related("user", "agency")
        .order_by(person_order("user__"), "user_id", "role", "pk")
    )


def everybodys_memberships(*, today: dt.date, words: str = "") -> QuerySet[Membership]:
    """Return the memberships of all agencies and the network whose person's name contains `words`,
    by person.

    Annotated as by `with_factors`, plus `network_resets`. Search and order use indexed name
    columns.
    """
    rows = Membership.objects.filter(user__plain_name__contains=unaccented_words(words))
    # Annotated, so that it is evaluated only for the rows shown; a separate query would evaluate it
    # for all people.
    listed = with_factors(rows, today=today).annotate(
        network_resets=is_reset_by_network(today=today)
    )
    return with_substitutes(listed).order_by("user__sort_name", "user_id", "-valid_from", "pk")
