"""What waits for those who keep channels: what was returned, is missing, or ends soon."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.desks.panels import PanelRow
from sites.models import ArticlePage

from ..endings import Condition, conditions
from ..models import ENDED_STATES, Channel
from ..notices.selectors import misleading
from ..selectors import channels_for, reasons_of_return
from .views import ChannelsView, agencies_kept


class CareView(ChannelsView):
    """The channels of one's agencies that were returned, lack something, or end soon."""

    panel_heading = gettext_lazy("Pages on social networks to see to")

    @property
    def work_url(self) -> str:
        """Return the list of the agencies' channels, each with what is missing."""
        return reverse(self.index_url_name)

    def panel_rows(self) -> list[Any]:
        """Return what waits for those who keep the channels: what misleads, then the returned."""
        kept = channels_for(self.scope).filter(agency__in=agencies_kept(self.scope))
        return [*misleading(kept), *self.wanting(kept)]

    def wanting(self, kept: QuerySet[Channel]) -> list[Condition]:
        """Return the channels that were returned, lack something, or end soon."""
        found = conditions(kept.exclude(state__in=ENDED_STATES), timezone.localdate(self.now))
        self.reasons = reasons_of_return(each.channel for each in found)
        rows = [each for each in found if each.needs_care or each.channel.pk in self.reasons]
        return sorted(rows, key=self.urgency)

    def announcement(self, page: ArticlePage, channel: Channel) -> PanelRow:
        """Return an announcement that leads to a page which is official no more."""
        return PanelRow(
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            title=page.title,
            state=channel.get_state_display(),
            facts=f"{channel} · {channel.agency.short_name}",
            remark=_("Its announcement still leads there: write it anew, or have it withdrawn."),
            since=channel.ended_on,
        )

    def urgency(self, row: Condition) -> Any:
        """Return what the rows are sorted by."""
        is_returned = row.channel.pk in self.reasons
        return not is_returned, not row.lack, row.ends_on or dt.date.max

    def count(self) -> int:
        """Return how many there are."""
        return len(self.panel_rows())

    def item(self, row: Any) -> PanelRow:
        """Return one on the start page, with why it was returned or the first thing to do."""
        if not isinstance(row, Condition):
            return self.announcement(*row)
        shown = replace(super().item(row.channel), due=row.ends_on)
        if reason := self.reasons.get(row.channel.pk):
            return replace(shown, state=_("Returned"), remark=reason)
        [first, *more] = row.lack.sentences() or [_("Confirm its safety again in time.")]
        rest = " " + _("And %d more.") % len(more) if more else ""
        shown = replace(shown, remark=first + rest)
        if not row.lack:
            return shown
        # Citizens read it already: nothing is more urgent but what is late.
        return replace(shown, warning=_("To be confirmed again"), due=timezone.localdate(self.now))
