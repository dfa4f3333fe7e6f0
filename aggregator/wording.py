"""Sentences about the last fetch of a source, and advice, for its admins."""

import datetime as dt
import re

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .feeds.types import FeedProblem, NotAFeedReason
from .models import FetchOutcome, Source

# Explanations of the codes in `Source.outcome_detail`.
_DETAILS = {
    NotAFeedReason.EMPTY_BODY: _("The answer is empty."),
    NotAFeedReason.HTML_PAGE: _("The address answers with a web page."),
    NotAFeedReason.CHALLENGE_PAGE: _("The portal asks whether a person is reading."),
    NotAFeedReason.JSON: _("The address answers with JSON."),
    NotAFeedReason.BINARY: _("The address answers with a file that is no text."),
    NotAFeedReason.SITEMAP: _("The address is a sitemap."),
    NotAFeedReason.OTHER_XML: _("The address answers with another kind of XML."),
    NotAFeedReason.PLAIN_TEXT: _("The address answers with plain text."),
    NotAFeedReason.UNREADABLE: _("The answer cannot be read."),
    NotAFeedReason.FEED: _("The address is an RSS or Atom feed."),
    NotAFeedReason.SITEMAP_INDEX: _("The address lists other sitemaps."),
    NotAFeedReason.BAD_SELECTOR: _("A selector of the source cannot be used."),
    NotAFeedReason.NOTHING_MATCHES: _("Nothing on the page fits what the source describes."),
    NotAFeedReason.SCRIPT_PAGE: _("The page is filled by a script."),
    NotAFeedReason.LOGIN_PAGE: _("The address shows a page for signing in."),
    NotAFeedReason.NO_LIST: _("No list of news was found."),
    NotAFeedReason.MISSING_PAGE: _("The page says that it does not exist."),
    "bad_url": _("The address is not a proper web address."),
    "refused_address": _("The address leads into a closed network."),
    "dns": _("The name of the portal is not known."),
    "connection": _("The portal does not answer."),
    "bad_response": _("The answer cannot be read."),
    "bad_encoding": _("The answer cannot be unpacked."),
    FeedProblem.TRUNCATED: _("The feed breaks off."),
    FeedProblem.SAME_TITLES: _("All items have the same title."),
    FeedProblem.WORTHLESS_TITLES: _("Titles that say nothing wait for a person."),
    FeedProblem.UNREADABLE_TEXTS: _("Texts that can hardly be read wait for a person."),
    FeedProblem.OTHER_SCRIPTS: _(
        "Titles in another script, or with letters of another one, wait for a person."
    ),
    FeedProblem.JUMP: _("It suddenly brought far more items than usual: they wait for a person."),
    FeedProblem.UNDATED_FLOOD: _(
        "Items without dates came, many or in place of all others: they wait for a person."
    ),
    FeedProblem.OTHER_CONTENT: _(
        "Nothing of what it showed before is left: what came instead waits for a person."
    ),
    FeedProblem.OLD_FLOOD: _("Many old items came at once: they wait for a person."),
    FeedProblem.FOREIGN_HOST: _(
        "It links to a website it never linked to before: these items wait for a person."
    ),
    FeedProblem.REPUBLISHED: _(
        "Articles with known titles came at new addresses: they wait for a person."
    ),
    FeedProblem.NO_DATES: _("The items have no dates."),
    FeedProblem.TOO_MANY_ENTRIES: _("Only the newest items were read."),
}
_ADVICE = {
    FetchOutcome.NEVER: _("It is fetched at the next turn, or when you press “Fetch now”."),
    FetchOutcome.EMPTY: _("Look whether the portal has moved its feed."),
    FetchOutcome.NOT_A_FEED: _("Open the address in a browser and look for the portal's RSS link."),
    FetchOutcome.REFUSED_ADDRESS: _("Enter a public address that begins with https://."),
    FetchOutcome.UNREACHABLE: _("It is tried again by itself; if it lasts, tell the portal."),
    FetchOutcome.TIMEOUT: _("It is tried again by itself; if it lasts, tell the portal."),
    FetchOutcome.CERTIFICATE: _("Tell the portal to renew its certificate."),
    FetchOutcome.TOO_LARGE: _("Ask the portal for a feed with fewer items."),
    FetchOutcome.REDIRECTS: _("Open the address in a browser and enter the one it ends at."),
    FetchOutcome.BUSY: _("It is tried again when the portal has asked us to."),
    FetchOutcome.HTTP_ERROR: _("Check the address; if it is right, ask the portal to let us in."),
    FetchOutcome.NOT_FOUND: _("Open the portal and look for the new address of its feed."),
    FetchOutcome.GONE: _("The source was switched off. Look for its new address."),
    FetchOutcome.FAULT: _("Tell the technical staff: the log says more."),
}


def explain_outcome(source: Source) -> str:
    """Return what to add to the outcome's name, "" if nothing."""
    found = re.match(r"http_(\d{3})$", source.outcome_detail)
    if found and FetchOutcome(source.outcome).is_failure:
        return gettext("The portal answered with code %(code)s.") % {"code": found.group(1)}
    codes = re.split(r", |: ", source.outcome_detail)
    known = (_DETAILS[code] for code in codes if code in _DETAILS)
    return " ".join(str(sentence) for sentence in known)


def advise(source: Source) -> str:
    """Return what to do about the source's last outcome, "" if nothing is needed."""
    return str(_ADVICE.get(FetchOutcome(source.outcome), ""))


def format_moment(value: dt.datetime | None) -> str:
    """Return a date and time for a list, "–" for None."""
    return date_format(localtime(value), "SHORT_DATETIME_FORMAT") if value else "–"
