"""What the guard in front of /admin/ must know of the one screen for officers."""

from network.agencies.guard.rules import Rule, UrlAudience, names_nothing

RULES = {"following_report:index": Rule(UrlAudience.OVERSIGHT, names_nothing())}
