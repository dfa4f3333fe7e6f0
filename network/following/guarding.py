"""What the guard in front of /admin/ must know of the one screen for officers."""

from network.agencies.guard.rules import Audience, GuardRule, names_nothing

RULES = {"following_report:index": GuardRule(Audience.OVERSIGHT, names_nothing())}
