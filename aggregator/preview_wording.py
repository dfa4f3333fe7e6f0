"""Sentences about the result of a preview, for the person who creates a source."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from .feeds.types import Entry, EntryProblem, FeedProblem, NotAFeedReason
from .models import FetchOutcome, Source
from .preview_services import Preview
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
    NotAFeedReason.HTML_PAGE: _(
        "Choose one of the feeds found, or the kind “Web page with a list of news”."
    ),
}
_ADVICE_WITHOUT_FEEDS = _(
    "No feed was found on this portal. Choose the kind “Web page with a list of news”"
    " and say where its news are."
)


def explain_entry(entry: Entry) -> list[str]:
    """Return the sentences about the entry's problems."""
    return [str(_ENTRY_PROBLEMS[problem]) for problem in sorted(entry.problems)]


def explain_feed(problems: Iterable[FeedProblem]) -> list[str]:
    """Return the sentences about a feed's problems, without duplicates."""
    return list(dict.fromkeys(str(_FEED_PROBLEMS[problem]) for problem in sorted(problems)))


def explain_failure(outcome: FetchOutcome, detail: str) -> str:
    """Return the sentence that says why an address could not be read."""
    sentence = explain_outcome(Source(outcome=outcome, outcome_detail=detail))
    return f"{outcome.label}. {sentence}".strip()


def advise_preview(preview: Preview) -> str:
    """Return what to do about a preview without items, "" if there is no advice."""
    if preview.outcome is None:
        return ""
    if preview.detail == NotAFeedReason.HTML_PAGE and not preview.candidates:
        return str(_ADVICE_WITHOUT_FEEDS)
    if preview.outcome is FetchOutcome.NOT_A_FEED and preview.detail in _ADVICE:
        return str(_ADVICE[NotAFeedReason(preview.detail)])
    return advise(Source(outcome=preview.outcome, outcome_detail=preview.detail))
