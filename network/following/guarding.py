"""What the guard in front of /admin/ must know of the one screen for officers."""

from network.agencies.guard.rules import Audience, Rule, names_nothing

RULES = {"following_report:index": Rule(Audience.OVERSIGHT, names_nothing())}
