"""Rules of the admin guard for the guide."""

from network.agencies.guard.rules import Rule, UrlAudience, names_nothing

RULES = {
    f"guide:{name}": Rule(UrlAudience.EVERYONE, names_nothing(), self_service=True)
    for name in ("begin", "put_away")
}
