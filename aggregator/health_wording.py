"""Sentences about the state of a source and what to do about it."""

from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .link_services import MANUAL
from .models import FetchOutcome, Health, Source
from .source_notes import CONFIRMATIONS, gap_of
from .wording import advise, explain_outcome, format_moment

_ADVICE = {
    Health.FROZEN: gettext_lazy(
        "Open the portal: if it has newer items, look for the address of its new feed."
    ),
    Health.DOUBTFUL: gettext_lazy("Look through its items that wait for a review."),
    Health.SLOW: gettext_lazy("It is tried again by itself; if it lasts, tell the portal."),
    Health.PAUSED: gettext_lazy("Switch it on in its form when it is to be fetched again."),
}


def explain_state(source: Source) -> str:
    """Return what the state means for this source, "" if the state's name says it all."""
    if source.kind == MANUAL:
        return _("Links added by hand: nothing is fetched")
    match source.health:
        case Health.FROZEN:
            return _frozen(source)
        case Health.MOVED:
            return _moved(source)
        case Health.SLOW if not FetchOutcome(source.outcome).is_failure:
            seconds = round((source.took_ms or 0) / 1000)
            return ngettext(
                "The last answer took %(count)d second.",
                "The last answer took %(count)d seconds.",
                seconds,
            ) % {"count": seconds}
    return explain_outcome(source)


def advise_on_state(source: Source) -> str:
    """Return what to do about the source, "" if nothing is needed."""
    if source.kind == MANUAL:
        return ""
    if source.health == Health.MOVED:
        return _what_to_do_about_the_move(source)
    if source.health in (Health.HEALTHY, Health.EMPTY, Health.NEVER):
        return advise(source)
    return str(_ADVICE.get(Health(source.health)) or advise(source))


def next_read(source: Source) -> str:
    """Return when the source is fetched next, "" if it is never fetched."""
    if source.kind == MANUAL:
        return ""
    if not source.enabled:
        return _("paused: it is not read")
    if source.next_fetch_at <= now():
        return _("read next at once")
    return _("read next %s") % format_moment(source.next_fetch_at)


def rhythm_in_words(minutes: int) -> str:
    """Return an interval in words: "every 15 minutes", "every 3 hours", "every 2 days"."""
    if minutes < 120:
        return ngettext("every minute", "every %(count)d minutes", minutes) % {"count": minutes}
    if minutes < 2880:
        hours = round(minutes / 60)
        return ngettext("every hour", "every %(count)d hours", hours) % {"count": hours}
    days = round(minutes / 1440)
    return ngettext("every day", "every %(count)d days", days) % {"count": days}


def _frozen(source: Source) -> str:
    """Return when a frozen source last had news and how often it usually has, in words; "" if
    unknown."""
    if source.newest_item_at is None:
        return ""
    newest = date_format(localtime(source.newest_item_at), "SHORT_DATE_FORMAT")
    if gap_of(source) is None:
        return _("The newest item is of %(date)s.") % {"date": newest}
    return _("The newest item is of %(date)s; as a rule it brings news %(rhythm)s.") % {
        "date": newest,
        "rhythm": rhythm_in_words(source.gap_minutes or 0),
    }


def _moved(source: Source) -> str:
    """Return the sentence about a permanent redirect."""
    if source.url == source.moved_to:
        return _("The new address %(url)s was taken over.") % {"url": source.moved_to}
    return _("The portal says that the feed has moved to %(url)s for good.") % {
        "url": source.moved_to
    }


def _what_to_do_about_the_move(source: Source) -> str:
    """Return the advice about a permanent redirect, "" if it was taken over."""
    if source.url == source.moved_to:
        return ""
    if source.moved_count < CONFIRMATIONS:
        return _("Nothing: the address is taken over when the portal has said so three times.")
    return _("Enter the new address in its form, or pause it if another source reads that address.")
