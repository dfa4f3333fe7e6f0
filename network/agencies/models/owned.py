"""Base model for rows of one agency, with access limited by scope."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from .agencies import Agency
from .memberships import Role


class HeldRoles(Protocol):
    """What limits access: the user's roles, of all agencies and by agency id (`scope.Scope`)."""

    @property
    def roles(self) -> Collection[str]: ...

    @property
    def agency_roles(self) -> Mapping[int, Collection[str]]: ...


class ScopedManager(models.Manager[Any]):
    """Manager that returns rows only for a given scope. Unscoped access raises
    NotImplementedError."""

    def of(self, scope: HeldRoles, *, writing: bool = False) -> models.QuerySet[Any]:
        """Return the rows of the agencies in `scope`. Overseers read all rows, unless `writing`."""
        rows = super().get_queryset()
        if Role.OVERSEER in scope.roles and not writing:
            return rows
        return rows.filter(agency__in=scope.agency_roles)

    def get_queryset(self) -> models.QuerySet[Any]:
        """Raise NotImplementedError, because the scope is missing."""
        raise NotImplementedError("Say whose rows: scoped.of(scope).")


class AgencyOwned(models.Model):
    """A row of one agency. Screens use `scoped`; `objects` is unfiltered, for jobs and Django
    itself."""

    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+"
    )

    objects = models.Manager()
    scoped = ScopedManager()

    class Meta:
        abstract = True
