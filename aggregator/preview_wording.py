"""Sentences about the result of a preview, for the person who creates a source."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .feeds.types import Entry, EntryProblem, FeedProblem, NotAFeedReason
from .models import FetchOutcome, Source
from .preview_services import HTTP_ONLY, Preview
from .wording import advise, explain_outcome

_ENTRY_PROBLEMS = {
    EntryProblem.NO_TITLE: _("No title"),
    EntryProblem.TITLE_FROM_DESCRIPTION: _("Title taken from the description"),
    EntryProblem.TITLE_FROM_LINK: _("Title made from the address: reviewed before it is shown"),
    EntryProblem.WORTHLESS_TITLE: _("Title that says nothing: reviewed before it is shown"),
    EntryProblem.NO_LINK: _("No link"),
    EntryProblem.BROKEN_LINK: _("Broken link"),
    EntryProblem.NO_DATE: _("No date"),
    EntryProblem.BAD_DATE: _("Date not understood"),
    EntryProblem.DAMAGED_TEXT: _("Damaged letters"),
    EntryProblem.OTHER_SCRIPT: _("Title in another script: reviewed before it is shown"),
}
_FEED_PROBLEMS = {
    FeedProblem.EMPTY: _("There is no news in it at the moment."),
    FeedProblem.ILL_FORMED: _("It is not well-formed; it was read all the same."),
    FeedProblem.TRUNCATED: _("The feed breaks off."),
    FeedProblem.CHARSET_REPAIRED: _("Its letters were damaged and have been repaired."),
    FeedProblem.DOUBLE_ENCODED: _("Its letters were damaged and have been repaired."),
    FeedProblem.SAME_TITLES: _("All items have the same title."),
    FeedProblem.NO_DATES: _("The items have no dates."),
    FeedProblem.TOO_MANY_ENTRIES: _("Only the newest items were read."),
}
_ADVICE = {
    NotAFeedReason.FEED: _("Choose the kind “RSS or Atom feed”."),
    NotAFeedReason.SITEMAP: _("Choose the kind “Sitemap”."),
    NotAFeedReason.SITEMAP_INDEX: _("Choose one of the sitemaps it names."),
    NotAFeedReason.NOTHING_MATCHES: _(
        "Open the page in a browser, look up the selector or the pattern again, and try once more."
    ),
    NotAFeedReason.HTML_PAGE: _("Choose one of the addresses found."),
    NotAFeedReason.JSON: _(
        "Choose the kind “JSON with a list of news” and say where title and link of its items are."
    ),
}
# Failures said in one sentence of their own, by the code in `Preview.detail` or by the outcome,
# each with the next step.
_FAILURES: dict[str, tuple[Any, Any]] = {
    NotAFeedReason.SCRIPT_PAGE: (
        _("A script fills this page only when it is open in a browser: there is nothing to read."),
        _("Ask who runs the portal for its RSS feed, or for the JSON address that the page loads."),
    ),
    NotAFeedReason.LOGIN_PAGE: (
        _("The address shows a page for signing in."),
        _("Enter an address that opens without signing in."),
    ),
    NotAFeedReason.NO_LIST: (
        _("Neither a feed nor a list of news was found at this address."),
        _("Open the portal, choose a category that lists its news, and enter that page's address."),
    ),
    NotAFeedReason.CHALLENGE_PAGE: (
        _("The portal asks whether a person is reading and shows a program nothing."),
        _("Ask who runs the portal to let our system in, or for its RSS feed."),
    ),
    **dict.fromkeys(
        (NotAFeedReason.BINARY, NotAFeedReason.PLAIN_TEXT, NotAFeedReason.OTHER_XML),
        (
            _("The address answers with a file: neither a web page nor a feed."),
            _("Enter the address of the page that lists the news."),
        ),
    ),
    HTTP_ONLY: (
        _("This portal answers over http:// only; it refuses https://."),
        _("Use the address below, which begins with http://."),
    ),
    FetchOutcome.CERTIFICATE: (
        _("The portal's certificate is not valid, so nothing was read from it."),
        _("Tell who runs the portal to renew the certificate, then try again."),
    ),
    FetchOutcome.TOO_LARGE: (
        _("The answer is too large to be read: more than 10 MB, or too many parts."),
        _("Enter the page of one category, or ask who runs the portal for its RSS feed."),
    ),
    **dict.fromkeys(
        ("http_401", "http_403"),
        (
            _("The portal refuses our system (code 401 or 403)."),
            _("Ask who runs the portal to let our system in, or for its RSS feed."),
        ),
    ),
}


def explain_entry(entry: Entry) -> list[str]:
    """Return the sentences about the entry's problems."""
    return [str(_ENTRY_PROBLEMS[problem]) for problem in sorted(entry.problems)]


def explain_feed(problems: Iterable[FeedProblem]) -> list[str]:
    """Return the sentences about a feed's problems, without duplicates."""
    return list(dict.fromkeys(str(_FEED_PROBLEMS[problem]) for problem in sorted(problems)))


def explain_failure(outcome: FetchOutcome, detail: str) -> str:
    """Return the sentence that says why an address could not be read."""
    if failure := _failure(outcome, detail):
        return str(failure[0])
    sentence = explain_outcome(Source(outcome=outcome, outcome_detail=detail))
    return f"{outcome.label}. {sentence}".strip()


def advise_preview(preview: Preview) -> str:
    """Return what to do about a preview without items, "" if there is no advice."""
    if preview.outcome is None:
        return ""
    if failure := _failure(preview.outcome, preview.detail):
        return str(failure[1])
    if preview.outcome is FetchOutcome.NOT_A_FEED and preview.detail in _ADVICE:
        return str(_ADVICE[NotAFeedReason(preview.detail)])
    return advise(Source(outcome=preview.outcome, outcome_detail=preview.detail))


def explain_lists(preview: Preview) -> str:
    """Return the sentence above the lists that were found in place of a feed."""
    if preview.detail == NotAFeedReason.NOTHING_MATCHES:
        return gettext("Nothing on the page fits the settings any more; it shows these lists.")
    return gettext("There is no feed at this address, but it shows a list.")


def _failure(outcome: FetchOutcome, detail: str) -> tuple[Any, Any] | None:
    """Return the sentence and the next step of a failure with a wording of its own, else None."""
    return _FAILURES.get(detail) or _FAILURES.get(outcome)
