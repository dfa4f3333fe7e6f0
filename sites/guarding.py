"""What the guard in front of /admin/ must know of the screens of sections."""

from network.agencies.guard.rules import Audience, GuardRule, names_nothing

RULES = {
    # The library as agencies see it; the views show what is published, and own sections alone.
    **{
        f"agency_library:{name}": GuardRule(Audience.AGENCY, names_nothing())
        for name in ("index", "results")
    },
    "agency_library:use": GuardRule(Audience.AGENCY, names_nothing("item_id")),
    # Outside addresses of sections: dead ones, and those every section must have.
    "section_links:index": GuardRule(Audience.EVERYONE, names_nothing()),
    "section_links:required": GuardRule(Audience.NETWORK, names_nothing()),
    "section_links:panos": GuardRule(Audience.NETWORK, names_nothing()),
    # The pace of legal updates; the view shows each agency its own.
    **{
        f"legal_update_pace:{name}": GuardRule(Audience.EVERYONE, names_nothing())
        for name in ("index", "results")
    },
}
