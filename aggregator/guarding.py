"""Rules of the admin guard for sources, the common library and proposals."""

from network.agencies.guard.rules import Rule, UrlAudience, names_nothing

# Sources and the library belong to the network and not to an agency.
_ROW = Rule(UrlAudience.NETWORK, names_nothing("instance_pk"))
_NETWORK = Rule(UrlAudience.NETWORK, names_nothing())
RULES = {
    **{
        f"aggregator_source_modeladmin_{name}": _ROW
        for name in ("edit", "delete", "history", "fetch")
    },
    **{f"aggregator_libraryitem_modeladmin_{name}": _ROW for name in ("edit", "history")},
    "aggregator_source_modeladmin_create": _NETWORK,
    # Import of sources from OPML, and adding links by hand.
    "aggregator_source_modeladmin_opml": _NETWORK,
    "aggregator_libraryitem_modeladmin_link": _NETWORK,
    "aggregator_libraryitem_modeladmin_review": _NETWORK,
    **{
        f"aggregator_{model}_modeladmin_index": Rule(UrlAudience.OVERSIGHT, names_nothing())
        for model in ("source", "libraryitem")
    },
    **{
        f"aggregator_{model}_modeladmin_inspect": Rule(
            UrlAudience.OVERSIGHT, names_nothing("instance_pk")
        )
        for model in ("source", "libraryitem")
    },
    # Proposals of agencies; each view shows only those of the user's own agencies.
    "aggregator_proposals:own": Rule(UrlAudience.AGENCY, names_nothing()),
    "aggregator_proposals:propose": Rule(UrlAudience.AGENCY, names_nothing("kind")),
    "aggregator_proposals:waiting": _NETWORK,
    "aggregator_proposals:decline": Rule(UrlAudience.NETWORK, names_nothing("proposal_id")),
}
