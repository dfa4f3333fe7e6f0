"""Who may see and change sources and library items, for modeladmin."""

from typing import Any

from django.db.models import Model

from network.core.listing import ViewPermissionHelper


class FetchedPermissionHelper(ViewPermissionHelper):
    """Items come from sources: nobody adds them here, and skipping takes the place of deleting,
    because a deleted item would come back with the next fetch."""

    def user_can_create(self, user: Any) -> bool:
        """Refuse."""
        return False

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        """Refuse."""
        return False
