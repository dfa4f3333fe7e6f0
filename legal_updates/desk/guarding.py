"""Guard rules of the register's screens."""

from network.agencies.guard.rules import Rule, UrlAudience, names_nothing

# The register belongs to the network: network admins write it, overseers read it.
_WRITTEN = Rule(UrlAudience.NETWORK, names_nothing("instance_pk"))
_READ = Rule(UrlAudience.OVERSIGHT, names_nothing())
_DOCUMENT = "legal_updates_legaldocument_modeladmin"
RULES = {
    **{
        f"{_DOCUMENT}_{name}": Rule(UrlAudience.NETWORK, names_nothing())
        for name in ("create", "numbers")
    },
    **{
        f"{_DOCUMENT}_{name}": _WRITTEN
        for name in ("edit", "delete", "history", "confirm", "validity", "relate")
    },
    f"{_DOCUMENT}_relation": Rule(UrlAudience.NETWORK, names_nothing("relation_pk")),
    f"{_DOCUMENT}_index": _READ,
    f"{_DOCUMENT}_inspect": Rule(UrlAudience.OVERSIGHT, names_nothing("instance_pk")),
    "legal_updates_issuingbody_modeladmin_create": Rule(UrlAudience.NETWORK, names_nothing()),
    **{
        f"legal_updates_{model}_modeladmin_{name}": _WRITTEN
        for model in ("issuingbody", "documenttype")
        for name in ("edit", "history")
    },
    **{
        f"legal_updates_{model}_modeladmin_index": _READ
        for model in ("issuingbody", "documenttype", "relationtype", "topic")
    },
}
