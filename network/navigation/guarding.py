"""Rules of the admin guard for the screen list, the search and the menu's counts."""

from network.agencies.guard.rules import Rule, UrlAudience, names_nothing

RULES = {
    "navigation:screens": Rule(UrlAudience.EVERYONE, names_nothing()),
    "navigation:found": Rule(UrlAudience.EVERYONE, names_nothing()),
    "navigation:counts": Rule(UrlAudience.EVERYONE, names_nothing(), unattended=True),
}
