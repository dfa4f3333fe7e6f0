"""Guard rule of the officers' report."""

from network.agencies.guard.rules import Rule, UrlAudience, names_nothing

RULES = {"following_report:index": Rule(UrlAudience.OVERSIGHT, names_nothing())}
