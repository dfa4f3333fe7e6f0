"""Guard rules: stops are of the network, so their screens refer to no agency's object."""

from network.agencies.guard.rules import Rule, UrlAudience, names_nothing

_STOP = Rule(UrlAudience.NETWORK, names_nothing("stop_id"))
RULES = {
    "stops_desk:index": Rule(UrlAudience.NETWORK, names_nothing()),
    "stops_desk:announce": Rule(UrlAudience.NETWORK, names_nothing()),
    "stops_desk:extend": _STOP,
    "stops_desk:end": _STOP,
}
