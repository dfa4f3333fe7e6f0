"""What the network's people change of the hub."""

from wagtail_modeladmin.options import modeladmin_register

from network.agencies.guard.rules import Audience, Rule, register_rules

from .situations.viewset import SituationAdmin

_SITUATION = "hub_situation_modeladmin"

modeladmin_register(SituationAdmin)
register_rules(
    {f"{_SITUATION}_{name}": Rule(Audience.NETWORK) for name in ("create", "edit")}
    | {f"{_SITUATION}_index": Rule(Audience.OVERSIGHT)}
)
