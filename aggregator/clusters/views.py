"""Admin view of one item and the other items of its cluster."""

from typing import Any

from django.utils.translation import gettext as _

from ..views import FactsView
from .selectors import others_about


class ItemFactsView(FactsView):
    """Item page with all facts for a decision and the rest of its cluster; reviewers can split off
    wrong items here."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the other items about the policy, each with the reason why it is in the cluster."""
        others = [
            {
                "item": item,
                "address": self.url_helper.get_action_url("inspect", item.pk),
                "why": item.get_joined_by_display() or _("shown to readers"),
            }
            for item in others_about(self.instance)
        ]
        return super().get_context_data(others=others, **kwargs)
