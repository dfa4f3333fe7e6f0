"""The screen of one item, with the others about the same policy."""

from typing import Any

from django.utils.translation import gettext as _

from ..views import FactsView
from .selectors import others_about


class ItemFactsView(FactsView):
    """Shows an item with what a decision needs; a wrong one of its cluster is split off here."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the others about the policy, and why they are taken for it."""
        others = [
            {
                "item": item,
                "address": self.url_helper.get_action_url("inspect", item.pk),
                "why": item.get_joined_by_display() or _("shown to readers"),
            }
            for item in others_about(self.instance)
        ]
        return super().get_context_data(others=others, **kwargs)
