"""Questions put to agencies and memberships."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from network.core.text import fold

if TYPE_CHECKING:
    from . import Agency, AuditEntry, Invitation, Membership  # noqa: F401


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies by their life."""

    def valid_on(self, day: dt.date) -> "AgencyQuerySet":
        """Return the agencies that exist on `day`; an open end counts as existing."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def named(self, words: str) -> "AgencyQuerySet":
        """Return the agencies whose names or code hold `words`; all of them for no words.

        Accents do not matter: names are folded here, there are a thousand at most.
        """
        wanted = fold(words)
        if not wanted:
            return self
        rows = self.values_list("pk", "name", "short_name", "code", "aliases")
        found = [pk for pk, *names, aliases in rows if wanted in fold(" ".join([*names, *aliases]))]
        return self.filter(pk__in=found)


def over_before(day: dt.date) -> Q:
    """Return the condition for memberships that ended before `day`.

    A role in an agency ends with the agency. A role of the network does not: its holder would be
    the last one who can hand the agency's work over.
    """
    from .memberships import AGENCY_ROLES

    return Q(valid_to__lt=day) | Q(agency__valid_to__lt=day, role__in=AGENCY_ROLES)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by their life."""

    def valid_on(self, day: dt.date) -> "MembershipQuerySet":
        """Return the memberships in force on `day`, both ends included."""
        return self.filter(valid_from__lte=day).exclude(over_before(day))

    def giving_rights(self) -> "MembershipQuerySet":
        """Return the memberships of people who are not acting for an agency at this moment.

        While a person acts, the person's own memberships give no rights; the view
        `accounts_user_groups` says the same to Wagtail.
        """
        from .audit import Act

        running = Act.objects.filter(
            user=OuterRef("user"), started_at__lte=Now(), ends_at__gt=Now()
        )
        return self.filter(~Exists(running))


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """The log as each reader may see it."""

    def about(self, row: models.Model) -> "AuditEntryQuerySet":
        """Return the entries about this very row."""
        kind = ContentType.objects.get_for_model(row)
        return self.filter(about_type=kind, about_id=row.pk)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what became of them."""

    def unanswered(self) -> "InvitationQuerySet":
        """Return those neither accepted nor withdrawn, expired ones too."""
        return self.filter(accepted_at=None, withdrawn_at=None)
