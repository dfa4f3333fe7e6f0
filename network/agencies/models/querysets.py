"""Querysets of agencies, memberships, audit entries and invitations."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Now

from network.core.text import fold

if TYPE_CHECKING:
    from . import Agency, AuditEntry, Invitation, Membership  # noqa: F401


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies, filtered by validity and name."""

    def valid_on(self, day: dt.date) -> "AgencyQuerySet":
        """Return the agencies that exist on `day`. Missing dates count as unlimited."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def named(self, words: str) -> "AgencyQuerySet":
        """Return the agencies whose names or code contain `words`, ignoring accents; all if it is
        empty. The name of a former body leads to those that go on with its work.

        Matching happens in Python, since there are at most about a thousand agencies.
        """
        wanted = fold(words)
        if not wanted:
            return self
        rows = self.annotate(former=former_names()).order_by()
        columns = rows.values_list("pk", "name", "short_name", "code", "aliases", "former")
        found = [
            pk
            for pk, *names, aliases, former in columns
            if wanted in fold(" ".join([*names, *aliases, *former]))
        ]
        return self.filter(pk__in=found)

    def closeness(self, words: str) -> Case:
        """Return the sort key for agencies found by `words`: first those that are called so, then
        those whose own name contains the words, then those that have the name of a former body.

        One query, compared in Python as in `named`.
        """
        wanted = fold(words)
        ranks: dict[int, list[int]] = {0: [], 1: []}
        for pk, *names in self.order_by().values_list("pk", "name", "short_name", "code"):
            folded = [fold(name) for name in names]
            if wanted in folded:
                ranks[0].append(pk)
            elif any(wanted in name for name in folded):
                ranks[1].append(pk)
        cases = [When(pk__in=pks, then=Value(rank)) for rank, pks in ranks.items()]
        return Case(*cases, default=Value(len(ranks)), output_field=models.IntegerField())


def former_names(agency: str = "pk") -> ArraySubquery:
    """Return the names of the bodies before an agency, whose id is in field `agency`."""
    from .agencies import Succession

    links = Succession.objects.filter(successor=OuterRef(agency))
    return ArraySubquery(links.order_by("pk").values("predecessor_name"))


def over_before(day: dt.date) -> Q:
    """Return the condition for memberships that ended before `day`.

    An agency role ends with its agency. A network role does not, because its holder may be the last
    one who can hand over the agency's work.
    """
    from .memberships import AGENCY_ROLES

    return Q(valid_to__lt=day) | Q(agency__valid_to__lt=day, role__in=AGENCY_ROLES)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, filtered by validity and rights."""

    def valid_on(self, day: dt.date) -> "MembershipQuerySet":
        """Return the memberships valid on `day`, including the first and last day."""
        return self.filter(valid_from__lte=day).exclude(over_before(day))

    def giving_rights(self) -> "MembershipQuerySet":
        """Return the memberships of people who are not acting for an agency right now.

        During an act the person's own memberships give no rights; the database view
        `accounts_user_groups` applies the same rule for Wagtail.
        """
        from .audit import Act

        running = Act.objects.filter(
            user=OuterRef("user"), started_at__lte=Now(), ends_at__gt=Now()
        )
        return self.filter(~Exists(running))


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Audit entries, filtered by the row they concern."""

    def about(self, row: models.Model) -> "AuditEntryQuerySet":
        """Return the entries about this row."""
        kind = ContentType.objects.get_for_model(row)
        return self.filter(about_type=kind, about_id=row.pk)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, filtered by state."""

    def unanswered(self) -> "InvitationQuerySet":
        """Return the invitations neither accepted nor withdrawn, including expired ones."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def in_letter_of(self, invitation: "Invitation") -> "InvitationQuerySet":
        """Return the unanswered invitations that were sent in the same letter as `invitation`, in
        their order.

        One import sends a person all roles in one letter: same address, sender and moment.
        """
        return (
            self.unanswered()
            .filter(
                email__iexact=invitation.email,
                invited_by=invitation.invited_by_id,
                invited_at=invitation.invited_at,
            )
            .select_related("agency", "stands_in_for")
            .order_by("pk")
        )
