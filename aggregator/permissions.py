"""Who may see and change sources and library items, for modeladmin."""

from typing import Any

from django.db.models import Model
from wagtail_modeladmin.helpers import PermissionHelper


class LookingHelper(PermissionHelper):
    """Whoever may view the rows may look at one; changing takes the right to change."""

    def user_can_list(self, user: Any) -> bool:
        """Return whether the person holds the right to view or to change."""
        return any(
            self.user_has_specific_permission(user, self.get_perm_codename(action))
            for action in ("view", "change")
        )

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        """Return whether the person may see the list at all."""
        return self.user_can_list(user)


class FetchedHelper(LookingHelper):
    """Items come from sources: nobody adds them here, and skipping takes the place of deleting,
    because a deleted item would come back with the next fetch."""

    def user_can_create(self, user: Any) -> bool:
        """Refuse."""
        return False

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        """Refuse."""
        return False
