"""Guard rule of the officers' list, which shows each user the pages of the own agencies."""

from network.agencies.guard.rules import Rule, names_nothing

RULES = {"feedback_report:index": Rule(refs=names_nothing())}
