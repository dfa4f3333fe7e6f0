"""Texts about URLs that do not respond."""

from django.utils.translation import gettext as _

from aggregator.feeds.types import NotAFeedReason
from network.core import http

# Codes of pages that are not there any more.
MISSING = frozenset({"http_404", "http_410", NotAFeedReason.MISSING_PAGE.value})


def explain_code(code: str) -> str:
    """Return why the URL counts as dead. `code` is from LinkCheck."""
    if code in MISSING:
        return _("The page is not there any more.")
    if code.startswith("http_"):
        return _("The website answers with an error (%s).") % code.removeprefix("http_")
    return {
        http.DnsFailure.code: _("The website does not exist any more."),
        http.TlsFailure.code: _("The website has a bad certificate."),
        http.FetchTimeout.code: _("The website does not answer in time."),
        http.TooManyRedirects.code: _("The address leads in a circle."),
        http.RefusedAddress.code: _("This is not a public address."),
        http.BadUrl.code: _("This is not a public address."),
    }.get(code, _("The website cannot be reached."))
