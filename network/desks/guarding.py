"""Helpers for the access rules of a desk, for the guard in front of /admin/."""

from collections.abc import Iterable

from network.accounts.models import User
from network.agencies.guard.owners import ObjectAccess
from network.agencies.guard.rules import Rule, UrlAudience, path
from network.agencies.models import AgencyOwned
from network.agencies.scope import Scope


def rows_in_scope(model: type[AgencyOwned]) -> ObjectAccess:
    """Return the access check of a model, based on its `scoped` manager."""

    def reaches(pk: int, user: User, scope: Scope, writing: bool) -> bool:
        return model.scoped.of(scope, writing=writing).filter(pk=pk).exists()

    return ObjectAccess(reaches)


def row_rules(
    namespace: str, kind: str, key: str, *, read: Iterable[str] = (), changed: Iterable[str] = ()
) -> dict[str, Rule]:
    """Return the rules of the URLs that name a row by `key`, for reading and for changing it."""
    refs = path(**{key: kind})
    return {f"{namespace}:{name}": Rule(refs=refs) for name in read} | {
        f"{namespace}:{name}": Rule(UrlAudience.AGENCY, refs) for name in changed
    }
