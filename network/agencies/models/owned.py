"""Rows that belong to one agency, and the one way to those a person may reach."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .agencies import Agency
from .memberships import Role

if TYPE_CHECKING:
    from ..scope import Scope


class ScopedManager(models.Manager[Any]):
    """Gives rows to whom they belong; asked for all at once, it refuses."""

    def of(self, scope: "Scope", *, writing: bool = False) -> models.QuerySet[Any]:
        """Return the rows of the agencies that `scope` serves; the overseer reads all of them."""
        rows = super().get_queryset()
        if Role.OVERSEER in scope.roles and not writing:
            return rows
        return rows.filter(agency__in=scope.agency_roles)

    def get_queryset(self) -> models.QuerySet[Any]:
        """Raise: say whose rows."""
        raise NotImplementedError("Say whose rows: scoped.of(scope).")


class AgencyOwned(models.Model):
    """A row of one agency.

    `objects` stays plain, for jobs and for Django itself; screens ask `scoped`.
    """

    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+"
    )

    objects = models.Manager()
    scoped = ScopedManager()

    class Meta:
        abstract = True
