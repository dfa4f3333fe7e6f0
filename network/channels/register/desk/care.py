"""Start page panel of channels that need attention: returned, incomplete, or with something that
expires soon."""

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

from ...models import ENDED_STATES, Channel
from ...shared.roles import agencies_kept
from ..announcements import misleading
from ..endings import Condition, conditions
from ..selectors import channels_for, reasons_of_return
from .views import ChannelsView


class CareView(ChannelsView):
    """Panel of the channels of the user's agencies that need attention."""

    panel_heading = gettext_lazy("Pages on social networks to see to")
    action = gettext_lazy("See to it")

    @property
    def work_url(self) -> str:
        """Return the URL of the list of channels."""
        return reverse(self.index_url_name)

    def panel_rows(self) -> list[Any]:
        """Return the panel's rows: misleading announcements first, then channels that need
        attention."""
        kept = channels_for(self.scope).filter(agency__in=agencies_kept(self.scope))
        return [*misleading(kept), *self.wanting(kept)]

    def wanting(self, kept: QuerySet[Channel]) -> list[Condition]:
        """Return the channels that were returned, lack something, or have something that expires
        soon; most urgent first."""
        found = conditions(kept.exclude(state__in=ENDED_STATES), timezone.localdate(self.now))
        self.reasons = reasons_of_return(each.channel for each in found)
        rows = [each for each in found if each.needs_care or each.channel.pk in self.reasons]
        return sorted(rows, key=self.urgency)

    def announcement(self, page: ArticlePage, channel: Channel) -> PanelRow:
        """Return the row of an announcement whose link leads to a channel that is no longer
        official."""
        return PanelRow(
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            title=page.title,
            state=channel.get_state_display(),
            facts=f"{channel} · {channel.agency.short_name}",
            remark=_("Its announcement still leads there: write it anew, or have it withdrawn."),
            since=channel.ended_on,
            action=_("Write it anew"),
        )

    def urgency(self, row: Condition) -> Any:
        """Return the sort key of a row."""
        is_returned = row.channel.pk in self.reasons
        return not is_returned, not row.lack, row.ends_on or dt.date.max

    def count(self) -> int:
        """Return the number of rows."""
        return len(self.panel_rows())

    def item(self, row: Any) -> PanelRow:
        """Return a start page row, with the reason of the return or the first thing to do."""
        if not isinstance(row, Condition):
            return self.announcement(*row)
        shown = super().item(row.channel)
        shown = replace(shown, due=row.ends_on, action="", is_decision=False)
        if reason := self.reasons.get(row.channel.pk):
            return replace(shown, state=_("Returned"), remark=reason)
        [first, *more] = row.lack.sentences() or [_("Confirm its safety again in time.")]
        rest = " " + _("And %d more.") % len(more) if more else ""
        shown = replace(shown, remark=first + rest)
        if not row.lack:
            return shown
        # Marked as due today: citizens already see that the channel must be confirmed again.
        return replace(shown, warning=_("To be confirmed again"), due=timezone.localdate(self.now))
