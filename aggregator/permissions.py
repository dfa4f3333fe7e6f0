"""Permissions for sources and library items, used by modeladmin."""

from typing import Any

from django.db.models import Model

from network.core.listing import ViewPermissionHelper


class FetchedPermissionHelper(ViewPermissionHelper):
    """Forbids creating and deleting items: they come from sources, and a deleted item would return
    with the next fetch. Reviewers skip items instead."""

    def user_can_create(self, user: Any) -> bool:
        """Return False."""
        return False

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        """Return False."""
        return False
