"""What the guard in front of /admin/ must know of the screen of monitoring."""

from network.agencies.guard.rules import Rule, UrlAudience, names_nothing

RULES = {
    "monitoring:status": Rule(UrlAudience.OVERSIGHT, names_nothing()),
    "monitoring:test": Rule(UrlAudience.NETWORK, names_nothing()),
}
