"""What waits for those who keep channels: what is missing, and what ends soon."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.desks.panels import Item

from ..endings import Condition, conditions
from ..models import ChannelState
from ..selectors import channels_for
from .views import ChannelsView, agencies_kept


class CareView(ChannelsView):
    """The channels in use of one's agencies of which something is missing, or ends soon."""

    panel_heading = gettext_lazy("Pages on social networks to be confirmed again")

    @property
    def work_url(self) -> str:
        """Return the list of the agencies' channels, each with what is missing."""
        return reverse(self.index_url_name)

    def panel_rows(self) -> list[Condition]:
        """Return what waits for those who keep the channels, what is missing first."""
        kept = channels_for(self.scope).filter(
            state=ChannelState.ACTIVE, agency__in=agencies_kept(self.scope)
        )
        found = [each for each in conditions(kept, timezone.localdate(self.now)) if each.needs_care]
        return sorted(found, key=lambda each: (not each.lack, each.ends_on or dt.date.max))

    def count(self) -> int:
        """Return how many there are."""
        return len(self.panel_rows())

    def item(self, row: Any) -> Item:
        """Return one on the start page, with the first thing to do."""
        [first, *more] = row.lack.sentences() or [_("Confirm its safety again in time.")]
        rest = " " + _("And %d more.") % len(more) if more else ""
        shown = replace(super().item(row.channel), due=row.ends_on, remark=first + rest)
        return replace(shown, state=_("To be confirmed again")) if row.lack else shown
