"""What the guard in front of /admin/ must know of the screens of sections."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectKind
from network.agencies.guard.refs import path
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing

from .links.missing_views import MissingLinksView
from .validity.views import MaterialsView

RULES = {
    # The library as agencies see it; the views show what is published, and own sections alone.
    **{
        f"agency_library:{name}": Rule(UrlAudience.AGENCY, names_nothing())
        for name in ("index", "results")
    },
    "agency_library:use": Rule(UrlAudience.AGENCY, names_nothing("item_id")),
    # Outside addresses of sections: dead ones, and those every section must have.
    "section_links:index": Rule(UrlAudience.EVERYONE, names_nothing()),
    **list_rules(MissingLinksView, audience=UrlAudience.EVERYONE),
    "section_links:required": Rule(UrlAudience.NETWORK, names_nothing()),
    "section_links:panos": Rule(UrlAudience.NETWORK, names_nothing()),
    # Figures of materials; the view shows each agency its own.
    **list_rules(MaterialsView, audience=UrlAudience.EVERYONE),
    # The editor asks while files are made ready to read.
    "material_files:state": Rule(refs=path(page_id=ObjectKind.PAGE), unattended=True),
    # The pace of legal updates; the view shows each agency its own.
    **{
        f"legal_update_pace:{name}": Rule(UrlAudience.EVERYONE, names_nothing())
        for name in ("index", "results")
    },
}
