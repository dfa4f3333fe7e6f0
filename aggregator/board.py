"""List view of sources: state, advice and next fetch of each source, and the number of sources per
state."""

import datetime as dt
from typing import Any

from django.contrib.admin import display
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from network.core.listing import ListView

from . import selectors
from .health import ILL
from .health_wording import advise_on_state, explain_state, rhythm_in_words
from .models import Health, Pace, Source
from .schedule import usual_wait
from .source_notes import gap_of
from .wording import format_moment

STATE = "state"
_MINUTE = dt.timedelta(minutes=1)
_MUCH_LONGER = 1.25


class SourceListView(ListView):
    """List of sources with the number of sources in each state above it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one tile per state with sources: label, count and link to the filtered list."""
        counted = selectors.sources_by_health()
        chosen = self.request.GET.get(STATE, "")
        tiles = [
            {
                "label": health.label,
                "count": counted[health],
                "query": f"?{STATE}={health}",
                "ill": health in ILL,
                "chosen": chosen == health,
            }
            for health in Health
            if counted.get(health)
        ]
        return super().get_context_data(tiles=tiles, **kwargs)


class SourceColumns:
    """List columns of a source; mixed into its modeladmin class."""

    url_helper: Any

    @display(description=gettext_lazy("state"), ordering="health")
    def state(self, source: Source) -> SafeString:
        """Return the source's state, since when it lasts, and advice if it needs attention."""
        health = Health(source.health)
        since = _("Since %s") % format_moment(source.health_since) if source.health_since else ""
        return format_html(
            '<span class="outcome{}">{}</span><small>{}</small><small>{} {}</small>',
            " outcome--ill" if health in ILL else "",
            health.label,
            since,
            explain_state(source),
            advise_on_state(source),
        )

    @display(description=gettext_lazy("new items"))
    def trust(self, source: Source) -> str:
        """Return whether new items are published at once or reviewed first."""
        return _("Published at once") if source.trusted else _("Reviewed first")

    @display(description=gettext_lazy("last success"), ordering="succeeded_at")
    def succeeded(self, source: Source) -> str:
        """Return when the source was last read successfully."""
        return format_moment(source.succeeded_at)

    @display(description=gettext_lazy("newest item"), ordering="newest_item_at")
    def newest(self, source: Source) -> str:
        """Return the date of the source's newest item."""
        return format_moment(source.newest_item_at)

    @display(description=gettext_lazy("next fetch"), ordering="next_fetch_at")
    def next_turn(self, source: Source) -> SafeString | str:
        """Return when the source is fetched next, and its usual interval; "–" if it is disabled."""
        if not source.enabled:
            return "–"
        waiting = source.next_fetch_at > timezone.now()
        when = format_moment(source.next_fetch_at) if waiting else _("At the next turn")
        return format_html("{}<small>{}</small>", when, self.pace(source))

    def pace(self, source: Source) -> str:
        """Return the fetch interval and whether it is automatic or fixed, or why the source waits
        longer this time."""
        if source.pace == Pace.FIXED:
            return _("fixed: %s") % rhythm_in_words(source.interval_minutes)
        wait = min(usual_wait(gap_of(source)), source.interval_minutes * _MINUTE)
        if source.fetched_at and source.next_fetch_at - source.fetched_at > _MUCH_LONGER * wait:
            return _("automatic; it waits longer: %s") % _why_longer(source)
        return _("automatic: %s") % rhythm_in_words(round(wait / _MINUTE))

    @display(description=gettext_lazy("actions"))
    def buttons(self, source: Source) -> SafeString:
        """Return the "Fetch now" button, or "–" for a disabled source. The list is one form, so the
        button has its own form action."""
        if not source.enabled:
            return SafeString("–")
        return format_html(
            '<button type="submit" class="button button-small button-secondary" formaction="{}"'
            ' aria-label="{}">{}</button>',
            self.url_helper.get_action_url("fetch", source.pk),
            _("Fetch now: %s") % source.name,
            _("Fetch now"),
        )


def _why_longer(source: Source) -> str:
    """Return why the source waits longer than usual, in words."""
    if source.failures:
        return ngettext(
            "it failed %(count)d time in a row",
            "it failed %(count)d times in a row",
            source.failures,
        ) % {"count": source.failures}
    if source.health == Health.FROZEN:
        return _("it has long had nothing new")
    return _("at night, at the portal's wish, or beside many sources of one portal")
